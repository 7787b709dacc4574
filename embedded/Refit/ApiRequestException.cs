namespace Refit;

/// <summary>A request that got no response; the cause is the inner exception.</summary>
public class ApiRequestException : ApiExceptionBase
{
    /// <summary>With the message of its cause.</summary>
    public ApiRequestException(HttpRequestMessage message, HttpMethod httpMethod, RefitSettings refitSettings, Exception innerException)
        : base(message, httpMethod, refitSettings, innerException)
    {
    }
}

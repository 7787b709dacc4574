using System.Diagnostics.CodeAnalysis;

namespace Refit;

/// <summary>A request that went wrong.</summary>
[SuppressMessage("Naming", "CA1710", Justification = "The name is Refit's.")]
public abstract class ApiExceptionBase : Exception
{
    /// <summary>With the message of its cause.</summary>
    protected ApiExceptionBase(HttpRequestMessage message, HttpMethod httpMethod, RefitSettings refitSettings, Exception innerException)
        : this(innerException?.Message ?? "The request failed.", message, httpMethod, refitSettings, innerException)
    {
    }

    /// <summary>With a message of its own.</summary>
    protected ApiExceptionBase(
        string exceptionMessage,
        HttpRequestMessage message,
        HttpMethod httpMethod,
        RefitSettings refitSettings,
        Exception? innerException = null)
        : base(exceptionMessage, innerException)
    {
        RequestMessage = message;
        HttpMethod = httpMethod;
        RefitSettings = refitSettings;
    }

    /// <summary>The request's method.</summary>
    public HttpMethod HttpMethod { get; }

    /// <summary>Where it went.</summary>
    public Uri? Uri => RequestMessage.RequestUri;

    /// <summary>The request.</summary>
    public HttpRequestMessage RequestMessage { get; }

    /// <summary>The client's settings.</summary>
    public RefitSettings RefitSettings { get; }
}

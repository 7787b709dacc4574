using System.Net;
using System.Net.Http.Headers;

namespace Refit;

/// <summary>A response that is no success, or whose body could not be read.</summary>
public class ApiException : ApiExceptionBase
{
    /// <summary>Of a response whose body was read already.</summary>
    protected ApiException(
        string exceptionMessage,
        HttpRequestMessage message,
        HttpMethod httpMethod,
        string? content,
        HttpStatusCode statusCode,
        string? reasonPhrase,
        HttpResponseHeaders headers,
        RefitSettings refitSettings,
        Exception? innerException = null)
        : base(exceptionMessage, message, httpMethod, refitSettings, innerException)
    {
        Content = content;
        StatusCode = statusCode;
        ReasonPhrase = reasonPhrase;
        Headers = headers;
    }

    /// <summary>The response's status.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The status in the server's words.</summary>
    public string? ReasonPhrase { get; }

    /// <summary>The response's headers.</summary>
    public HttpResponseHeaders Headers { get; }

    /// <summary>The headers of its body.</summary>
    public HttpContentHeaders? ContentHeaders { get; protected set; }

    /// <summary>Its body as text; null where it could not be read.</summary>
    public string? Content { get; }

    /// <summary>Whether there is a body.</summary>
    public bool HasContent => !string.IsNullOrWhiteSpace(Content);

    /// <summary>Of a response that is no success.</summary>
    public static Task<ApiException> Create(
        HttpRequestMessage message,
        HttpMethod httpMethod,
        HttpResponseMessage response,
        RefitSettings refitSettings,
        Exception? innerException = null)
    {
        ArgumentNullException.ThrowIfNull(response);
        var status = (int)response.StatusCode;
        var text = $"Response status code does not indicate success: {status} ({response.ReasonPhrase}).";
        return Create(text, message, httpMethod, response, refitSettings, innerException);
    }

    /// <summary>Of a response, with a message of its own.</summary>
    public static async Task<ApiException> Create(
        string exceptionMessage,
        HttpRequestMessage message,
        HttpMethod httpMethod,
        HttpResponseMessage response,
        RefitSettings refitSettings,
        Exception? innerException = null)
    {
        ArgumentNullException.ThrowIfNull(response);
        var content = await ReadOrNullAsync(response.Content);
        return new ApiException(
            exceptionMessage, message, httpMethod, content, response.StatusCode, response.ReasonPhrase, response.Headers, refitSettings,
            innerException)
        {
            ContentHeaders = response.Content.Headers,
        };
    }

    private static async Task<string?> ReadOrNullAsync(HttpContent content)
    {
        try
        {
            return await content.ReadAsStringAsync();
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidOperationException)
        {
            // The status is the news; a body that broke off must not hide it.
            return null;
        }
    }
}

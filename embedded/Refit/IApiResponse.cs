using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;

namespace Refit;

/// <summary>A response with its status and headers, for callers that want no exception.</summary>
public interface IApiResponse : IDisposable
{
    /// <summary>Whether a response came at all.</summary>
    bool IsReceived { get; }

    /// <summary>Whether the status is a success.</summary>
    bool IsSuccessStatusCode { get; }

    /// <summary>Whether the status is a success and the body was read.</summary>
    bool IsSuccessful { get; }

    /// <summary>The status, null where no response came.</summary>
    HttpStatusCode? StatusCode { get; }

    /// <summary>The status in the server's words.</summary>
    string? ReasonPhrase { get; }

    /// <summary>The response's headers.</summary>
    HttpResponseHeaders? Headers { get; }

    /// <summary>The headers of its body.</summary>
    HttpContentHeaders? ContentHeaders { get; }

    /// <summary>The request.</summary>
    HttpRequestMessage? RequestMessage { get; }

    /// <summary>The protocol's version.</summary>
    Version? Version { get; }

    /// <summary>What went wrong, null on success.</summary>
    ApiExceptionBase? Error { get; }

    /// <summary>Whether no response came, and why.</summary>
    bool HasRequestError([MaybeNullWhen(false)] out ApiRequestException error);

    /// <summary>Whether the response is an error, and which.</summary>
    bool HasResponseError([MaybeNullWhen(false)] out ApiException error);
}

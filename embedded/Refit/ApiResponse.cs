using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;

namespace Refit;

/// <summary>The one implementation of <see cref="IApiResponse{T}"/>.</summary>
public sealed class ApiResponse<T>(
    HttpRequestMessage request,
    HttpResponseMessage? response,
    T? content,
    RefitSettings settings,
    ApiExceptionBase? error = null) : IApiResponse<T>
{
    /// <inheritdoc cref="IApiResponse{T}.Content"/>
    public T? Content { get; } = content;

    /// <summary>The client's settings.</summary>
    public RefitSettings Settings { get; } = settings;

    /// <inheritdoc cref="IApiResponse.Error"/>
    public ApiExceptionBase? Error { get; } = error;

    /// <inheritdoc/>
    public HttpRequestMessage RequestMessage { get; } = request;

    /// <inheritdoc/>
    public bool IsReceived => response is not null;

    /// <inheritdoc cref="IApiResponse.IsSuccessStatusCode"/>
    public bool IsSuccessStatusCode => response is { IsSuccessStatusCode: true };

    /// <inheritdoc cref="IApiResponse.IsSuccessful"/>
    public bool IsSuccessful => IsSuccessStatusCode && Error is null;

    /// <inheritdoc/>
    public HttpStatusCode? StatusCode => response?.StatusCode;

    /// <inheritdoc/>
    public string? ReasonPhrase => response?.ReasonPhrase;

    /// <inheritdoc/>
    public HttpResponseHeaders? Headers => response?.Headers;

    /// <inheritdoc cref="IApiResponse.ContentHeaders"/>
    public HttpContentHeaders? ContentHeaders => response?.Content.Headers;

    /// <inheritdoc/>
    public Version? Version => response?.Version;

    /// <inheritdoc/>
    public bool HasRequestError([MaybeNullWhen(false)] out ApiRequestException error)
    {
        error = Error as ApiRequestException;
        return error is not null;
    }

    /// <inheritdoc/>
    public bool HasResponseError([MaybeNullWhen(false)] out ApiException error)
    {
        error = Error as ApiException;
        return error is not null;
    }

    /// <inheritdoc/>
    public void Dispose() => response?.Dispose();
}

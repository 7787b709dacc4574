using System.Net.Http.Headers;

namespace Refit;

/// <summary>A response with its body read.</summary>
public interface IApiResponse<out T> : IApiResponse
{
    /// <summary>The body; the default of its type where there is none.</summary>
    T? Content { get; }

    /// <inheritdoc cref="IApiResponse.ContentHeaders"/>
    new HttpContentHeaders? ContentHeaders { get; }

    /// <inheritdoc cref="IApiResponse.Error"/>
    new ApiExceptionBase? Error { get; }

    /// <inheritdoc cref="IApiResponse.IsSuccessStatusCode"/>
    new bool IsSuccessStatusCode { get; }

    /// <inheritdoc cref="IApiResponse.IsSuccessful"/>
    new bool IsSuccessful { get; }
}

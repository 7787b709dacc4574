using System.Reflection;

namespace Refit;

/// <summary>Makes clients out of interfaces.</summary>
public static class RestService
{
    /// <summary>A client that sends through an HTTP client, whose base address must be set before the first request.</summary>
    public static T For<T>(HttpClient client) => For<T>(client, settings: null);

    /// <inheritdoc cref="For{T}(HttpClient)"/>
    public static T For<T>(HttpClient client, RefitSettings? settings)
    {
        ArgumentNullException.ThrowIfNull(client);
        var proxy = DispatchProxy.Create<T, RestProxy>();
        ((RestProxy)(object)proxy!).Start(typeof(T), client, settings ?? new RefitSettings());
        return proxy;
    }

    /// <summary>A client with an HTTP client of its own.</summary>
    /// <exception cref="ArgumentException">The address is empty.</exception>
    public static T For<T>(string hostUrl) => For<T>(hostUrl, settings: null);

    /// <inheritdoc cref="For{T}(string)"/>
    public static T For<T>(string hostUrl, RefitSettings? settings)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(hostUrl);
        return For<T>(new HttpClient { BaseAddress = new Uri(hostUrl.TrimEnd('/')) }, settings);
    }
}

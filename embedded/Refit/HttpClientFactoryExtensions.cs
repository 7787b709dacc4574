using Microsoft.Extensions.DependencyInjection;

namespace Refit;

/// <summary>Registers clients with the HTTP client factory.</summary>
public static class HttpClientFactoryExtensions
{
    /// <summary>Registers an interface as a transient client over a named HTTP client, which the result configures.</summary>
    public static IHttpClientBuilder AddRefitClient<T>(
        this IServiceCollection services, RefitSettings? settings = null, string? httpClientName = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(services);
        return services
            .AddHttpClient(httpClientName ?? $"Refit.{typeof(T).FullName}")
            .AddTypedClient(client => RestService.For<T>(client, settings));
    }
}

using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Refit;

namespace OrleansAssets.Vendors;

/// <summary>A vendor's entry: what the product must know of it, and how its parts are registered. Each vendor's folder has one.</summary>
/// <param name="Register">Adds its clients and its <see cref="IVendorAdapter"/>, keyed by source id.</param>
internal sealed record Vendor(VendorDescriptor Descriptor, Action<IServiceCollection> Register)
{
    /// <summary>A vendor of one address, whose adapter takes a client of it and what else is registered through its constructor.</summary>
    /// <param name="also">Registers what else the adapter takes.</param>
    public static Vendor Of<TApi, TAdapter>(VendorDescriptor descriptor, VendorTerms terms, Action<IServiceCollection>? also = null)
        where TApi : class
        where TAdapter : IVendorAdapter
        => new(descriptor, services =>
        {
            services.AddVendorClient<TApi>(descriptor.SourceId, "data", address => address);
            services.AddKeyedSingleton<IVendorAdapter>(descriptor.SourceId, (provider, _) =>
                ActivatorUtilities.CreateInstance<TAdapter>(provider, VendorClient<TApi>.Of(provider, descriptor, terms)));
            also?.Invoke(services);
        });
}

/// <summary>Registers the typed clients of vendors.</summary>
internal static class VendorClients
{
    /// <param name="part">Tells the clients of one source apart.</param>
    /// <param name="hostOf">Where this part is asked, of the source's address.</param>
    public static IServiceCollection AddVendorClient<T>(
        this IServiceCollection services, string sourceId, string part, Func<Uri, Uri> hostOf)
        where T : class
    {
        services.AddRefitGeneratedClient<T>(settings: (RefitSettings?)null, httpClientName: $"vendor:{sourceId}:{part}")
            .ConfigureHttpClient((provider, client) =>
            {
                client.BaseAddress = hostOf(provider.GetRequiredService<IVendorEndpoints>().BaseAddressOf(sourceId));
                client.Timeout = Timeout.InfiniteTimeSpan; // VendorHttp bounds each call, on the injected clock.
                client.DefaultRequestHeaders.Accept.ParseAdd("application/json");
                client.DefaultRequestHeaders.UserAgent.ParseAdd("OrleansAssets/0.1");
            })
            .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // A redirect could carry the key headers to another host.
                AutomaticDecompression = DecompressionMethods.All,
                ConnectTimeout = TimeSpan.FromSeconds(5),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5), // Takes up changes of DNS.
                UseCookies = false,
                UseProxy = !provider.GetRequiredService<IVendorEndpoints>().BaseAddressOf(sourceId).IsLoopback,
            })
            .RemoveAllLoggers(); // The factory's loggers would write addresses, and with some vendors those hold the key.
        return services;
    }
}

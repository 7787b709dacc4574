using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansAssets.Grains.Vendors.Alpaca;
using OrleansAssets.Grains.Vendors.Binance;
using OrleansAssets.Grains.Vendors.Http;
using Refit;

namespace OrleansAssets.Grains.Vendors;

/// <summary>Registers the vendors.</summary>
public static class VendorRegistration
{
    /// <summary>
    /// Adds an <see cref="IVendorAdapter"/> for each of <see cref="VendorCatalogue.SourceIds"/>, keyed by source id.
    /// Needs an <see cref="IVendorEndpoints"/>; takes a registered <see cref="TimeProvider"/>, else the system's.
    /// </summary>
    public static IServiceCollection AddVendors(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<VendorHttpOptions>();
        services.TryAddSingleton<VendorHttp>();

        // The typed clients are made anew for each call, so that an address that becomes known after start-up is taken up.
        services.AddVendorClient<IBinanceApi>(VendorCatalogue.Binance);
        services.AddKeyedSingleton<IVendorAdapter>(VendorCatalogue.Binance, (provider, _) => new BinanceAdapter(
            provider.GetRequiredService<IBinanceApi>, provider.GetRequiredService<VendorHttp>()));
        services.AddVendorClient<IAlpacaApi>(VendorCatalogue.Alpaca);
        services.AddKeyedSingleton<IVendorAdapter>(VendorCatalogue.Alpaca, (provider, _) => new AlpacaAdapter(
            provider.GetRequiredService<IAlpacaApi>, provider.GetRequiredService<VendorHttp>(),
            provider.GetRequiredService<IVendorEndpoints>()));
        return services;
    }

    private static void AddVendorClient<T>(this IServiceCollection services, string sourceId)
        where T : class
        => services.AddHttpClient($"vendor:{sourceId}")
            .AddTypedClient(client => RestService.For<T>(client))
            .ConfigureHttpClient((provider, client) =>
            {
                client.BaseAddress = provider.GetRequiredService<IVendorEndpoints>().BaseAddressOf(sourceId);
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
}

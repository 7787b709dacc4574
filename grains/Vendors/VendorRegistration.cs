using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Alpaca;
using OrleansAssets.Vendors.AlphaVantage;
using OrleansAssets.Vendors.Binance;
using OrleansAssets.Vendors.CoinMetrics;
using OrleansAssets.Vendors.DefiLlama;
using OrleansAssets.Vendors.Eia;
using OrleansAssets.Vendors.Etherscan;
using OrleansAssets.Vendors.Finra;
using OrleansAssets.Vendors.Fred;
using OrleansAssets.Vendors.Glassnode;
using OrleansAssets.Vendors.Http;
using OrleansAssets.Vendors.Oanda;
using OrleansAssets.Vendors.Polygon;
using OrleansAssets.Vendors.Reddit;
using OrleansAssets.Vendors.Twitter;
using OrleansAssets.Vendors.UnusualWhales;
using Refit;

namespace OrleansAssets.Vendors;

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
        services.AddVendor<IBinanceApi, BinanceAdapter>(VendorCatalogue.Binance);
        services.AddVendor<IAlpacaApi, AlpacaAdapter>(VendorCatalogue.Alpaca);
        services.AddVendor<IGlassnodeApi, GlassnodeAdapter>(VendorCatalogue.Glassnode);
        services.AddVendor<IEtherscanApi, EtherscanAdapter>(VendorCatalogue.Etherscan);
        services.AddVendor<ICoinMetricsApi, CoinMetricsAdapter>(VendorCatalogue.CoinMetrics);
        services.AddVendor<IDefiLlamaApi, DefiLlamaAdapter>(VendorCatalogue.DefiLlama);
        services.AddVendor<IEiaApi, EiaAdapter>(VendorCatalogue.Eia);
        services.AddVendor<IFredApi, FredAdapter>(VendorCatalogue.Fred);
        services.AddVendor<IPolygonApi, PolygonAdapter>(VendorCatalogue.Polygon);
        services.AddVendor<IAlphaVantageApi, AlphaVantageAdapter>(VendorCatalogue.AlphaVantage);
        services.AddVendor<IRedditApi, RedditAdapter>(VendorCatalogue.Reddit);
        services.AddVendorClient<IRedditTokenApi>(VendorCatalogue.Reddit, "token", RedditHosts.OfTokens);
        services.AddSingleton(provider => new RedditTokens(
            provider.GetRequiredService<IRedditTokenApi>, provider.GetRequiredService<VendorHttp>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddVendor<ITwitterApi, TwitterAdapter>(VendorCatalogue.Twitter);
        services.AddVendor<IOandaApi, OandaAdapter>(VendorCatalogue.Oanda);
        services.AddVendor<IUnusualWhalesApi, UnusualWhalesAdapter>(VendorCatalogue.UnusualWhales);
        services.AddVendor<IFinraApi, FinraAdapter>(VendorCatalogue.Finra);
        return services;
    }

    /// <summary>An adapter takes the client as a <see cref="Func{TResult}"/>, and what else is registered, through its constructor.</summary>
    private static void AddVendor<TApi, TAdapter>(this IServiceCollection services, string sourceId)
        where TApi : class
        where TAdapter : IVendorAdapter
    {
        services.AddVendorClient<TApi>(sourceId, "data", address => address);
        services.AddKeyedSingleton<IVendorAdapter>(sourceId, (provider, _) =>
            ActivatorUtilities.CreateInstance<TAdapter>(provider, (Func<TApi>)provider.GetRequiredService<TApi>));
    }

    /// <param name="part">Tells the clients of one source apart.</param>
    /// <param name="hostOf">Where this part is asked, of the source's address.</param>
    private static void AddVendorClient<T>(this IServiceCollection services, string sourceId, string part, Func<Uri, Uri> hostOf)
        where T : class
        => services.AddRefitGeneratedClient<T>(settings: (RefitSettings?)null, httpClientName: $"vendor:{sourceId}:{part}")
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
}

using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
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
using OrleansAssets.Vendors.Oanda;
using OrleansAssets.Vendors.Polygon;
using OrleansAssets.Vendors.Reddit;
using OrleansAssets.Vendors.Twitter;
using OrleansAssets.Vendors.UnusualWhales;

namespace OrleansAssets.Vendors;

/// <summary>The vendors that this version collects from: a line each, and all else about one in its folder.</summary>
public static class VendorCatalogue
{
    private static readonly ImmutableArray<Vendor> Vendors =
    [
        BinanceVendor.Entry,
        GlassnodeVendor.Entry,
        EtherscanVendor.Entry,
        CoinMetricsVendor.Entry,
        DefiLlamaVendor.Entry,
        PolygonVendor.Entry,
        AlphaVantageVendor.Entry,
        AlpacaVendor.Entry,
        OandaVendor.Entry,
        UnusualWhalesVendor.Entry,
        FinraVendor.Entry,
        RedditVendor.Entry,
        TwitterVendor.Entry,
        EiaVendor.Entry,
        FredVendor.Entry,
    ];

    /// <summary>What the rest of the product must know of each, by source id.</summary>
    public static FrozenDictionary<string, VendorDescriptor> Descriptors { get; } =
        Vendors.Select(vendor => vendor.Descriptor).ToFrozenDictionary(vendor => vendor.SourceId, StringComparer.Ordinal);

    /// <summary>The ids of all of them.</summary>
    public static ImmutableArray<string> SourceIds { get; } = Descriptors.Keys;

    /// <summary>
    /// Adds an <see cref="IVendorAdapter"/> for each, keyed by source id. Needs an <see cref="IVendorEndpoints"/>; takes a registered
    /// <see cref="TimeProvider"/>, else the system's.
    /// </summary>
    public static IServiceCollection AddVendors(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<VendorHttpOptions>();
        services.TryAddSingleton<VendorHttp>();
        foreach (var vendor in Vendors)
        {
            vendor.Register(services);
        }

        return services;
    }
}

/// <summary>The adapters of this version by source id.</summary>
public sealed class VendorAdapters(IEnumerable<IVendorAdapter> adapters)
{
    private readonly FrozenDictionary<string, IVendorAdapter> _bySource =
        adapters.ToFrozenDictionary(adapter => adapter.SourceId, StringComparer.Ordinal);

    /// <summary>Takes the adapters from their registrations, whatever their keys.</summary>
    public static VendorAdapters Of(IServiceProvider services) => new(services.GetKeyedServices<IVendorAdapter>(KeyedService.AnyKey));

    /// <summary>The adapter of a source, null where this version has none.</summary>
    public IVendorAdapter? Find(string sourceId) => _bySource.GetValueOrDefault(sourceId);

    /// <summary>What a call to a source costs in units of its budget.</summary>
    public int UnitsPerCall(string sourceId) => Find(sourceId)?.UnitsPerCall ?? 1;
}

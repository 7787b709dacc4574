using System.Collections.Frozen;
using System.Collections.Immutable;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.CoinMetrics;
using OrleansAssets.Vendors.DefiLlama;
using OrleansAssets.Vendors.Eia;
using OrleansAssets.Vendors.Etherscan;
using OrleansAssets.Vendors.Finra;
using OrleansAssets.Vendors.Fred;
using OrleansAssets.Vendors.Glassnode;
using OrleansAssets.Vendors.Polygon;
using OrleansAssets.Vendors.UnusualWhales;

namespace OrleansAssets.Vendors;

/// <summary>The sources that this version collects: those with an adapter.</summary>
public static class VendorCatalogue
{
    /// <summary>Binance's spot market.</summary>
    public const string Binance = "ccxt_binance";

    /// <summary>Alpaca's market data for US shares.</summary>
    public const string Alpaca = "alpaca";

    /// <summary>Glassnode's on-chain metrics.</summary>
    public const string Glassnode = "glassnode";

    /// <summary>Etherscan's multichain interface.</summary>
    public const string Etherscan = "etherscan";

    /// <summary>Coin Metrics' community data.</summary>
    public const string CoinMetrics = "coinmetrics";

    /// <summary>DefiLlama.</summary>
    public const string DefiLlama = "defillama";

    /// <summary>Polygon, now Massive.</summary>
    public const string Polygon = "polygon";

    /// <summary>Alpha Vantage.</summary>
    public const string AlphaVantage = "alpha_vantage";

    /// <summary>OANDA's v20 interface.</summary>
    public const string Oanda = "oanda";

    /// <summary>Reddit's forums.</summary>
    public const string Reddit = "reddit";

    /// <summary>X, once Twitter.</summary>
    public const string Twitter = "twitter";

    /// <summary>The US Energy Information Administration.</summary>
    public const string Eia = "eia";

    /// <summary>Federal Reserve Economic Data.</summary>
    public const string Fred = "fred";

    /// <summary>Unusual Whales' options flow.</summary>
    public const string UnusualWhales = "unusual_whales";

    /// <summary>FINRA's public files.</summary>
    public const string Finra = "finra";

    /// <summary>What the rest of the product must know of each, by source id.</summary>
    public static FrozenDictionary<string, VendorDescriptor> Descriptors { get; } = new VendorDescriptor[]
    {
        new(Binance),
        new(Glassnode, GlassnodeSeries.All.Indicators),
        new(Etherscan, EtherscanSeries.All.Indicators),
        new(CoinMetrics, CoinMetricsSeries.All.Indicators),
        new(DefiLlama, DefiLlamaSeries.All.Indicators),
        new(Polygon, PolygonIndicators.Known),
        new(AlphaVantage),
        new(Alpaca),
        new(Oanda),
        new(UnusualWhales, WhaleIndicators.Known),
        new(Finra, FinraAdapter.Known),
        new(Reddit),
        new(Twitter),
        new(Eia, EiaSeries.All.Indicators),
        new(Fred, FredSeries.All.Indicators),
    }.ToFrozenDictionary(vendor => vendor.SourceId, StringComparer.Ordinal);

    /// <summary>The ids of all of them.</summary>
    public static ImmutableArray<string> SourceIds { get; } = Descriptors.Keys;
}

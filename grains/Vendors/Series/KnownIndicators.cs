using System.Collections.Immutable;
using OrleansAssets.Grains.Vendors.CoinMetrics;
using OrleansAssets.Grains.Vendors.DefiLlama;
using OrleansAssets.Grains.Vendors.Eia;
using OrleansAssets.Grains.Vendors.Etherscan;
using OrleansAssets.Grains.Vendors.Finra;
using OrleansAssets.Grains.Vendors.Fred;
using OrleansAssets.Grains.Vendors.Glassnode;
using OrleansAssets.Grains.Vendors.Polygon;
using OrleansAssets.Grains.Vendors.UnusualWhales;

namespace OrleansAssets.Grains.Vendors.Series;

/// <summary>What the adapters call indicators, so that the configuration can be checked before anyone is asked.</summary>
internal static class KnownIndicators
{
    /// <summary>The indicators that a source's adapter knows; null where the source has none by name.</summary>
    public static ImmutableArray<string>? At(string sourceId) => sourceId switch
    {
        VendorCatalogue.Glassnode => GlassnodeSeries.All.Indicators,
        VendorCatalogue.Etherscan => EtherscanSeries.All.Indicators,
        VendorCatalogue.CoinMetrics => CoinMetricsSeries.All.Indicators,
        VendorCatalogue.DefiLlama => DefiLlamaSeries.All.Indicators,
        VendorCatalogue.Eia => EiaSeries.All.Indicators,
        VendorCatalogue.Fred => FredSeries.All.Indicators,
        VendorCatalogue.Polygon => PolygonIndicators.Known,
        VendorCatalogue.UnusualWhales => WhaleIndicators.Known,
        VendorCatalogue.Finra => FinraAdapter.Known,
        _ => null,
    };
}

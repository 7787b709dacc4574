using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Vendors.CoinMetrics;

/// <summary>Coin Metrics' community data.</summary>
public static class CoinMetricsVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "coinmetrics";

    internal static Vendor Entry { get; } = Vendor.Of<ICoinMetricsApi, CoinMetricsAdapter>(
        new VendorDescriptor(Id)
        {
            Datasets = [DatasetKind.Indicator],
            Indicators = CoinMetricsSeries.All.Indicators,
        });
}

using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

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
        },
        CoinMetricsErrors.Terms);
}

/// <summary>A daily metric of Coin Metrics.</summary>
/// <param name="Metric">Its name there.</param>
/// <param name="Unit">Null for units of the asset itself.</param>
internal sealed record CoinMetricsSeries(string Metric, string? Unit)
{
    /// <summary>All that are mapped; the last two are not part of the community's free data.</summary>
    public static readonly SeriesTable<CoinMetricsSeries> All = new(
        CoinMetricsVendor.Id,
        ("active_addresses", new("AdrActCnt", "addresses")),
        ("transactions", new("TxCnt", "transactions")),
        ("transfers", new("TxTfrCnt", "transfers")),
        ("exchange_inflow", new("FlowInExUSD", "usd")),
        ("exchange_outflow", new("FlowOutExUSD", "usd")),
        ("hash_rate", new("HashRate", "th/s")),
        ("mvrv", new("CapMVRVCur", string.Empty)),
        ("market_cap", new("CapMrktCurUSD", "usd")),
        ("supply", new("SplyCur", Unit: null)),
        ("issuance", new("IssTotUSD", "usd")),
        ("reference_price", new("PriceUSD", "usd")),
        ("realized_cap", new("CapRealUSD", "usd")),
        ("nvt", new("NVTAdj", string.Empty)));
}

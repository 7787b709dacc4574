using OrleansAssets.Vendors.Series;

namespace OrleansAssets.Vendors.Glassnode;

/// <summary>A metric of Glassnode.</summary>
/// <param name="Unit">Null for units of the asset itself.</param>
internal sealed record GlassnodeSeries(string Category, string Metric, string? Unit)
{
    /// <summary>All that are mapped. Flows are net: above 0 more coins move to exchanges than from them.</summary>
    public static readonly SeriesTable<GlassnodeSeries> All = new(
        GlassnodeVendor.Id,
        ("exchange_flows", new("transactions", "transfers_volume_exchanges_net", Unit: null)),
        ("exchange_inflow", new("transactions", "transfers_volume_to_exchanges_sum", Unit: null)),
        ("exchange_outflow", new("transactions", "transfers_volume_from_exchanges_sum", Unit: null)),
        ("exchange_balance", new("distribution", "balance_exchanges", Unit: null)),
        ("active_addresses", new("addresses", "active_count", "addresses")),
        ("new_addresses", new("addresses", "new_non_zero_count", "addresses")),
        ("mvrv", new("market", "mvrv", string.Empty)),
        ("sopr", new("indicators", "sopr", string.Empty)),
        ("market_cap", new("market", "marketcap_usd", "usd")),
        ("supply", new("supply", "current", Unit: null)),
        ("hash_rate", new("mining", "hash_rate_mean", "h/s")));

    /// <summary>Its address below the metrics, e.g. <c>market/mvrv</c>.</summary>
    public string Path => $"{Category}/{Metric}";
}

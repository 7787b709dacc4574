using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Eia;

/// <summary>The US Energy Information Administration.</summary>
public static class EiaVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "eia";

    /// <summary>Variable of the key.</summary>
    internal const string KeyVariable = "EIA_API_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IEiaApi, EiaAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable],
            Datasets = [DatasetKind.Indicator],
            Indicators = EiaSeries.All.Indicators,
        },
        EiaErrors.Terms);
}

/// <summary>A series of EIA.</summary>
/// <param name="Series">Its id; null for the one that is the asset's symbol.</param>
internal sealed record EiaSeries(string Group, string Section, string Table, string Frequency, string? Series, string Unit)
{
    /// <summary>
    /// All that are mapped. A weekly value belongs to the Friday that ends its week and is known later: gas in storage on the next Thursday
    /// at 10:30 in New York, petroleum stocks on the next Wednesday at 10:30, each a day or more later after a holiday.
    /// </summary>
    public static readonly SeriesTable<EiaSeries> All = new(
        EiaVendor.Id,
        ("storage_report", new("natural-gas", "stor", "wkly", "weekly", Series: null, "bcf")),
        ("inventory_report", new("petroleum", "stoc", "wstk", "weekly", Series: null, "thousand barrels")),
        ("gasoline_inventory", new("petroleum", "stoc", "wstk", "weekly", "WGTSTUS1", "thousand barrels")),
        ("distillate_inventory", new("petroleum", "stoc", "wstk", "weekly", "WDISTUS1", "thousand barrels")),
        ("henry_hub_price", new("natural-gas", "pri", "fut", "daily", "RNGWHHD", "usd/mmbtu")),
        ("wti_price", new("petroleum", "pri", "spt", "daily", "RWTC", "usd/barrel")),
        ("brent_price", new("petroleum", "pri", "spt", "daily", "RBRTE", "usd/barrel")));

    /// <summary>Its route, for errors.</summary>
    public string Route => $"{Group}/{Section}/{Table}";
}

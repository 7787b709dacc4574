using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Vendors.Fred;

/// <summary>Federal Reserve Economic Data.</summary>
public static class FredVendor
{
    /// <summary>Its source id.</summary>
    public const string Id = "fred";

    /// <summary>Variable of the key.</summary>
    internal const string KeyVariable = "FRED_API_KEY";

    internal static Vendor Entry { get; } = Vendor.Of<IFredApi, FredAdapter>(
        new VendorDescriptor(Id)
        {
            KeyVariables = [KeyVariable],
            Datasets = [DatasetKind.Indicator, DatasetKind.Calendar],
            Indicators = FredSeries.All.Indicators,
        },
        FredErrors.Terms);
}

/// <summary>A series of FRED.</summary>
/// <param name="Id">Null for the one that is the asset's symbol.</param>
/// <param name="IsDifference">Whether it is the difference of two series, those of the currencies in the asset's symbol.</param>
internal sealed record FredSeries(string? Id, string Unit, bool IsDifference = false)
{
    /// <summary>All that are mapped. Daily values are closes, known in the evening or on the next day; monthly ones bear the month's
    /// first day and are known after its end.</summary>
    public static readonly SeriesTable<FredSeries> All = new(
        FredVendor.Id,
        ("semiconductor_index", new("NASDAQSOX", "points")),
        ("volatility_index", new("VIXCLS", "points")),
        ("risk_sentiment", new("VIXCLS", "points")),
        ("dollar_index", new("DTWEXBGS", "points")),
        ("treasury_yield", new("DGS10", "percent")),
        ("treasury_yield_2y", new("DGS2", "percent")),
        ("yield_curve", new("T10Y2Y", "percent")),
        ("fed_funds_rate", new("DFF", "percent")),
        ("rate_differential", new(Id: null, "percent", IsDifference: true)),
        ("spot_price", new(Id: null, "usd")),
        ("inflation", new("CPIAUCSL", "points")),
        ("unemployment", new("UNRATE", "percent")));

    /// <summary>Monthly yields of ten-year government bonds by currency, of the OECD. FRED has none for the lira and the real.</summary>
    public static string? YieldOf(string currency) => currency switch
    {
        "AUD" => "IRLTLT01AUM156N",
        "EUR" => "IRLTLT01EZM156N",
        "GBP" => "IRLTLT01GBM156N",
        "JPY" => "IRLTLT01JPM156N",
        "USD" => "IRLTLT01USM156N",
        "ZAR" => "IRLTLT01ZAM156N",
        _ => null,
    };
}

using System.Text;
using System.Text.RegularExpressions;

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
    public static readonly IndicatorTable<FredSeries> All = new(
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

/// <summary>
/// What FRED's errors mean. Most are HTTP 400 and differ in their words: <c>{"error_code":400,"error_message":"..."}</c>, or as XML
/// <c>&lt;error code="400" message="..."/&gt;</c> where it did not get as far as reading the file type.
/// </summary>
internal static partial class FredErrors
{
    private const int MessageBytesMax = 1000;

    public static readonly VendorTerms Terms = new() { FailureOf = FailureOf };

    private static VendorFailure? FailureOf(VendorAnswer answer)
    {
        var message = MessageOf(answer);
        bool Says(string part) => message?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
        var words = message is null ? $"'{answer.Excerpt}'" : answer.Clean(message);
        return answer.Status switch
        {
            200 => message is null ? null : answer.Malformed("states an error"),
            400 when Says("api_key") => answer.KeyRejected(" (HTTP 400)"),
            400 when Says("series does not exist") || Says("series_id") => answer.UnknownSymbol(words),
            _ => answer.OfStatus(words),
        };
    }

    private static string? MessageOf(VendorAnswer answer)
    {
        if (answer.Json is { } root)
        {
            return root.Member("error_message").Text();
        }

        var body = answer.Exchange.Body;
        var text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, MessageBytesMax)));
        return XmlMessage().Match(text) is { Success: true } match ? match.Groups["message"].Value : null;
    }

    [GeneratedRegex(
        "<error[^>]*\\smessage=\"(?<message>[^\"]*)\"", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200)]
    private static partial Regex XmlMessage();
}

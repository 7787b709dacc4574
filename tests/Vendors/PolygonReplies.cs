using System.Globalization;
using OrleansAssets.Vendors.Polygon;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Replies as Polygon writes them.</summary>
internal static class PolygonReplies
{
    public static PolygonAdapter Polygon(VendorSetup setup) => setup.Adapter<PolygonAdapter>(PolygonVendor.Id);

    public static string[] Hours(int count)
        => [.. Enumerable.Range(9, count).Select(hour => Bar(FormattableString.Invariant($"2025-03-14T{hour:00}:00:00Z")))];

    public static string Bars(string ticker, params string[] bars) => Page(ticker, "OK", null, bars);

    public static string Page(string ticker, string status, string? nextUrl, params string[] bars)
        => $$"""{"ticker":"{{ticker}}","resultsCount":{{bars.Length}},"results":[{{string.Join(',', bars)}}]"""
            + $$""","status":"{{status}}","request_id":"x" """
            + (nextUrl is null ? "}" : $$""","next_url":"{{nextUrl}}"}""");

    public static string Bar(string label)
        => $$"""{"v":8.3484005e+06,"vw":110.7,"o":110.5,"c":111,"h":112,"l":109.25,"t":{{At(label).ToUnixTimeMilliseconds()}},"n":100}""";

    public static string Nbbo(string bid, string ask)
        => $$"""{"status":"OK","results":{"T":"NVDA","t":1741953599123456789,"p":{{bid}},"s":3,"P":{{ask}},"S":2,"x":11,"X":12} }""";

    public static string Options(params string[] rows) => $$"""{"status":"OK","results":[{{string.Join(',', rows)}}]}""";

    public static string Contract(string ticker, string type, string strike, string volume, string vwap, string openInterest)
        => $$"""
            {"details":{"ticker":"{{ticker}}","contract_type":"{{type}}","strike_price":{{strike}},"expiration_date":"2025-03-21",
            "shares_per_contract":100},
            "day":{"volume":{{volume}},"vwap":{{vwap}},"close":1,"last_updated":1741896000000000000},"greeks":{},
            "open_interest":{{openInterest}}}
            """;

    public static string Shorts(params string[] dates)
        => $$"""{"status":"OK","results":[{{string.Join(',', dates.Select(date
            => $$"""{"ticker":"GME","settlement_date":"{{date}}","short_interest":12000000,"avg_daily_volume":5000000"""
                + $$""","days_to_cover":2.4}"""))}}]}""";

    public static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

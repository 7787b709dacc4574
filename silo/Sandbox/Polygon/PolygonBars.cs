using System.Globalization;
using System.Text.Json;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.MarketData;
using OrleansAssets.Sandbox.World;
using OrleansAssets.Vendors.Polygon;

namespace OrleansAssets.Sandbox.Polygon;

/// <summary>Polygon's aggregates. The limit counts base bars (minutes or days), and an empty reply has no <c>results</c>.</summary>
internal static class PolygonBars
{
    private const int LimitDefault = 5000;
    private const int LimitMax = 50_000;

    /// <summary>From here on the vendor writes a volume with an exponent.</summary>
    private const long ExponentFrom = 1_000_000;

    public static Task AnswerAsync(HttpContext context, DateTimeOffset now)
    {
        var route = context.Request.RouteValues;
        var ticker = route["ticker"] as string ?? string.Empty;
        var (from, to) = (TimeOf(route["from"] as string), TimeOf(route["to"] as string));
        if (TimeframeOf(route["multiplier"] as string, route["timespan"] as string) is not { } timeframe
            || from is null || to is null || from > to)
        {
            return PolygonSandbox.FailAsync(
                context, StatusCodes.Status400BadRequest, "ERROR", "error",
                "The parameters 'from', 'to', 'multiplier' and 'timespan' must be a range.");
        }

        var limit = context.Request.Query.Whole("limit") ?? LimitDefault;
        var rows = Math.Max(1, Math.Min(limit, LimitMax) / (timeframe == Timeframe.D1 ? 1 : (int)timeframe));
        var market = PolygonSandbox.Markets.GetValueOrDefault(ticker)?.AsOf(now);
        List<Bar> bars = market is null ? [] : [.. market.BarsFrom(timeframe, from.Value, to.Value.AddTicks(1), now).Take(rows + 1)];
        return PolygonSandbox.SendAsync(context, StatusCodes.Status200OK, "OK", writer =>
        {
            writer.WriteString("ticker", ticker);
            writer.WriteNumber("queryCount", bars.Count);
            writer.WriteNumber("resultsCount", Math.Min(rows, bars.Count));
            writer.WriteBoolean("adjusted", true);
            if (bars.Count > 0)
            {
                WriteRows(writer, market!, bars.Take(rows)); // There are no bars without a market.
            }

            if (bars.Count > rows)
            {
                writer.WriteString("next_url", NextUrl(context.Request, bars[rows].Start));
            }
        });
    }

    private static void WriteRows(Utf8JsonWriter writer, SyntheticMarket market, IEnumerable<Bar> bars)
    {
        writer.WriteObjects("results", bars, bar =>
        {
            if (market.Asset != SyntheticAsset.Semiconductors)
            {
                writer.WritePropertyName("v");
                writer.WriteRawValue(bar.Volume >= ExponentFrom
                    ? bar.Volume.ToString("0.0###############e+00", CultureInfo.InvariantCulture)
                    : bar.Volume.ToString(CultureInfo.InvariantCulture));
                writer.WriteNumber("vw", market.PriceOf((bar.Open + bar.High + bar.Low + bar.Close) / 4));
                writer.WriteNumber("n", 1 + (bar.Volume / 100));
            }

            writer.WriteNumber("o", market.PriceOf(bar.Open));
            writer.WriteNumber("c", market.PriceOf(bar.Close));
            writer.WriteNumber("h", market.PriceOf(bar.High));
            writer.WriteNumber("l", market.PriceOf(bar.Low));
            writer.WriteNumber("t", bar.Start.ToUnixTimeMilliseconds());
        });
    }

    /// <summary>The address of the next page, without the key.</summary>
    private static string NextUrl(HttpRequest request, DateTimeOffset from)
    {
        var route = request.RouteValues;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{request.Scheme}://{request.Host}/sandbox/{PolygonVendor.Id}/v2/aggs/ticker/{route["ticker"]}/range/{route["multiplier"]}/"
            + $"{route["timespan"]}/{from.ToUnixTimeMilliseconds()}/{route["to"]}?cursor=bGltaXQ9MiZzb3J0PWFzYw");
    }

    private static Timeframe? TimeframeOf(string? multiplier, string? timespan) => (multiplier, timespan) switch
    {
        ("1", "minute") => Timeframe.M1,
        ("5", "minute") => Timeframe.M5,
        ("15", "minute") => Timeframe.M15,
        ("30", "minute") => Timeframe.M30,
        ("1", "hour") => Timeframe.H1,
        ("4", "hour") => Timeframe.H4,
        ("1", "day") => Timeframe.D1,
        _ => null,
    };

    /// <summary>A date, which begins in New York, or milliseconds since 1970.</summary>
    private static DateTimeOffset? TimeOf(string? text)
        => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? NewYorkTime.MidnightOf(date)
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
                && milliseconds < 253_370_764_800_000
                ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}

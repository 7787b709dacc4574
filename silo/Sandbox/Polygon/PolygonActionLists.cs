using System.Globalization;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Sandbox.World;

namespace OrleansAssets.Sandbox.Polygon;

/// <summary>Polygon's splits and dividends of the tickers that are asked for, oldest first.</summary>
internal static class PolygonActionLists
{
    public static Task SplitsAsync(HttpContext context, DateTimeOffset now)
    {
        var (tickers, today) = (TickersOf(context), NewYorkTime.DateOf(now));
        var from = context.Request.Query.Date("execution_date.gte") ?? SyntheticMarket.FirstDay;
        var splits = SyntheticSplit.All.Where(
            split => tickers.Contains(split.AssetId) && split.IsKnown(today) && split.On >= from);
        return PolygonSandbox.SendAsync(context, StatusCodes.Status200OK, "OK", writer =>
            writer.WriteObjects("results", splits, split =>
            {
                writer.WriteString("adjustment_type", split.New > split.Old ? "forward_split" : "reverse_split");
                writer.WriteString("execution_date", Text(split.On));
                writer.WriteString("id", $"E{split.AssetId}{Text(split.On)}");
                writer.WriteNumber("split_from", split.Old);
                writer.WriteNumber("split_to", split.New);
                writer.WriteString("ticker", split.AssetId);
            }));
    }

    public static Task DividendsAsync(HttpContext context, DateTimeOffset now)
    {
        var (tickers, today) = (TickersOf(context), NewYorkTime.DateOf(now));
        var from = context.Request.Query.Date("ex_dividend_date.gte") ?? SyntheticMarket.FirstDay;
        var dividends = SyntheticAsset.All.Where(asset => tickers.Contains(asset.Id))
            .SelectMany(asset => SyntheticDividend.Known(asset, from, today)).OrderBy(dividend => dividend.ExOn);
        return PolygonSandbox.SendAsync(context, StatusCodes.Status200OK, "OK", writer =>
            writer.WriteObjects("results", dividends, dividend =>
            {
                writer.WriteNumber("cash_amount", dividend.Cash);
                writer.WriteString("currency", "USD");
                writer.WriteString("distribution_type", "recurring");
                writer.WriteString("ex_dividend_date", Text(dividend.ExOn));
                writer.WriteNumber("frequency", 4);
                writer.WriteString("id", $"E{dividend.AssetId}{Text(dividend.ExOn)}");
                writer.WriteString("pay_date", Text(dividend.PaidOn));
                writer.WriteString("record_date", Text(dividend.ExOn));
                writer.WriteString("ticker", dividend.AssetId);
            }));
    }

    private static HashSet<string> TickersOf(HttpContext context) => context.Request.Query["ticker.any_of"].ToString()
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);

    private static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

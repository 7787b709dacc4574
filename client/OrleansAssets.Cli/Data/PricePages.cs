using System.Collections.Immutable;
using OrleansAssets.Cli.Output;
using OrleansAssets.Data;
using OrleansAssets.MarketData;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Data;

/// <summary>Prices for people.</summary>
internal static class PricePages
{
    /// <summary>Rows below a chart: the newest.</summary>
    private const int RowsShown = 10;

    public static Func<CurrentPrice, IEnumerable<IRenderable>> Price(DateTimeOffset now) => price => price.Price is { } value
        ?
        [
            PageParts.Facts(
                ("Price", ValueText.Number(value)),
                ("Bid and ask", price is { Bid: { } bid, Ask: { } ask } ? $"{ValueText.Number(bid)} and {ValueText.Number(ask)}" : null),
                ("Of", price.Origin == PriceOrigin.Quote ? $"a quote of {price.SourceId}" : $"the close of a candle of {price.SourceId}"),
                ("At", $"{ValueText.Instant(price.At)}, {ValueText.Age(price.At, now)}"),
                ("Last trade", price.LastTrade is { } trade ? Trade(trade, now) : null),
                ("Stands in", price.StandsIn is { } standsIn ? StandIn(standsIn, now) : null),
                ("Not believed", price.Doubt is { } doubt ? $"{doubt.Reason} {doubt.Explains}" : "nothing")),
        ]
        : [PageParts.Line($" No price of {price.AssetId} within 14 days: see 'assets data quality {price.AssetId}'.")];

    public static Func<ImmutableArray<StoredQuote>, IEnumerable<IRenderable>> Quotes(DateTimeOffset now) => quotes =>
    {
        if (quotes.IsEmpty)
        {
            return [PageParts.Line(" No quote within 14 days: see 'assets data quality'.")];
        }

        var table = PageParts.Table("Asset", "Source", ">Bid", ">Ask", ">Spread", ">Bid size", ">Ask size", ">Age");
        foreach (var (quote, _) in quotes)
        {
            table.Row(
                PageParts.Cell(quote.AssetId),
                PageParts.Cell(quote.SourceId),
                PageParts.Cell(ValueText.Number(quote.Bid)),
                PageParts.Cell(ValueText.Number(quote.Ask)),
                Spread(quote),
                PageParts.Cell(Size(quote.BidSize)),
                PageParts.Cell(Size(quote.AskSize)),
                PageParts.Cell(ValueText.ShortAge(quote.At, now)));
        }

        return [table, PageParts.Line(" As the sources told them; 'assets data price' says which is believed.")];
    };

    public static IEnumerable<IRenderable> KeptQuotes(QuotePage page)
    {
        if (page.Rows.IsEmpty)
        {
            return [PageParts.Line($" No quote of {page.AssetId} there: 'assets data quality {page.AssetId}' says which are collected.")];
        }

        var table = PageParts.Table("At", "Source", ">Bid", ">Ask", ">Spread", ">Bid size", ">Ask size");
        foreach (var (quote, _) in page.Rows)
        {
            table.Row(
                PageParts.Cell(ValueText.Instant(quote.At)),
                PageParts.Cell(quote.SourceId),
                PageParts.Cell(ValueText.Number(quote.Bid)),
                PageParts.Cell(ValueText.Number(quote.Ask)),
                Spread(quote),
                PageParts.Cell(Size(quote.BidSize)),
                PageParts.Cell(Size(quote.AskSize)));
        }

        var more = page.Next is { } next ? $" More from {ValueText.Instant(next)} on; --csv prints all." : "";
        return [table, PageParts.Line($" As the sources told them, in the units of their day.{more}")];
    }

    public static IEnumerable<IRenderable> Candles(CandlePage page)
    {
        if (page.Rows.IsEmpty)
        {
            return [PageParts.Line($" No candles of {page.AssetId} there: 'assets data quality {page.AssetId}' says which are collected.")];
        }

        var table = PageParts.Table("Opens", ">Open", ">High", ">Low", ">Close", ">Volume");
        foreach (var row in page.Rows.TakeLast(RowsShown))
        {
            table.Row(
                PageParts.Cell(ValueText.Instant(row.OpenTime)),
                PageParts.Cell(ValueText.Number(row.Open)),
                PageParts.Cell(ValueText.Number(row.High)),
                PageParts.Cell(ValueText.Number(row.Low)),
                PageParts.Cell(ValueText.Number(row.Close)),
                PageParts.Cell(ValueText.Number(row.Volume)));
        }

        var units = page.Basis == PriceBasis.Raw ? "as traded" : "adjusted for splits";
        var parts = new List<IRenderable>
        {
            PageParts.Line(
                $" {page.AssetId}, {page.Timeframe.Code()}, of {page.SourceId}, {units}: {ValueText.Count(page.Rows.Length)} candles"),
            CandleChart.Of(page.Rows),
            table,
        };
        if (page.Rows.Length > RowsShown)
        {
            parts.Add(PageParts.Line($" The newest {RowsShown} of them; --csv prints all."));
        }

        if (page.RevisedLater > 0)
        {
            parts.Add(PageParts.Line(
                $" {ValueText.Count(page.RevisedLater)} of them were revised by their source later: told as they are now."));
        }

        return parts;
    }

    private static string Trade(MarketTrade trade, DateTimeOffset now)
    {
        var size = trade.Size is { } units ? $" of {ValueText.Number(units)}" : "";
        return $"{ValueText.Number(trade.Price)}{size} at {trade.SourceId}, {ValueText.Age(trade.At, now)}; it prices nothing";
    }

    private static string StandIn(PriceStandIn one, DateTimeOffset now)
    {
        var cause = one.Cause == StandInCause.NotBelieved ? "not believed" : "silent";
        var since = one.Since is null
            ? "has told no quote for 14 days"
            : $"is {cause} since {ValueText.Instant(one.Since)}, {ValueText.Age(one.Since, now)}";
        return $"for {one.InsteadOf}, which {since}; " + (one.DiffersBy is { } part
            ? $"{FactPages.Difference(part)} from its quote then" : "no quotes of one time to compare");
    }

    private static UnbrokenText Spread(Quote quote) =>
        PageParts.Cell(quote.Mid > 0 ? ValueText.Percent(Math.Round((quote.Ask - quote.Bid) / quote.Mid, 6)) : null);

    private static string? Size(decimal? size) => size is { } units ? ValueText.Number(units) : null;
}

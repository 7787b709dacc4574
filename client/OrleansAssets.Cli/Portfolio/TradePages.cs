using OrleansAssets.Cli.Data;
using OrleansAssets.Cli.Output;
using OrleansAssets.Performance;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Portfolio;

/// <summary>Trades for people, and as columns for programs, named as in the database.</summary>
internal static class TradePages
{
    public static IReadOnlyList<CsvColumn<(TradePage Page, ListedTrade Row)>> Columns { get; } =
    [
        new("trade_id", one => one.Row.Trade.TradeId), new("asset_id", one => one.Row.Trade.AssetId),
        new("asset_class", one => one.Row.ClassId), new("strategy_id", one => one.Row.Trade.StrategyId),
        new("side", one => one.Row.Trade.Side), new("quantity", one => one.Row.Trade.Quantity),
        new("opened_at", one => one.Row.Trade.OpenedAt), new("entry_price", one => one.Row.Trade.EntryPrice),
        new("closed_at", one => one.Row.Trade.ClosedAt), new("exit_price", one => one.Row.Trade.ExitPrice),
        new("price_currency", one => one.Row.PriceCurrency), new("fees", one => one.Row.Trade.Fees),
        new("profit", one => one.Row.Profit), new("currency", one => one.Page.Currency), new("provenance", one => one.Row.Trade.Provenance),
    ];

    public static IEnumerable<(TradePage Page, ListedTrade Row)> RowsOf(TradePage page) => page.Trades.Select(row => (page, row));

    public static IEnumerable<IRenderable> List(TradePage page)
    {
        var table = new AnswerTable(
            "Closed", "Asset", "Side", ">Units", ">Entry", ">Exit", $">Profit, {page.Currency}", $">Fees, {page.Currency}", "Trade",
            "Strategy", "Whose", "Opened", "Prices in")
        {
            Empty = "There is no such trade.",
        };
        foreach (var one in page.Trades)
        {
            var trade = one.Trade;
            table.Row(
                PageParts.Cell(trade.ClosedAt is { } closed ? ValueText.Instant(closed) : "open"), PageParts.Cell(trade.AssetId),
                PageParts.Cell(trade.Side.ToString().ToLowerInvariant()), PageParts.Cell(ValueText.Number(trade.Quantity)),
                PageParts.Cell(ValueText.Price(trade.EntryPrice)),
                PageParts.Cell(trade.ExitPrice is { } exit ? ValueText.Price(exit) : null), PageParts.Cell(Money(one.Profit)),
                PageParts.Cell(Money(trade.Fees)), PageParts.Cell(trade.TradeId), PageParts.Cell(trade.StrategyId),
                PageParts.Cell(ValueText.Words(trade.Provenance)), PageParts.Cell(ValueText.Instant(trade.OpenedAt)),
                PageParts.Cell(one.PriceCurrency));
        }

        return [table];
    }

    private static string Money(decimal? value) => value is { } known ? ValueText.Cents(known) : ValueText.None;
}

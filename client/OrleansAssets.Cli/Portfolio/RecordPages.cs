using OrleansAssets.Cli.Data;
using OrleansAssets.Cli.Output;
using OrleansAssets.Portfolio;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Portfolio;

/// <summary>What a portfolio was told, for people, and as columns for programs.</summary>
internal static class RecordPages
{
    public static IReadOnlyList<CsvColumn<RecordedFill>> FillColumns { get; } =
    [
        new("sequence", one => one.Sequence), new("told_at", one => one.ToldAt), new("fill_id", one => one.Fill.FillId),
        new("client_order_id", one => one.Fill.ClientOrderId), new("asset_id", one => one.Fill.AssetId),
        new("asset_class", one => one.ClassId), new("strategy_id", one => one.Fill.StrategyId), new("side", one => one.Fill.Side),
        new("quantity", one => one.Fill.Quantity), new("executed_at", one => one.Fill.At), new("price", one => one.Price),
        new("rate", one => one.Rate), new("fee", one => one.Fee), new("quantity_after", one => one.QuantityAfter),
        new("realised_profit", one => one.RealisedProfit), new("is_paper", one => one.IsPaper), new("replaces", one => one.Replaces),
        new("taken_back_by", one => one.TakenBack?.CorrectionId), new("taken_back_at", one => one.TakenBack?.At),
        new("replaced_by", one => one.TakenBack?.ReplacedBy),
    ];

    public static IReadOnlyList<CsvColumn<RecordedFlow>> FlowColumns { get; } =
    [
        new("sequence", one => one.Sequence), new("at", one => one.At), new("flow_id", one => one.FlowId),
        new("amount", one => one.Amount), new("by", one => one.By), new("reason", one => one.Reason),
    ];

    public static IReadOnlyList<CsvColumn<RecordedEvent>> EventColumns { get; } =
    [
        new("sequence", one => one.Sequence), new("told_at", one => one.ToldAt), new("event_id", one => one.Event.EventId),
        new("kind", one => one.Event.Kind), new("effective_at", one => one.Event.EffectiveAt), new("asset_id", one => one.Event.AssetId),
        new("asset_class", one => one.ClassId), new("strategy_id", one => one.Event.StrategyId), new("rate", one => one.Rate),
        new("quantity_before", one => one.QuantityBefore), new("quantity_after", one => one.QuantityAfter),
        new("amount", one => one.Amount), new("withheld", one => one.Withheld), new("by", one => one.Event.Operator),
        new("reason", one => one.Event.Reason), new("taken_back_by", one => one.TakenBack?.CorrectionId),
        new("taken_back_at", one => one.TakenBack?.At),
    ];

    public static IEnumerable<IRenderable> Fills(FillPage page)
    {
        var table = new AnswerTable(
            "Executed", "Asset", "Side", ">Units", ">Price", $">Fee, {page.Currency}", "Fill", "~Correction", "Order", "Strategy",
            $">Profit, {page.Currency}", "Told")
        {
            Empty = "There is no such fill.",
        };
        foreach (var one in page.Fills)
        {
            var fill = one.Fill;
            table.Row(
                PageParts.Cell(ValueText.Instant(fill.At)), PageParts.Cell(fill.AssetId),
                PageParts.Cell(fill.Side.ToString().ToLowerInvariant()), PageParts.Cell(ValueText.Number(fill.Quantity)),
                PageParts.Cell(ValueText.Price(one.Price)), PageParts.Cell(ValueText.Cents(one.Fee)), PageParts.Cell(fill.FillId),
                PageParts.Cell(Correction(one.TakenBack, one.Replaces)), PageParts.Cell(fill.ClientOrderId),
                PageParts.Cell(fill.StrategyId), PageParts.Cell(ValueText.Cents(one.RealisedProfit)),
                PageParts.Cell(ValueText.Instant(one.ToldAt)));
        }

        return [table];
    }

    public static IEnumerable<IRenderable> Flows(FlowPage page)
    {
        var table = new AnswerTable("Made", $">Amount, {page.Currency}", "By", "~Reason", "Flow") { Empty = "There is no such payment." };
        foreach (var one in page.Flows)
        {
            table.Row(
                PageParts.Cell(ValueText.Instant(one.At)), PageParts.Cell(ValueText.Cents(one.Amount)), PageParts.Cell(one.By),
                PageParts.Cell(one.Reason), PageParts.Cell(one.FlowId));
        }

        return [table];
    }

    public static IEnumerable<IRenderable> Events(BookEventPage page)
    {
        var table = new AnswerTable(
            "Effective", "Kind", "Asset", $">Amount, {page.Currency}", ">Units before", ">After", "Event", "~Correction", "~Reason", "By",
            "Told")
        {
            Empty = "There is no such event.",
        };
        foreach (var one in page.Events)
        {
            var told = one.Event;
            table.Row(
                PageParts.Cell(ValueText.Instant(told.EffectiveAt)), PageParts.Cell(PortfolioEventPages.NameOf(told.Kind)),
                PageParts.Cell(told.AssetId), PageParts.Cell(ValueText.Cents(one.Amount)),
                PageParts.Cell(ValueText.Number(one.QuantityBefore)), PageParts.Cell(ValueText.Number(one.QuantityAfter)),
                PageParts.Cell(told.EventId), PageParts.Cell(Correction(one.TakenBack, null)), PageParts.Cell(told.Reason),
                PageParts.Cell(told.Operator), PageParts.Cell(ValueText.Instant(one.ToldAt)));
        }

        return [table];
    }

    private static string? Correction(TakenBack? back, string? replaces) => (back, replaces) switch
    {
        ({ ReplacedBy: { } right } how, _) => $"taken back by {how.CorrectionId}, right is {right}",
        ({ } how, _) => $"taken back by {how.CorrectionId}",
        (null, { } wrong) => $"in place of {wrong}",
        _ => null,
    };
}

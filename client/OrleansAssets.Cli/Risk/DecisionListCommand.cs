using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Cli.Data;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Portfolio;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Risk;

/// <summary><c>risk decisions</c>: a search among all that are stored.</summary>
internal static class DecisionListCommand
{
    private static readonly IReadOnlyList<CsvColumn<FoundDecision>> Columns =
    [
        new("decision_id", one => one.DecisionId), new("sequence", one => one.Sequence), new("decided_at", one => one.DecidedAt),
        new("client_order_id", one => one.ClientOrderId), new("asset_id", one => one.AssetId), new("asset_class", one => one.ClassId),
        new("strategy_id", one => one.StrategyId), new("side", one => one.Side), new("outcome", one => one.Outcome),
        new("quantity", one => one.Quantity), new("notional", one => one.Notional), new("price", one => one.Price),
        new("binding_rule", one => one.BindingRule), new("remedy", one => one.Remedy),
    ];

    public static Command Build(CommandRunner runner)
    {
        var asset = new Option<string?>("--asset") { Description = "Only those about this asset", HelpName = "id" };
        var classId = new Option<string?>("--class") { Description = "Only those about this class", HelpName = "id" };
        var strategy = new Option<string?>("--strategy") { Description = "Only those of this strategy", HelpName = "id" };
        var outcome = ChoiceOption.Optional<DecisionOutcome>("--outcome", "Only those that were approved, reduced or rejected", "outcome");
        var rule = new Option<string?>("--rule")
        {
            Description = "Only those that this rule decided, by its code ('risk rules' lists them)", HelpName = "code",
        };
        var from = InstantOption.Of("--from", "Only those decided from then on (UTC)");
        var until = InstantOption.Of("--until", "Only those decided before then (UTC)");
        var command = new Command("decisions", "Find decisions among all that are stored, the last made first")
        {
            asset, classId, strategy, outcome, rule, from, until,
        };
        return new RecordOptions().Run(runner, command, new RecordList<DecisionPage, FoundDecision>(
            (call, client, portfolio, before, most) => client.Portfolio.FindDecisionsAsync(
                portfolio,
                new DecisionFilter(
                    call.Get(asset), call.Get(classId), call.Get(strategy), call.Get(outcome), call.Get(rule), call.Get(from),
                    call.Get(until)),
                before, most, call.CancellationToken),
            page => page.Decisions, (page, rows) => page with { Decisions = rows }, page => page.Next,
            ApiJson.Form.DecisionPage, Show, Columns));
    }

    private static IEnumerable<IRenderable> Show(DecisionPage page)
    {
        var table = new AnswerTable(
            "Decided", "Asset", "Side", "Outcome", ">Units", $">Worth, {page.Currency}", "Rule", "Decision", "Order", "Strategy",
            "~What heals it")
        {
            Empty = "There is no such decision.",
        };
        foreach (var one in page.Decisions)
        {
            table.Row(
                PageParts.Cell(ValueText.Instant(one.DecidedAt)), PageParts.Cell(one.AssetId),
                PageParts.Cell(one.Side.ToString().ToLowerInvariant()), PageParts.Cell(one.Outcome.ToString().ToLowerInvariant()),
                PageParts.Cell(ValueText.Number(one.Quantity)), PageParts.Cell(ValueText.Cents(one.Notional)),
                PageParts.Cell(one.BindingRule), PageParts.Cell(one.DecisionId), PageParts.Cell(one.ClientOrderId),
                PageParts.Cell(one.StrategyId), PageParts.Cell(one.Remedy));
        }

        return [table];
    }
}

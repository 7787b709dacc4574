using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Cli.Output;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Risk;

/// <summary>The pre-trade checks, the risk model and halts, for people.</summary>
internal static class RiskPages
{
    public static IEnumerable<IRenderable> Halt(ActiveHalt halt) =>
        [PageParts.Line(
            $" {halt.HaltId}: {halt.Scope} {halt.ScopeId} is {halt.Mode}. Lift it with: assets risk reset {halt.HaltId} --reason ...")];

    public static IEnumerable<IRenderable> Reset(ResetAnswer answer) =>
        [
            PageParts.Line(
                $" {(answer.Missing == 0 ? $"{answer.HaltId} is lifted. " : "")}{answer.Remark} The portfolio is {answer.Mode}."),
            .. answer.Standing.IsDefaultOrEmpty
                ? []
                : new[] { PageParts.Line($" Still in force: {string.Join("; ", answer.Standing.Select(HaltLine.Of))}.") },
        ];

    public static IEnumerable<IRenderable> Drill(DrillReport report) =>
    [
        PageParts.Facts(
            ("Drill", $"{report.DrillPortfolioId} by {report.Operator}: {(report.Passed ? "passed" : "FAILED")}"),
            ("Halt answered", $"after {report.HaltAnsweredAfter.TotalMilliseconds:0.0} ms"),
            ("Last order", $"after {report.LastOrderAfter.TotalMilliseconds:0.0} ms"),
            ("Orders", $"{report.ApprovedBefore} approved before, {report.RefusedAfter} refused, {report.ApprovedAfterAnswer} approved "
                + "after the answer")),
    ];

    private const int PairsShownMax = 15;

    public static IEnumerable<IRenderable> Rules(ImmutableArray<RuleRow> rules)
    {
        var table = PageParts.Table("Code", "~Asks", "~Formula", "~Example");
        foreach (var rule in rules)
        {
            table.Row(PageParts.Cell(rule.Code), PageParts.Cell(rule.Asks), PageParts.Cell(rule.Formula), PageParts.Cell(rule.Example));
        }

        return [table];
    }

    /// <param name="assets">All that there are, of which some may not be measured.</param>
    public static IEnumerable<IRenderable> Model(RiskModelView model, IEnumerable<string> assets)
    {
        var markets = new AnswerTable("Asset", "Market", ">ADX", ">Efficiency", ">Volatility a day", "As of", "Source")
        {
            Empty = "No market is measured yet.",
        };
        foreach (var regime in model.Regimes)
        {
            markets.Row(
                PageParts.Cell(regime.AssetId), PageParts.Cell(regime.Kind.ToString().ToLowerInvariant()), PageParts.Cell(
                    Measure(regime.Adx)),
                PageParts.Cell(Measure(regime.EfficiencyRatio)), PageParts.Cell(Percent(regime.DailyVolatility)), PageParts.Cell(
                    ValueText.Day(regime.AsOf)),
                PageParts.Cell(regime.SourceId));
        }

        var missing = assets.Except(model.Regimes.Select(regime => regime.AssetId), StringComparer.Ordinal).ToArray();
        var pairs = new AnswerTable("Pair", ">Correlation", ">Returns") { Empty = "No pair is measured yet." };
        foreach (var pair in model.Pairs.OrderByDescending(pair => Math.Abs(pair.Correlation)).Take(PairsShownMax))
        {
            pairs.Row(PageParts.Cell($"{pair.AssetA} with {pair.AssetB}"), PageParts.Cell(Measure(pair.Correlation)), PageParts.Cell(
                ValueText.Count(pair.Observations)));
        }

        return
        [
            PageParts.Facts(
                ("As of", model.AsOf is null ? "nothing measured yet: every order is reduce-only" : ValueText.Day(model.AsOf)),
                ("Measured", ValueText.Instant(model.ComputedAt)),
                ("Window", $"{model.WindowDays} daily returns, at least {model.MinimumOverlap}, shrunk by {Measure(model.Shrinkage)}")),
            markets,
            .. missing.Length == 0 ? [] : new[]
            {
                PageParts.Line($" Not measured, for want of daily candles: {string.Join(", ", missing)} ('assets why ASSET' says more)."),
            },
            pairs,
            .. model.Pairs.Length <= PairsShownMax ? [] : new[]
            {
                PageParts.Line($" The {PairsShownMax} strongest of {model.Pairs.Length} pairs (--json lists them all)."),
            },
        ];
    }

    private static string? Percent(double? fraction) => fraction is { } known ? $"{Measure(known * 100)} %" : null;

    private static string? Measure(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture);
}

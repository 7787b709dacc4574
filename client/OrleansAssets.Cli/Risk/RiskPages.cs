using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Cli.Output;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.RiskModel;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Risk;

/// <summary>The pre-trade checks and the risk model, for people.</summary>
internal static class RiskPages
{
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

    public static IEnumerable<IRenderable> Model(RiskModelView model)
    {
        var markets = PageParts.Table("Asset", "Market", ">ADX", ">Efficiency", ">Volatility a day", "As of", "Source");
        foreach (var regime in model.Regimes)
        {
            markets.Row(
                PageParts.Cell(regime.AssetId), PageParts.Cell(regime.Kind.ToString().ToLowerInvariant()), PageParts.Cell(
                    Measure(regime.Adx)),
                PageParts.Cell(Measure(regime.EfficiencyRatio)), PageParts.Cell(Measure(regime.DailyVolatility * 100)), PageParts.Cell(
                    ValueText.Day(regime.AsOf)),
                PageParts.Cell(regime.SourceId));
        }

        var pairs = PageParts.Table("Pair", ">Correlation", ">Returns");
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
            pairs,
            .. model.Pairs.Length <= PairsShownMax ? [] : new[]
            {
                PageParts.Line($" The {PairsShownMax} strongest of {model.Pairs.Length} pairs (--json lists them all)."),
            },
        ];
    }

    private static string? Measure(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture);
}

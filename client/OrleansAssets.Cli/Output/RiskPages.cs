using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.RiskModel;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>Rules and the risk model, for people.</summary>
internal static class RiskPages
{
    public static IEnumerable<IRenderable> Rules(ImmutableArray<RuleDescription> rules)
    {
        var table = Page.Table("Code", "~Asks", "~Formula", "~Example");
        foreach (var rule in rules)
        {
            table.Row(Page.Cell(rule.Code), Page.Cell(rule.Asks), Page.Cell(rule.Formula), Page.Cell(rule.Example));
        }

        return [table];
    }

    public static IEnumerable<IRenderable> Model(RiskModelView model)
    {
        var markets = Page.Table("Asset", "Market", ">ADX", ">Efficiency", ">Volatility a day", "As of", "Source");
        foreach (var regime in model.Regimes)
        {
            markets.Row(
                Page.Cell(regime.AssetId), Page.Cell(regime.Kind.ToString().ToLowerInvariant()), Page.Cell(Measure(regime.Adx)),
                Page.Cell(Measure(regime.EfficiencyRatio)), Page.Cell(Measure(regime.DailyVolatility * 100)), Page.Cell(Formats.Day(regime.AsOf)),
                Page.Cell(regime.SourceId));
        }

        var pairs = Page.Table("Pair", ">Correlation", ">Returns");
        foreach (var pair in model.Pairs.OrderByDescending(pair => Math.Abs(pair.Correlation)))
        {
            pairs.Row(Page.Cell($"{pair.AssetA} with {pair.AssetB}"), Page.Cell(Measure(pair.Correlation)), Page.Cell(Formats.Count(pair.Observations)));
        }

        return
        [
            Page.Facts(
                ("As of", model.AsOf is null ? "nothing measured yet: every order is reduce-only" : Formats.Day(model.AsOf)),
                ("Measured", Formats.Instant(model.ComputedAt)),
                ("Window", $"{model.WindowDays} daily returns, at least {model.MinimumOverlap}, shrunk by {Measure(model.Shrinkage)}")),
            markets,
            pairs,
        ];
    }

    private static string? Measure(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture);
}

using System.Collections.Immutable;
using OrleansAssets.Assets;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>Assets for people.</summary>
internal static class AssetPages
{
    public static Func<ImmutableArray<AssetView>, IEnumerable<IRenderable>> List(DateTimeOffset now) => assets =>
    {
        var table = Page.Table("Asset", "Class", "Phase", "Enabled", ">Max pos.", ">Mid price", ">Quote age", ">Data age");
        foreach (var asset in assets)
        {
            var definition = asset.Definition;
            table.Row(
                Page.Cell(definition.Id),
                Page.Cell(definition.ClassId),
                Page.Cell(ShortPhase(definition.PhaseId)),
                Page.GoodIf(asset.Enabled, Formats.YesNo(asset.Enabled)),
                Page.Cell(Formats.Percent(definition.Risk.MaxPosition)),
                Page.Cell(asset.LastQuote is { } quote ? Price(quote.Mid, definition.Risk) : null),
                Page.Cell(Formats.ShortAge(asset.LastQuote?.At, now)),
                Page.Cell(Formats.ShortAge(NewestData(asset), now)));
        }

        return [table, Page.Line($" {assets.Length} assets, {assets.Count(asset => asset.Enabled)} enabled")];
    };

    public static Func<AssetView, IEnumerable<IRenderable>> Show(DateTimeOffset now) => asset =>
    {
        var definition = asset.Definition;
        var parts = new List<IRenderable>
        {
            Page.Facts(
                ("Asset", $"{definition.Id}  {definition.Name}"),
                ("Class, phase", $"{definition.ClassId}, {definition.PhaseId}"),
                ("Enabled", $"{Formats.YesNo(asset.Enabled)}, by {asset.EnabledBy} on {Formats.Instant(asset.EnabledChangedAt)}"),
                ("Last quote", Quote(asset, now)),
                ("Required sources", Formats.List(definition.RequiredSources)),
                ("Optional sources", Formats.List(definition.OptionalSources)),
                ("Symbols", Formats.List(definition.Symbols.Select(symbol => $"{symbol.Symbol} at {symbol.SourceId}"))),
                ("Leading indicators", Formats.List(definition.LeadingIndicators.Select(indicator => indicator.Name)))),
            Page.Facts(RiskFacts(definition.Risk)),
        };
        if (!asset.Freshness.IsDefaultOrEmpty)
        {
            parts.Add(Freshness(asset, now));
        }

        return parts;
    };

    public static IEnumerable<IRenderable> Switched(AssetView asset) =>
        [Page.Line($"{asset.Definition.Id} is {(asset.Enabled ? "enabled" : "disabled")}, by {asset.EnabledBy} on {Formats.Instant(asset.EnabledChangedAt)}.")];

    private static Table Freshness(AssetView asset, DateTimeOffset now)
    {
        var table = Page.Table("Source", "Dataset", "Data until", ">Age", ">Collected");
        foreach (var freshness in asset.Freshness)
        {
            table.Row(
                Page.Cell(freshness.SourceId),
                Page.Cell(freshness.Dataset),
                Page.Cell(Formats.Instant(freshness.DataUntil)),
                Page.Cell(Formats.Age(freshness.DataUntil, now)),
                Page.Cell(Formats.Age(freshness.CollectedAt, now)));
        }

        return table;
    }

    private static IEnumerable<(string Name, string? Value)> RiskFacts(AssetRisk risk)
    {
        var rules = risk.Rules;
        return
        [
            ("Max position", $"{Formats.Percent(risk.MaxPosition)} of the portfolio, leverage up to {Formats.Number(risk.LeverageLimit)}"),
            ("Volatility score", $"{risk.VolatilityScore} of 10"),
            ("Stop loss, target", $"{Distance(risk.StopLoss)}, {(risk.TakeProfit is { } target ? Distance(target) : "none")}"),
            ("Smallest trade", $"{Formats.Number(risk.MinTradeSize)}; {risk.QuantityPrecision} decimals, prices {risk.PricePrecision}"),
            ("Special rules", Formats.List(SpecialRules(rules))),
        ];
    }

    private static IEnumerable<string> SpecialRules(SpecialRules rules)
    {
        (bool Applies, string Text)[] all =
        [
            (rules.EarningsBlackoutDays is not null, $"no new position within {rules.EarningsBlackoutDays} days of earnings"),
            (!rules.WatchedAccounts.IsDefaultOrEmpty, $"watches {(rules.WatchedAccounts.IsDefault ? "" : string.Join(", ", rules.WatchedAccounts))}"),
            (rules.SentimentRequired, "sentiment required"),
            (rules.MaxHoldDays is not null, $"held at most {rules.MaxHoldDays} days"),
            (rules.AvoidSidewaysMarket, "avoids sideways markets"),
            (rules.DecayWarning, "decays when held"),
            (rules.TypicalRangePips is not null, $"usual range {rules.TypicalRangePips:0.##} pips"),
        ];
        return all.Where(rule => rule.Applies).Select(rule => rule.Text);
    }

    private static string Distance(PriceDistance distance) => distance.Unit == DistanceUnit.Pips
        ? $"{Formats.Number(distance.Value)} pips"
        : Formats.Percent(distance.Value);

    private static string? Quote(AssetView asset, DateTimeOffset now) => asset.LastQuote is { } quote
        ? $"bid {Formats.Number(quote.Bid)}, ask {Formats.Number(quote.Ask)}, {Formats.Age(quote.At, now)} from {quote.SourceId}"
        : null;

    private static string Price(decimal price, AssetRisk risk) => Formats.Number(decimal.Round(price, Math.Clamp(risk.PricePrecision, 0, 28)));

    /// <summary>What tells phases apart in a list: <c>phase_1</c> of <c>phase_1_stocks</c>; other ids as they are.</summary>
    private static string ShortPhase(string id) => id.Split('_') is ["phase", var number, ..] ? $"phase_{number}" : id;

    private static DateTimeOffset? NewestData(AssetView asset) => asset.Freshness.IsDefaultOrEmpty
        ? null
        : asset.Freshness.Max(freshness => freshness.DataUntil);
}

using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Cli.Output;
using OrleansAssets.Domain.Configuration;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Assets;

/// <summary>Assets for people.</summary>
internal static class AssetPages
{
    public static Func<ImmutableArray<AssetView>, IEnumerable<IRenderable>> List(DateTimeOffset now) => assets =>
    {
        var table = PageParts.Table("Asset", "Class", "Phase", "Enabled", ">Max pos.", ">Mid price", ">Quote age", ">Data age");
        foreach (var asset in assets)
        {
            var definition = asset.Definition;
            table.Row(
                PageParts.Cell(definition.Id),
                PageParts.Cell(definition.ClassId),
                PageParts.Cell(ShortPhase(definition.PhaseId)),
                PageParts.GoodIf(asset.Enabled, ValueText.YesNo(asset.Enabled)),
                PageParts.Cell(ValueText.Percent(definition.Risk.MaxPosition)),
                PageParts.Cell(asset.LastQuote is { } quote ? Price(quote.Mid, definition.Risk) : null),
                PageParts.Cell(ValueText.ShortAge(asset.LastQuote?.At, now)),
                PageParts.Cell(ValueText.ShortAge(NewestData(asset), now)));
        }

        return [table, PageParts.Line($" {assets.Length} assets, {assets.Count(asset => asset.Enabled)} enabled")];
    };

    public static Func<ImmutableArray<AssetView>, IEnumerable<IRenderable>> Conversions(DateTimeOffset now) => pairs =>
    {
        var table = new AnswerTable("Pair", ">Mid price", ">Quote age", ">Data age") { Empty = "No pair is collected for its rate alone." };
        foreach (var pair in pairs)
        {
            table.Row(
                PageParts.Cell(pair.Definition.Id),
                PageParts.Cell(pair.LastQuote is { } quote ? ValueText.Price(quote.Mid) : null),
                PageParts.Cell(ValueText.ShortAge(pair.LastQuote?.At, now)),
                PageParts.Cell(ValueText.ShortAge(NewestData(pair), now)));
        }

        return [table];
    };

    public static Func<AssetView, IEnumerable<IRenderable>> Show(DateTimeOffset now) => asset =>
    {
        var definition = asset.Definition;
        var isPair = definition.ClassId == ConversionPair.ClassId;
        var parts = new List<IRenderable>
        {
            PageParts.Facts(
                ("Asset", $"{definition.Id}  {definition.Name}"),
                ("Class, phase", isPair ? "a conversion pair: collected for its rate, never traded"
                    : $"{definition.ClassId}, {definition.PhaseId}"),
                ("Enabled", $"{ValueText.YesNo(asset.Enabled)}, by {asset.EnabledBy} on {ValueText.Instant(asset.EnabledChangedAt)}"),
                ("Last quote", Quote(asset, now)),
                ("Not believed", asset.Doubt is { } doubt ? $"{doubt.Reason} ({doubt.Count} in a row); {doubt.Explains}" : null),
                ("Required sources", ValueText.List(definition.RequiredSources)),
                ("Optional sources", ValueText.List(definition.OptionalSources)),
                ("Symbols", ValueText.List(definition.Symbols.Select(symbol => $"{symbol.Symbol} at {symbol.SourceId}"))),
                ("Leading indicators", ValueText.List(definition.LeadingIndicators.Select(indicator => indicator.Name)))),
        };
        if (!isPair)
        {
            parts.Add(PageParts.Facts(RiskFacts(definition.Risk)));
        }

        if (!asset.Freshness.IsDefaultOrEmpty)
        {
            parts.Add(Freshness(asset, now));
        }

        return parts;
    };

    public static IEnumerable<IRenderable> Switched(AssetView asset) =>
        [PageParts.Line($"{asset.Definition.Id} is {(asset.Enabled ? "enabled" : "disabled")}, by {asset.EnabledBy} on "
            + $"{ValueText.Instant(asset.EnabledChangedAt)}.")];

    public static IEnumerable<IRenderable> Accepted(AssetView asset) =>
        [PageParts.Line(asset.LastQuote is { } quote
            ? $"{asset.Definition.Id} is at bid {ValueText.Number(quote.Bid)}, ask {ValueText.Number(quote.Ask)} from now on."
            : $"{asset.Definition.Id} has no quote.")];

    private static AnswerTable Freshness(AssetView asset, DateTimeOffset now)
    {
        var table = PageParts.Table("Source", "Dataset", "Data until", ">Age", ">Collected");
        foreach (var freshness in asset.Freshness)
        {
            table.Row(
                PageParts.Cell(freshness.SourceId),
                PageParts.Cell(freshness.Dataset),
                PageParts.Cell(ValueText.Instant(freshness.DataUntil)),
                PageParts.Cell(ValueText.Age(freshness.DataUntil, now)),
                PageParts.Cell(ValueText.Age(freshness.CollectedAt, now)));
        }

        return table;
    }

    private static IEnumerable<(string Name, string? Value)> RiskFacts(AssetRisk risk)
    {
        var rules = risk.Rules;
        return
        [
            ("Max position",
                $"{ValueText.Percent(risk.MaxPosition)} of the portfolio, leverage up to {ValueText.Number(risk.LeverageLimit)}"
                    + (risk.ProductLeverage is { } product ? $", counted {ValueText.Number(product)} times in exposure" : "")),
            ("Volatility score", $"{risk.VolatilityScore} of 10"),
            ("Stop loss, target", $"{Distance(risk.StopLoss)}, {(risk.TakeProfit is { } target ? Distance(target) : "none")}"),
            ("Smallest trade",
                $"{ValueText.Number(risk.MinTradeSize)} {(risk.MinTradeSize == 1 ? "unit" : "units")}; {risk.QuantityPrecision} decimals, "
                    + $"of prices {risk.PricePrecision}"),
            ("Orders", risk.Terms is { } terms ? ValueText.List(OrderTerms(terms)) : null),
            ("Special rules", ValueText.List(SpecialRules(rules))),
        ];
    }

    private static IEnumerable<string> OrderTerms(OrderTerms terms) =>
    [
        $"steps of {ValueText.Number(terms.QuantityStep)} at ticks of {ValueText.Number(terms.PriceTick)}",
        .. terms.MinNotional > 0 ? [$"worth at least {ValueText.Number(terms.MinNotional)}"] : Array.Empty<string>(),
        terms.AllowShort ? "may be sold short" : "never short",
        $"limits within {ValueText.Percent(terms.PriceCollar)} of the market, spreads within {ValueText.Percent(terms.MaxSpread)}",
        terms.SessionOnly ? "opened in its session only" : "opened at any time",
    ];

    private static IEnumerable<string> SpecialRules(SpecialRules rules)
    {
        (bool Applies, string Text)[] all =
        [
            (rules.EarningsBlackoutDays is not null, $"no new position within {rules.EarningsBlackoutDays} days of earnings"),
            (!rules.WatchedAccounts.IsDefaultOrEmpty,
                $"watches {(rules.WatchedAccounts.IsDefault ? "" : string.Join(", ", rules.WatchedAccounts))}"),
            (rules.SentimentRequired, "sentiment required"),
            (rules.MaxHoldDays is not null, $"held at most {ValueText.Days(rules.MaxHoldDays ?? 0)}"),
            (rules.AvoidSidewaysMarket, "avoids sideways markets"),
            (rules.DecayWarning, "decays when held"),
            (rules.TypicalRangePips is not null, $"usual range {rules.TypicalRangePips:0.##} pips"),
        ];
        return all.Where(rule => rule.Applies).Select(rule => rule.Text);
    }

    private static string Distance(PriceDistance distance) => distance.Unit == DistanceUnit.Pips
        ? $"{ValueText.Number(distance.Value)} pips"
        : ValueText.Percent(distance.Value);

    private static string? Quote(AssetView asset, DateTimeOffset now) => asset.LastQuote is { } quote
        ? $"bid {ValueText.Number(quote.Bid)}, ask {ValueText.Number(quote.Ask)}, {ValueText.Age(quote.At, now)} from {quote.SourceId}"
        : null;

    private static string Price(decimal price, AssetRisk risk) =>
        ValueText.Number(decimal.Round(price, Math.Clamp(risk.PricePrecision, 0, 28)));

    /// <summary>What tells phases apart in a list: <c>phase_1</c> of <c>phase_1_stocks</c>; other ids as they are.</summary>
    private static string ShortPhase(string id) => id.Split('_') is ["phase", var number, ..] ? $"phase_{number}" : id;

    private static DateTimeOffset? NewestData(AssetView asset) => asset.Freshness.IsDefaultOrEmpty
        ? null
        : asset.Freshness.Max(freshness => freshness.DataUntil);
}

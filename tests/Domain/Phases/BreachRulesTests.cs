using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Phases;
using OrleansAssets.MarketData;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class BreachRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 0, 0, TimeSpan.Zero);
    private static readonly HashSet<string> AllClasses = ["crypto", "stocks", "forex"];

    [Fact]
    public void OfLimits_PairPricedInYen_IsComparedInTheDollarsOfTheBook()
    {
        // 4 pounds at 190 yen are 760 yen, and 4.94 dollars of the 10,000: nowhere near a limit.
        Assert.Empty(BreachRules.OfLimits(Input([Held("GBP/JPY", "forex", 4, 190, 0.0065m)]), AllClasses));
        // 1,000 of them are 1,235 dollars: above the 10 % that the asset may have, and within the 30 % of its class.
        var breach = Assert.Single(BreachRules.OfLimits(Input([Held("GBP/JPY", "forex", 1_000, 190, 0.0065m)]), AllClasses));

        Assert.Equal(("GBP/JPY", 1_235m, 1_000m), (breach.Scope, breach.ExposureUsd, breach.LimitUsd));
    }

    [Fact]
    public void OfLimits_PositionsOfOneClassInTwoCurrencies_AreAddedInDollars()
    {
        var breaches = BreachRules.OfLimits(
            Input([Held("GBP/JPY", "forex", 2_000, 190, 0.0065m), Held("EUR/USD", "forex", 500, 1.10m, 1)]), AllClasses);

        var breach = Assert.Single(breaches, one => one.Scope == "forex");
        Assert.Equal((2_470m + 550, 3_000m), (breach.ExposureUsd, breach.LimitUsd));
    }

    [Fact]
    public void OfLimits_ShortPosition_IsExposureToo()
    {
        var breach = Assert.Single(BreachRules.OfLimits(Input([Held("GBP/JPY", "forex", -1_000, 190, 0.0065m)]), AllClasses));

        Assert.Equal(1_235m, breach.ExposureUsd);
    }

    [Fact]
    public void OfLimits_CurrencyWithoutARate_IsNamedAndNothingIsClaimed()
    {
        var breach = Assert.Single(BreachRules.OfLimits(Input([Held("GBP/JPY", "forex", 1_000, 190, rate: 0)]), AllClasses));

        Assert.Equal(("GBP/JPY", null, null), (breach.Scope, breach.ExposureUsd, breach.LimitUsd));
        Assert.Contains("what a JPY is worth in USD is not known", breach.Explanation, StringComparison.Ordinal);
        Assert.Contains("assets portfolio rate", breach.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void InTheWay_PairPricedInYen_ShowsItsWorthInDollars()
    {
        var breach = Assert.Single(BreachRules.InTheWay(Input([Held("GBP/JPY", "forex", 1_000, 190, 0.0065m)], "phase_2_forex")));

        Assert.Equal(1_235m, breach.ExposureUsd);
    }

    private static PlanInput Input(ImmutableArray<PositionView> held, string phaseId = "phase_1_stocks")
    {
        var configuration = TestConfiguration.Build();
        var phase = configuration.Phases.Single(known => known.Id == phaseId);
        var book = new BookView(
            IsShadow: false, 10_000, 10_000, 0, 0, 0, 10_000, TradingMode.Normal, 1, [], held, [], [], null, Audit.AuditPosition.Start,
            null, 0, 0, [], []);
        var positions = held.Select(one => new Position(
            one.AssetId, one.ClassId, one.Quantity > 0 ? TradeSide.Long : TradeSide.Short, Math.Abs(one.Quantity), one.AverageEntryPrice,
            one.OpenedAt));
        return new PlanInput(
            phase, PhaseOperationKind.Activate, new PhaseState(),
            new Readiness(phase.Id, ReadinessVerdict.Ready, Now, null, [], []),
            new PortfolioView("main", "USD", 10_000, null, 10_000, 0, 60, 0, [.. positions], book),
            configuration, [],
            [
                .. configuration.Assets.Select(
                    asset => new AssetView(asset, false, "configuration", Now, QuoteOf(asset.Id), [], AssetFacts.None)),
            ],
            [], [], FileOwned: false);
    }

    private static Quote? QuoteOf(string assetId) =>
        assetId == "GBP/JPY" ? new Quote(assetId, "oanda", Now, 190, 190, null, null) : null;

    private static PositionView Held(string assetId, string classId, decimal quantity, decimal price, decimal rate) => new(
        assetId, classId, quantity, price, price, Now, rate, "stated", quantity * price * rate, Math.Abs(quantity) * price * rate, 0, null,
        Now, Margined: true);
}

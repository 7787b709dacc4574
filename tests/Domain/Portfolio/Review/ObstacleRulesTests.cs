using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Review;
using OrleansAssets.MarketData;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>Why nothing is traded now, whether anybody gave an order or not.</summary>
public sealed class ObstacleRulesTests
{
    /// <summary>A Tuesday, an hour after the opening in New York.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 15, 30, 0, TimeSpan.Zero);

    private static readonly AssetsConfiguration Shipped = ShippedConfiguration.Value;

    [Fact]
    public void Standing_AFreshQuoteOfWhatIsEnabledAndEarned_IsNoObstacle() => Assert.Empty(Standing(Now.AddMinutes(-1), Now));

    [Fact]
    public void Standing_HaltPhaseClassAndFlag_AreEachNamedWithWhatHealsThem()
    {
        var halts = new[]
        {
            Halt("halt-1", HaltScope.Portfolio, "main"), Halt("halt-2", HaltScope.Asset, "TSLA"),
            Halt("halt-3", HaltScope.Strategy, "trend"),
        };

        var obstacles = Standing(Now.AddMinutes(-1), Now, isEnabled: false, PhaseStatus.Inactive, TradingMode.ReduceOnly, halts);

        Assert.Equal(
            ["portfolio main", "portfolio main", "phase phase_1_stocks", "class stocks", "class stocks", "asset NVDA"],
            obstacles.Select(one => one.Scope)); // what is halted of TSLA is none of NVDA's
        Assert.Equal(
            [
                "an operator resets it: assets risk reset halt-1", "an operator resets it: assets risk reset halt-3",
                "its evidence: assets phases readiness phase_1_stocks", "the phase that activates it", "the phase, once it is earned again",
                "its phase, or an operator: assets enable NVDA",
            ],
            obstacles.Select(one => one.Remedy));
    }

    [Fact]
    public void Standing_AQuoteThatIsOldWhileItsMarketIsOpen_SaysSinceWhen()
    {
        var obstacle = Assert.Single(Standing(Now.AddMinutes(-16), Now));

        Assert.Equal(
            ("asset NVDA", "its quote of alpaca is 16 minutes old, and at most 15 count", Now.AddMinutes(-16)),
            (obstacle.Scope, obstacle.What, obstacle.Since));
    }

    [Fact]
    public void Standing_AClosedMarket_SaysWhenItOpens()
    {
        var saturday = new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);

        var obstacle = Assert.Single(Standing(saturday.AddHours(-18), saturday));

        Assert.Equal(("its market is closed", "it opens at 2026-11-30 14:30:00Z"), (obstacle.What, obstacle.Remedy));
    }

    private static ActiveHalt Halt(string id, HaltScope scope, string of) =>
        new(id, scope, of, TradingMode.Halted, "news", Now.AddHours(-1), Automatic: false);

    private static IEnumerable<Obstacle> Standing(
        DateTimeOffset quoted, DateTimeOffset now, bool isEnabled = true, PhaseStatus status = PhaseStatus.Active,
        TradingMode mode = TradingMode.Normal, params ActiveHalt[] halts)
    {
        var nvidia = ShippedConfiguration.Asset("NVDA");
        var view = new AssetView(
            nvidia, isEnabled, "configuration", Now.AddDays(-1), new Quote("NVDA", "alpaca", quoted, 100, 100, 1, 1), [], AssetFacts.None);
        var assetClass = new AssetClassView(
            Shipped.Classes.Single(known => known.Id == "stocks"), isEnabled, "configuration", Now.AddDays(-1), mode, "demoted");
        var phase = new PhaseView(
            Shipped.Phases.Single(known => known.Id == "phase_1_stocks"), status, null, null, null, null,
            new PhaseGate(null, null, null, null, 0, []));
        return ObstacleRules.Standing(
            "main", null, [view], [assetClass], [phase], new TradingModeView(TradingMode.Normal, 1, [.. halts]), Shipped, now);
    }
}

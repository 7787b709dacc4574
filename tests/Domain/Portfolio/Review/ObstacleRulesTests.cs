using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Domain.Portfolio.Review;
using OrleansAssets.Domain.PreTrade;
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
                "an operator resets it: assets risk reset halt-1 --reason \"...\"",
                "an operator resets it: assets risk reset halt-3 --reason \"...\"",
                "its evidence: assets phases readiness phase_1_stocks", "the phase that activates it: assets phases",
                "the phase, once it is earned again",
                "its phase, or an operator: assets enable NVDA",
            ],
            obstacles.Select(one => one.Remedy));
    }

    [Theory]
    [InlineData(-7, null, null)]
    [InlineData(-366, null, null)]
    [InlineData(-367, null, "since")]
    [InlineData(-900, -893, null)] // a week of long ago
    [InlineData(-900, -500, "since")]
    [InlineData(-7, 30, null)] // until now
    [InlineData(1, 2, "since")] // it has not begun
    [InlineData(-7, -7, "until")]
    [InlineData(-7, -8, "until")]
    public void AssetsOf_ASpan_IsAYearAtMostAndHasBegun(int since, int? until, string? fault)
    {
        var question = new RefusalQuestion("main", Now.AddDays(since), "NVDA") { Until = until is { } end ? Now.AddDays(end) : null };

        if (fault is null)
        {
            Assert.Equal("NVDA", Assert.Single(ObstacleRules.AssetsOf(question, Shipped, Now)).Id);
        }
        else
        {
            var refused = Assert.Throws<InvalidRequestException>(() => ObstacleRules.AssetsOf(question, Shipped, Now));
            Assert.Equal(fault, Assert.Single(refused.Places).Place);
        }
    }

    [Fact]
    public void ClosedSince_OfAPhaseThatWasDemoted_IsWhenItBeganToBeTakenBack()
    {
        PhaseLogEntry[] log =
        [
            Entry(PhaseActions.Deactivated, 5), Entry(PhaseActions.ReduceOnly, 4), Entry(PhaseActions.Demoted, 3),
            Entry(PhaseActions.Activated, 2), Entry(PhaseActions.Deactivated, 1),
        ];

        Assert.Equal(Now.AddDays(3), PhaseActions.ClosedSince(log));
        Assert.Null(PhaseActions.ClosedSince([Entry(PhaseActions.ForceRequested, 1)]));
        Assert.Equal(
            Now.AddDays(3),
            Standing(Now.AddMinutes(-1), Now, status: PhaseStatus.Inactive, closedSince: Now.AddDays(3)).Single().Since);

        PhaseLogEntry Entry(string action, int day) =>
            new(Guid.NewGuid(), "phase_1_stocks", action, Now.AddDays(day), "Ada", null, null);
    }

    /// <summary>Paper tries out what no phase has opened yet.</summary>
    [Fact]
    public void Standing_OfAPaperPortfolio_HasNeitherPhasesNorClassesNorFlagsInItsWay() => Assert.Empty(Standing(
        Now.AddMinutes(-1), Now, isEnabled: false, PhaseStatus.Inactive, TradingMode.ReduceOnly, [],
        Keys.ShadowPortfolio("main", "stocks")));

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

        Assert.Equal(
            ("its market is closed", new DateTimeOffset(2026, 11, 27, 18, 0, 0, TimeSpan.Zero), "it opens at 2026-11-30 14:30:00Z"),
            (obstacle.What, obstacle.Since, obstacle.Remedy)); // on the Friday after Thanksgiving it closed at 13:00 in New York
    }

    [Fact]
    public void OfProbes_ASilentSourceAndNoRiskModel_AreToldThoughNobodyGaveAnOrder()
    {
        var view = View(Now.AddMinutes(-1), isEnabled: true);
        var probe = PreTradeCases.Input(view.Definition, ObstacleRules.Probe(view, "trend"), 100m);
        var silent = probe with
        {
            Asset = probe.Asset! with // the case has one
            {
                Sources = [new RequiredSource("alpaca", 60, null, [new RequiredDataset("quotes", 60, PreTradeCases.Now.AddHours(-3))])],
            },
            RiskModel = probe.RiskModel with { AsOf = null },
        };

        var obstacles = ObstacleRules.OfProbes([PreTradeRules.Decide(silent), PreTradeRules.Decide(silent)]).ToList();

        Assert.Equal(DecisionOutcome.Approved, PreTradeRules.Decide(probe).Outcome); // the smallest order is one that would pass
        Assert.Empty(ObstacleRules.OfProbes([PreTradeRules.Decide(probe)]));
        Assert.Contains(obstacles, one => one.Scope == "asset NVDA" && one.What.StartsWith(
            "quotes of required source alpaca were delivered 180 minutes ago", StringComparison.Ordinal)
            && one.Remedy.StartsWith("wait until alpaca delivers NVDA again", StringComparison.Ordinal));
        Assert.Contains(obstacles, one => one.Scope.StartsWith("portfolio", StringComparison.Ordinal));
        Assert.Equal(obstacles.Distinct(), obstacles); // once, however many assets it stops
    }

    /// <summary>For people: one line for each thing, and one for all of which the same is said.</summary>
    [Fact]
    public void Grouped_ManyAssets_TellEachThingOnceAndTheSameTogether()
    {
        Obstacle[] standing =
        [
            new("phase phase_1_stocks", "it is Inactive", null, "its evidence: assets phases readiness phase_1_stocks"),
            new("asset GME", "its market is closed", null, "it opens at noon"),
            new("asset GME", "it is disabled by configuration", Now.AddDays(-1), "its phase, or an operator: assets enable GME"),
            new("asset AMD", "it is disabled by configuration", Now.AddDays(-2), "its phase, or an operator: assets enable AMD"),
            new("asset NVDA", "it is disabled by configuration", Now.AddDays(-1), "its phase, or an operator: assets enable NVDA"),
            new("asset TSLA", "its market is closed", null, "it opens at noon"),
            new("asset TSLA", "it is disabled by configuration", Now.AddDays(-1), "its phase, or an operator: assets enable TSLA"),
        ];

        var told = ObstacleRules.Grouped([.. standing]);

        Assert.Equal(
            [
                standing[0],
                new Obstacle(
                    "assets GME, TSLA", "its market is closed; it is disabled by configuration", Now.AddDays(-1),
                    "it opens at noon; its phase, or an operator: assets enable ASSET"),
                new Obstacle(
                    "assets AMD, NVDA", "it is disabled by configuration", Now.AddDays(-2),
                    "its phase, or an operator: assets enable ASSET"),
            ],
            told.AsEnumerable());
        Assert.Empty(ObstacleRules.Grouped([]));
    }

    private static ActiveHalt Halt(string id, HaltScope scope, string of) =>
        new(id, scope, of, TradingMode.Halted, "news", Now.AddHours(-1), Automatic: false);

    private static ImmutableArray<Obstacle> Standing(
        DateTimeOffset quoted, DateTimeOffset now, bool isEnabled = true, PhaseStatus status = PhaseStatus.Active,
        TradingMode mode = TradingMode.Normal, ActiveHalt[]? halts = null, string portfolioId = "main",
        DateTimeOffset? closedSince = null)
    {
        var view = View(quoted, isEnabled);
        var assetClass = new AssetClassView(
            Shipped.Classes.Single(known => known.Id == "stocks"), isEnabled, "configuration", Now.AddDays(-1), mode, "demoted");
        var phase = new PhaseView(
            Shipped.Phases.Single(known => known.Id == "phase_1_stocks"), status, null, null, null, null,
            new PhaseGate(null, null, null, null, 0, []));
        return ObstacleRules.Standing(
            portfolioId, null, [view], [assetClass], [phase], new TradingModeView(TradingMode.Normal, 1, [.. halts ?? []]), Shipped, now,
            closedSince is { } since ? new Dictionary<string, DateTimeOffset> { ["phase_1_stocks"] = since } : null);
    }

    private static AssetView View(DateTimeOffset quoted, bool isEnabled) => new(
        ShippedConfiguration.Asset("NVDA"), isEnabled, "configuration", Now.AddDays(-1),
        new Quote("NVDA", "alpaca", quoted, 100, 100, 1, 1), [], AssetFacts.None);
}

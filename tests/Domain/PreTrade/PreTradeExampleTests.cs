using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Support.PreTradeCases;

namespace OrleansAssets.Tests.Domain;

/// <summary>The worked examples of the product's description, on the shipped configuration.</summary>
public sealed class PreTradeExampleTests
{
    [Fact]
    public void Decide_NvidiaForAllOfTenThousand_IsReducedTo800()
    {
        var nvidia = Shipped("NVDA");

        var decision = PreTradeRules.Decide(Input(nvidia, Buy(nvidia, notional: 10_000m), 100m));

        Assert.Equal((DecisionOutcome.Reduced, 8m, 800m), (decision.Outcome, decision.Quantity, decision.Notional));
        Assert.Equal(RuleCodes.ClassRiskMultiplier, decision.BindingRule);
        Assert.Equal(decision.BindingRule, decision.Rules[0].Code);
        Assert.StartsWith("10 % of 10,000 x 0.8 is 800;", decision.Rules[0].Explanation, StringComparison.Ordinal);
        Assert.Equal((92m, 116m), (decision.StopPrice, decision.TargetPrice));
        Assert.Equal("order at most 8 units", decision.Remedy);
    }

    [Fact]
    public void Decide_NothingInTheBook_AsksForOneDeposit()
    {
        var bitcoin = Shipped("BTC/USDT");
        var input = Input(bitcoin, Buy(bitcoin, notional: 500m), 78_000m) with { Book = Book(0m), RuleSet = 2 };

        var remedy = PreTradeRules.Decide(input).Remedy!;

        Assert.Contains("deposit 1,000 USD", remedy, StringComparison.Ordinal);
        Assert.Equal(2, remedy.Split("deposit").Length);
    }

    [Fact]
    public void Decide_NoCapitalYet_SaysSoFirstAndNamesTheCommand()
    {
        var bitcoin = Shipped("BTC/USDT");

        var decision = PreTradeRules.Decide(Input(bitcoin, Buy(bitcoin, notional: 500m), 78_000m) with { Book = Book(0m) });

        Assert.StartsWith("the portfolio has no capital yet", decision.Rules[0].Explanation, StringComparison.Ordinal);
        Assert.Equal("deposit 1,000 USD: assets portfolio deposit 1000", decision.Remedy);
        Assert.StartsWith(
            "the smaller of the class's 100 % and the portfolio's 40 % for one class: 40 % of 0 is 0;",
            Rule(decision, RuleCodes.ClassLimit).Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_BeforeItsPhase_AsksForOneActivation()
    {
        var nvidia = Shipped("NVDA");
        var input = Input(nvidia, Buy(nvidia, notional: 500m), 100m);
        input = input with
        {
            Asset = input.Asset! with { Enabled = false },
            Classes = [.. input.Classes.Select(known => known with { Enabled = false })],
            Phase = input.Phase! with { Status = PhaseStatus.Inactive },
        };

        Assert.Equal(
            "activate phase_1_stocks once `assets phases readiness phase_1_stocks` says READY", PreTradeRules.Decide(input).Remedy);
        Assert.Equal(4, PreTradeRules.Decide(input with { RuleSet = 3 }).Remedy?.Split("activate").Length); // as it was decided then
    }

    [Fact]
    public void Decide_AfterAnEmergencyStop_NamesTheHaltOnce()
    {
        var bitcoin = Shipped("BTC/USDT");
        var halts = new[] { "halt-59", "halt-60" }.Select(id => new ActiveHalt(
            id, HaltScope.Portfolio, "main", TradingMode.Halted, "It fell.", Now, Automatic: true));
        var input = Input(bitcoin, Buy(bitcoin, notional: 500m), 78_000m);
        input = input with { Book = Book(7_000m) with { PeakEquity = 10_000, DayAnchorEquity = 10_000, Halts = [.. halts] } };

        Assert.Equal("an operator resets halt-59 and halt-60, with a reason", PreTradeRules.Decide(input).Remedy);
    }

    [Fact]
    public void Decide_AnUnknownAsset_NamesTheNearest()
    {
        var bitcoin = Shipped("BTC/USDT");
        var input = Input(bitcoin, Buy(bitcoin, notional: 500m), 78_000m) with { Asset = null, NearestAssets = ["BTC/USDT", "ETH/USDT"] };

        Assert.Equal(
            "name an asset that `assets list` shows; the nearest are 'BTC/USDT', 'ETH/USDT'", PreTradeRules.Decide(input).Remedy);
    }

    [Fact]
    public void Decide_PoundYen_StopsAfter50PipsAndTakesProfitAfter100()
    {
        var pair = Shipped("GBP/JPY");
        var input = Input(pair, Buy(pair, quantity: 500m), 192.000m) with { Rates = [new ConversionRate("JPY", 0.0065m, "stated", Now)] };

        var bought = PreTradeRules.Decide(input);
        var sold = PreTradeRules.Decide(input with { Order = Sell(pair, quantity: 500m) });

        Assert.Equal((DecisionOutcome.Approved, 191.500m, 193.000m), (bought.Outcome, bought.StopPrice, bought.TargetPrice));
        Assert.Equal((DecisionOutcome.Approved, 192.500m, 191.000m), (sold.Outcome, sold.StopPrice, sold.TargetPrice));
        Assert.Contains("50 pips", Rule(bought, RuleCodes.StopDistance).Explanation, StringComparison.Ordinal);
    }

    /// <summary>A limit above the market has its stop above it too: filled at the market it would have been reached at once.</summary>
    [Theory]
    [InlineData(101, PreTradeChecks.RuleSet, RuleVerdict.Failed)]
    [InlineData(99, PreTradeChecks.RuleSet, RuleVerdict.Passed)]
    [InlineData(101, 5, RuleVerdict.Passed)] // as it was decided then
    public void Decide_StopThatTheMarketHasPassed_IsRefused(int stop, int ruleSet, RuleVerdict verdict)
    {
        var share = Shipped("NVDA");
        var order = Buy(share, quantity: 1m) with { LimitPrice = 104m, StopPrice = stop };

        var rule = Rule(PreTradeRules.Decide(Input(share, order, 100m, 100.1m) with { RuleSet = ruleSet }), RuleCodes.StopDistance);

        Assert.Equal(verdict, rule.Verdict);
        Assert.Equal(
            verdict == RuleVerdict.Failed, rule.Explanation.EndsWith("the market at 100 has passed it already", StringComparison.Ordinal));
    }

    /// <summary>An override that had expired went on opening the gate until the next evaluation, an hour later at most.</summary>
    [Theory]
    [InlineData(-1, PhaseStatus.ReduceOnly)]
    [InlineData(1, PhaseStatus.Active)]
    public void Phase_WhoseOverrideHasExpired_OpensNothingMore(int minutesLeft, PhaseStatus status)
    {
        var forced = new PhaseOverride(Guid.NewGuid(), "without evidence", Now.AddHours(-1), Now.AddMinutes(minutesLeft), ["Ada"]);
        var view = new PhaseView(
            ShippedConfiguration.Value.Phases[1], PhaseStatus.Active, Now.AddHours(-1), "Ada", null, null,
            new PhaseGate(forced, null, null, null, 0, []));

        Assert.Equal(status, PreTradePhase.Of(view, Now).Status);
    }

    /// <summary>Nobody makes strategies known: a halt of another way to write one halted nothing, in silence.</summary>
    [Theory]
    [InlineData("Trend", "trend", true)]
    [InlineData("trend", "trend-2", false)]
    public void Halt_OfAStrategyInOtherCapitals_ReachesIt(string halted, string strategy, bool isReached)
    {
        var halt = new ActiveHalt("halt-1", HaltScope.Strategy, halted, TradingMode.Halted, "by Ada", Now);

        Assert.Equal(isReached, halt.Reaches("NVDA", "stocks", strategy));
        Assert.False(halt.Reaches("NVDA", "stocks", "trend-3", ruleSet: 5));
    }

    [Fact]
    public void Decide_PoundYenWithoutARateOfTheYen_IsReduceOnlyByName()
    {
        var pair = Shipped("GBP/JPY");

        var decision = PreTradeRules.Decide(Input(pair, Buy(pair, quantity: 500m), 192.000m));

        Assert.Equal((DecisionOutcome.Rejected, 0m), (decision.Outcome, decision.LargestQuantity));
        Assert.Contains("no rate is known from JPY to USD", Rule(decision, RuleCodes.ConversionRate).Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4.9, DecisionOutcome.Approved)]
    [InlineData(5.0, DecisionOutcome.Rejected)]
    public void Decide_TripleNasdaqHeldForFiveDays_MayOnlyBeReduced(double days, DecisionOutcome expected)
    {
        var fund = Shipped("TQQQ");
        var held = Position(fund, 1m, 50m) with { OpenedAt = Now.AddDays(-days) };
        var input = Input(fund, Buy(fund, quantity: 1m), 50m) with { Book = Book(10_000m, held) };

        var decision = PreTradeRules.Decide(input);
        var exit = PreTradeRules.Decide(input with { Order = Sell(fund, quantity: 1m) });

        Assert.Equal(expected, decision.Outcome);
        Assert.Equal(expected == DecisionOutcome.Approved, Rule(decision, RuleCodes.MaxHold).Verdict == RuleVerdict.Passed);
        Assert.Equal(DecisionOutcome.Approved, exit.Outcome);
    }

    [Fact]
    public void Decide_TripleNasdaq_WarnsOfDecay()
    {
        var fund = Shipped("TQQQ");

        var decision = PreTradeRules.Decide(Input(fund, Buy(fund, quantity: 1m), 50m));

        // (1 - 1/3) / 2 of a variance of 0.02 squared.
        Assert.Contains("0.0133 % a day", Assert.Single(decision.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(19.9, 0.29, DecisionOutcome.Rejected)]
    [InlineData(19.9, 0.30, DecisionOutcome.Approved)]
    [InlineData(20.0, 0.29, DecisionOutcome.Approved)]
    public void Decide_TripleNasdaqInASidewaysMarket_IsRefused(double adx, double efficiency, DecisionOutcome expected)
    {
        var fund = Shipped("TQQQ");
        var model = Model("TQQQ");
        var input = Input(fund, Buy(fund, quantity: 1m), 50m) with
        {
            RiskModel = model with { Regimes = [model.Regimes[0] with { Adx = adx, EfficiencyRatio = efficiency }] },
        };

        Assert.Equal(expected, PreTradeRules.Decide(input).Outcome);
    }

    [Theory]
    [InlineData(null, DecisionOutcome.Rejected)]
    [InlineData(179, DecisionOutcome.Approved)]
    [InlineData(181, DecisionOutcome.Rejected)]
    public void Decide_GameStop_NeedsFreshSentiment(int? ageMinutes, DecisionOutcome expected)
    {
        var gameStop = Shipped("GME");
        var figures = Figures(gameStop, 2m) with
        {
            Sentiment = ageMinutes is { } age ? [new SourceSentiment("reddit", Now.AddMinutes(-age), 40, 0.2)] : [],
        };

        var decision = PreTradeRules.Decide(Input(gameStop, Buy(gameStop, quantity: 1m), 2m) with { Asset = figures });

        Assert.Equal(expected, decision.Outcome);
        Assert.Equal(expected == DecisionOutcome.Rejected, decision.BindingRule == RuleCodes.Sentiment);
    }

    [Fact]
    public void Decide_TeslaAfterAWatchedPostThatNamesIt_IsReduceOnlyUntilTheMarketHasSettled()
    {
        var decision = PreTradeRules.Decide(Tesla(minutesAgo: 20, mentions: true));

        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.WatchedPost), (decision.Outcome, decision.BindingRule));
        Assert.Equal(Now.AddMinutes(130), decision.RetryAt);
        Assert.Contains("@elonmusk", decision.Rules[0].Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Decide_TeslaAfterAnotherWatchedPost_IsHalved()
    {
        // 8 % of 10,000 x 0.8 would be 640: half of it is 320.
        var decision = PreTradeRules.Decide(Tesla(minutesAgo: 20, mentions: false));

        Assert.Equal((DecisionOutcome.Reduced, RuleCodes.WatchedPost, 320m), (decision.Outcome, decision.BindingRule, decision.Notional));
    }

    [Fact]
    public void Decide_TeslaOnceTheWatchedPostCountsNoMore_IsAsEver()
    {
        var decision = PreTradeRules.Decide(Tesla(minutesAgo: 150, mentions: true));

        Assert.Equal(
            (DecisionOutcome.Reduced, RuleCodes.ClassRiskMultiplier, 640m), (decision.Outcome, decision.BindingRule, decision.Notional));
    }

    [Theory]
    [InlineData(-4, DecisionOutcome.Approved)]
    [InlineData(-3, DecisionOutcome.Rejected)]
    [InlineData(0, DecisionOutcome.Rejected)]
    [InlineData(3, DecisionOutcome.Rejected)]
    [InlineData(4, DecisionOutcome.Approved)]
    public void Decide_NvidiaAroundItsEarnings_OpensNothing(int daysUntil, DecisionOutcome expected)
    {
        var nvidia = Shipped("NVDA");
        var figures = Figures(nvidia, 100m) with
        {
            EarningsDates = [new DateOnly(2026, 11, 24).AddDays(daysUntil), new DateOnly(2027, 2, 1)],
        };

        Assert.Equal(expected, PreTradeRules.Decide(Input(nvidia, Buy(nvidia, quantity: 1m), 100m) with { Asset = figures }).Outcome);
    }

    private static AssetDefinition Shipped(string id) => ShippedConfiguration.Asset(id);

    private static PreTradeInput Tesla(int minutesAgo, bool mentions)
    {
        var tesla = Shipped("TSLA");
        ImmutableArray<AccountPost> posts = [new("@elonmusk", "1", Now.AddMinutes(-minutesAgo), mentions)];
        return Input(tesla, Buy(tesla, notional: 5_000m), 10m) with { Asset = Figures(tesla, 10m) with { WatchedPosts = posts } };
    }
}

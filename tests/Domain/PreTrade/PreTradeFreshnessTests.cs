using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Support.PreTradeCases;

namespace OrleansAssets.Tests.Domain;

/// <summary>Facts have an age and must be believed: what is not known makes reduce-only by name.</summary>
public sealed class PreTradeFreshnessTests
{
    [Fact]
    public void Decide_ARateOf400DaysAgo_MakesWhatIsPricedInItReduceOnly()
    {
        var pair = TestConfiguration.PoundYen;
        var input = Input(pair, Buy(pair, quantity: 500m), 192.000m) with
        {
            Rates = [new ConversionRate("JPY", 0.0065m, "stated by Ada", Now.AddDays(-400))],
        };

        var rule = Rule(PreTradeRules.Decide(input), RuleCodes.RateFresh);

        Assert.Equal((RuleVerdict.Failed, "asset GBP/JPY", 72m, 9_600m), (rule.Verdict, rule.Scope, rule.Limit, rule.Observed));
        Assert.Contains("the rate of JPY (stated by Ada) is of 2025-10-20", rule.Explanation, StringComparison.Ordinal);
        Assert.Contains("assets portfolio rate JPY", rule.Remedy, StringComparison.Ordinal);
        var fresh = input with { Rates = [input.Rates[0] with { At = Now.AddHours(-72) }] };
        Assert.Equal(RuleVerdict.Passed, Rule(PreTradeRules.Decide(fresh), RuleCodes.RateFresh).Verdict);
    }

    [Fact]
    public void Decide_AnOldRateOfWhatIsHeld_StopsTheWholePortfolio()
    {
        var bitcoin = TestConfiguration.Bitcoin;
        var input = Input(bitcoin, Buy(bitcoin, quantity: 1m), 100m) with
        {
            Book = Book(10_000m, Position(TestConfiguration.PoundYen, 10, 190)),
            Rates = [new ConversionRate("JPY", 0.0065m, "USD/JPY at oanda", Now.AddDays(-4))],
        };

        Assert.Equal("portfolio main", Rule(PreTradeRules.Decide(input), RuleCodes.RateFresh).Scope);
    }

    [Fact]
    public void Decide_SomethingHeldWithAnOldMark_OpensNothingNewAndClosesAll()
    {
        var bitcoin = TestConfiguration.Bitcoin;
        var input = Input(bitcoin, Buy(bitcoin, quantity: 1m), 100m) with
        {
            Book = Book(10_000m, Position(TestConfiguration.Nvidia, 1, 100), Position(bitcoin, 1, 100)),
            Marks = [new MarkAge("NVDA", Now.AddDays(-9), 61, 60), new MarkAge("BTC/USDT", Now, 0, 60)],
        };

        var rule = Rule(PreTradeRules.Decide(input), RuleCodes.HeldMarksFresh);

        Assert.Equal((RuleVerdict.Failed, "portfolio main"), (rule.Verdict, rule.Scope));
        Assert.StartsWith("NVDA was marked at 2026-11-15 15:00:00 UTC", rule.Explanation, StringComparison.Ordinal);
        Assert.DoesNotContain("BTC/USDT", rule.Explanation, StringComparison.Ordinal);
        Assert.Equal(DecisionOutcome.Approved, PreTradeRules.Decide(input with { Order = Sell(bitcoin, quantity: 1m) }).Outcome);
    }

    [Fact]
    public void Decide_AQuoteThatIsHeldBack_IsReduceOnlyWithItsReasonAndRemedy()
    {
        var nvidia = TestConfiguration.Nvidia;
        var input = Input(nvidia, Buy(nvidia, quantity: 1m), 100m) with
        {
            Asset = Figures(nvidia, 100m) with { Doubt = new AssetDoubt("the quote of alpaca is odd", "wait for another", Now, 2) },
        };

        var decision = PreTradeRules.Decide(input);

        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.QuoteBelieved), (decision.Outcome, decision.BindingRule));
        Assert.Equal("wait for another", decision.Remedy);
        Assert.Contains("the quote of alpaca is odd", Rule(decision, RuleCodes.QuoteBelieved).Explanation, StringComparison.Ordinal);
    }

    /// <summary>A dollar's worth of a stablecoin is a fact that somebody tells, or nobody knows it.</summary>
    [Fact]
    public void Decide_AStablecoinWhoseCollectedRateHasNotCome_IsReduceOnly()
    {
        var bitcoin = TestConfiguration.Bitcoin;
        var input = Input(bitcoin, Buy(bitcoin, quantity: 1m), 100m) with { AssumedRates = ["USDT"] };

        var decision = PreTradeRules.Decide(input);

        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.ConversionRate), (decision.Outcome, decision.BindingRule));
        Assert.StartsWith("no rate of USDT has come yet", Rule(decision, RuleCodes.ConversionRate).Explanation, StringComparison.Ordinal);
        Assert.Contains("assets portfolio rate USDT RATE", decision.Remedy, StringComparison.Ordinal);
        var held = input with { Book = Book(10_000m, Position(bitcoin, 1m, 100m)), Order = Sell(bitcoin, quantity: 1m) };
        Assert.Equal(DecisionOutcome.Approved, PreTradeRules.Decide(held).Outcome);
    }
}

using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Support.PreTradeCases;

namespace OrleansAssets.Tests.Domain;

/// <summary>What a venue takes, and what a market must be like: shorts, ticks, steps, notionals, collars, spreads, sessions.</summary>
public sealed class PreTradeMarketTests
{
    private static readonly AssetDefinition Bitcoin = ShippedConfiguration.Asset("BTC/USDT");
    private static readonly AssetDefinition Nvidia = ShippedConfiguration.Asset("NVDA");

    [Fact]
    public void Decide_SpotCryptoSoldWithNothingHeld_IsRefusedAndMayBeAllowed()
    {
        var input = Input(Bitcoin, Sell(Bitcoin, quantity: 0.01m), 60_000m);

        var decision = PreTradeRules.Decide(input);
        var held = input with { Book = Book(9_400m, Position(Bitcoin, 0.01m, 60_000m)) };

        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.ShortSale), (decision.Outcome, decision.BindingRule));
        Assert.Equal(DecisionOutcome.Approved, PreTradeRules.Decide(held).Outcome);
        Assert.Equal(DecisionOutcome.Approved, PreTradeRules.Decide(With(input, terms => terms with { AllowShort = true })).Outcome);
    }

    [Theory]
    [InlineData("0.00005", DecisionOutcome.Rejected)]
    [InlineData("0.00009", DecisionOutcome.Approved)]
    public void Decide_BitcoinBelowTheVenuesSmallestNotional_IsRefused(string quantity, DecisionOutcome expected)
    {
        var units = decimal.Parse(quantity, System.Globalization.CultureInfo.InvariantCulture);

        var decision = PreTradeRules.Decide(Input(Bitcoin, Buy(Bitcoin, units), 60_000m));

        Assert.Equal(expected, decision.Outcome);
        Assert.Equal(expected == DecisionOutcome.Rejected, Rule(decision, RuleCodes.MinNotional).Verdict == RuleVerdict.Failed);
        Assert.Equal("order at least 0.00009 units", Rule(decision, RuleCodes.MinNotional).Remedy ?? "order at least 0.00009 units");
    }

    [Theory]
    [InlineData(600_000, OrderSide.Buy, RuleVerdict.Failed)]
    [InlineData(63_000, OrderSide.Buy, RuleVerdict.Passed)]
    [InlineData(63_001, OrderSide.Buy, RuleVerdict.Failed)]
    [InlineData(30_000, OrderSide.Buy, RuleVerdict.Passed)]
    [InlineData(56_999, OrderSide.Sell, RuleVerdict.Failed)]
    [InlineData(57_000, OrderSide.Sell, RuleVerdict.Passed)]
    public void Decide_LimitBeyondTheMarket_StaysWithinTheCollar(decimal limit, OrderSide side, RuleVerdict expected)
    {
        var order = Buy(Bitcoin, quantity: 0.001m) with { Side = side, LimitPrice = limit };

        var rule = Rule(PreTradeRules.Decide(Input(Bitcoin, order, 60_000m)), RuleCodes.PriceCollar);

        Assert.Equal(expected, rule.Verdict);
    }

    [Fact]
    public void Decide_ExitWithALimitBeyondTheMarket_IsWarnedOf()
    {
        var order = Sell(Bitcoin, quantity: 0.01m) with { LimitPrice = 6m };
        var input = Input(Bitcoin, order, 60_000m) with { Book = Book(9_400m, Position(Bitcoin, 0.01m, 60_000m)) };

        var decision = PreTradeRules.Decide(input);

        Assert.Equal(DecisionOutcome.Approved, decision.Outcome);
        Assert.Contains(decision.Warnings, warning => warning.Contains("far off the market", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(99.75, 100.24, RuleVerdict.Passed)]
    [InlineData(99, 101, RuleVerdict.Failed)]
    public void Decide_SpreadWiderThanTheClassAllows_OpensNothing(double bid, double ask, RuleVerdict expected)
    {
        var rule = Rule(PreTradeRules.Decide(Input(Nvidia, Buy(Nvidia, quantity: 1m), (decimal)bid, (decimal)ask)), RuleCodes.Spread);

        Assert.Equal((expected, 0.005m), (rule.Verdict, rule.Limit));
    }

    [Fact]
    public void Decide_ShareOnThanksgiving_WaitsForTheNextSession()
    {
        var noon = new DateTimeOffset(2026, 11, 26, 17, 0, 0, TimeSpan.Zero);
        var opening = new DateTimeOffset(2026, 11, 27, 14, 30, 0, TimeSpan.Zero);
        var input = Input(Nvidia, Buy(Nvidia, quantity: 1m), 100m) with { Session = MarketSession.Of(MarketHours.UsExchange, noon) };

        var decision = PreTradeRules.Decide(input);
        var any = PreTradeRules.Decide(With(input, terms => terms with { SessionOnly = false }));

        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.MarketSession), (decision.Outcome, decision.BindingRule));
        Assert.Equal(opening, Rule(decision, RuleCodes.MarketSession).Until);
        Assert.Equal(DecisionOutcome.Approved, any.Outcome);
        Assert.Equal(RuleVerdict.Failed, Rule(PreTradeRules.Decide(input with { Session = null }), RuleCodes.MarketSession).Verdict);
    }

    [Theory]
    [InlineData(MarketHours.Always, "2026-11-28T03:00Z", true, null)]
    [InlineData(MarketHours.UsExchange, "2026-11-27T15:00Z", true, null)]
    [InlineData(MarketHours.UsExchange, "2026-11-27T18:00Z", false, "2026-11-30T14:30Z")] // a half day
    [InlineData(MarketHours.Forex, "2026-11-28T12:00Z", false, "2026-11-29T22:00Z")]
    [InlineData(MarketHours.Futures, "2026-11-24T22:30Z", false, "2026-11-24T23:00Z")] // the hour between two days
    public void SessionOf_AnInstant_KnowsWhenTheMarketOpensNext(MarketHours hours, string at, bool isOpen, string? opens)
    {
        DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal(
            new MarketSession(isOpen, opens is null ? null : Instant(opens)), MarketSession.Of(hours, Instant(at)));
    }

    [Theory]
    [InlineData(2_999, RuleVerdict.Passed)] // earned with 3,000: one tick below bars nothing
    [InlineData(2_700, RuleVerdict.Passed)]
    [InlineData(2_699, RuleVerdict.Failed)]
    public void Decide_CapitalOfAnActivePhase_MayFallToWhatItKeeps(decimal equity, RuleVerdict expected)
    {
        var input = Input(Nvidia, Buy(Nvidia, quantity: 1m), 100m) with
        {
            Book = Book(equity), Phase = new PreTradePhase("phase_1_stocks", OrleansAssets.Phases.PhaseStatus.Active, 3_000m, 2_700m),
        };

        Assert.Equal(expected, Rule(PreTradeRules.Decide(input), RuleCodes.PhaseCapital).Verdict);
    }

    [Fact]
    public void Decide_TicksAndStepsThatAreNoPowersOfTen_AreKept()
    {
        var input = With(
            Input(Nvidia, Buy(Nvidia, quantity: 0.7m) with { LimitPrice = 100.03m }, 100m),
            terms => terms with { PriceTick = 0.05m, QuantityStep = 0.25m });

        var decision = PreTradeRules.Decide(input);
        var priced = PreTradeRules.Decide(input with { Order = input.Order with { LimitPrice = 100.05m } });

        Assert.Equal("set the limit at 100.05", Rule(decision, RuleCodes.PriceTick).Remedy);
        Assert.Equal((DecisionOutcome.Reduced, 0.50m), (priced.Outcome, priced.Quantity));
        Assert.Equal(92.05m, priced.StopPrice); // 8 % below 100.05 is 92.046: rounded towards the price
    }

    private static PreTradeInput With(PreTradeInput input, Func<OrderTerms, OrderTerms> change) => input with
    {
        Asset = input.Asset! with // made with an asset
        {
            Risk = input.Asset.Risk with { Terms = change(input.Asset.Risk.Terms!) }, // the shipped ones have terms
        },
    };
}

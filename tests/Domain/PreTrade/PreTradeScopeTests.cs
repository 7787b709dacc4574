using System.Text;
using OrleansAssets.Assets;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Support.PreTradeCases;

namespace OrleansAssets.Tests.Domain;

/// <summary>What stops trading stops no more than its cause, and never an exit.</summary>
public sealed class PreTradeScopeTests
{
    private static readonly AssetDefinition Nvidia = Shipped("NVDA");
    private static readonly AssetDefinition Tesla = Shipped("TSLA");
    private static readonly AssetDefinition Bitcoin = Shipped("BTC/USDT");

    [Fact]
    public void Decide_StalePriceOfOneAsset_StopsThatAssetByName()
    {
        var stale = Figures(Nvidia, 100m) with { Quote = new AssetQuote("sandbox", Now.AddMinutes(-16), 100m, 100m) };

        AssertStopsNvidiaAlone(stale, RuleCodes.PriceFresh);
    }

    [Fact]
    public void Decide_MissingPriceOfOneAsset_StopsThatAssetByName() =>
        AssertStopsNvidiaAlone(Figures(Nvidia, 100m) with { Quote = null }, RuleCodes.PriceFresh);

    [Fact]
    public void Decide_SilentSourceOfOneAsset_StopsThatAssetByName() => AssertStopsNvidiaAlone(
        Figures(Nvidia, 100m) with { Sources = [new RequiredSource("alpaca", 60, Now.AddMinutes(-20))] }, RuleCodes.SourcesFresh);

    [Fact]
    public void Decide_RateThatOnlyTheOrderNeeds_StopsThatAsset()
    {
        var pair = Shipped("GBP/JPY");

        var decision = PreTradeRules.Decide(Input(pair, Buy(pair, quantity: 500m), 192m));

        Assert.Equal("asset GBP/JPY", Rule(decision, RuleCodes.ConversionRate).Scope);
    }

    [Fact]
    public void Decide_RateOfWhatIsHeld_StopsThePortfolio()
    {
        var held = Position(Shipped("GBP/JPY"), 500m, 192m);

        var decision = PreTradeRules.Decide(Holding(Nvidia, held, Buy(Nvidia, quantity: 1m)));

        Assert.Equal(DecisionOutcome.Rejected, decision.Outcome);
        Assert.Equal("portfolio main", Rule(decision, RuleCodes.ConversionRate).Scope);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Decide_PositionMarkedAtNothing_IsNoEmptyPosition(int mark)
    {
        var held = Position(Tesla, 5m, 100m) with { MarkPrice = mark };

        var decision = PreTradeRules.Decide(Holding(Nvidia, held, Buy(Nvidia, quantity: 1m)));
        var exit = PreTradeRules.Decide(Holding(Tesla, held, Sell(Tesla, quantity: 5m)));

        Assert.Equal(DecisionOutcome.Rejected, decision.Outcome);
        Assert.Contains("TSLA is held at a mark", Rule(decision, RuleCodes.ConversionRate).Explanation, StringComparison.Ordinal);
        Assert.Equal((DecisionOutcome.Approved, 5m), (exit.Outcome, exit.Quantity));
    }

    [Fact]
    public void Decide_ClassAtItsLimit_StopsThatClass()
    {
        var held = Position(Tesla, 40m, 100m); // 40 % of 10,000
        var stocks = PreTradeRules.Decide(Holding(Nvidia, held, Buy(Nvidia, quantity: 1m)));
        var crypto = PreTradeRules.Decide(Holding(Bitcoin, held, Buy(Bitcoin, quantity: 1m)));

        Assert.Equal(DecisionOutcome.Rejected, stocks.Outcome);
        Assert.Equal(("class stocks", RuleVerdict.Failed), ScopeAndVerdict(stocks, RuleCodes.ClassLimit));
        Assert.Equal(("class crypto", RuleVerdict.Passed), ScopeAndVerdict(crypto, RuleCodes.ClassLimit));
    }

    [Fact]
    public void Decide_ClassThatIsReduceOnly_PermitsExitsOnly()
    {
        var held = Position(Nvidia, 5m, 100m);
        PreTradeInput With(AssetDefinition asset, OrderRequest order) => Holding(asset, held, order) with
        {
            Classes = [.. Classes.Select(known => known.Id == "stocks"
                ? known with { Mode = TradingMode.ReduceOnly, ModeReason = "phase_1_stocks: demoted" }
                : known)],
        };

        var entry = PreTradeRules.Decide(With(Nvidia, Buy(Nvidia, quantity: 1m)));
        var exit = PreTradeRules.Decide(With(Nvidia, Sell(Nvidia, quantity: 5m)));
        var other = PreTradeRules.Decide(With(Bitcoin, Buy(Bitcoin, quantity: 1m)));

        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.ClassEnabled), (entry.Outcome, entry.BindingRule));
        Assert.Equal("reduce-only by phase_1_stocks: demoted", Rule(entry, RuleCodes.ClassEnabled).Explanation);
        Assert.Equal((DecisionOutcome.Approved, 5m), (exit.Outcome, exit.Quantity));
        Assert.NotEqual(DecisionOutcome.Rejected, other.Outcome);
    }

    [Theory]
    [InlineData(PhaseStatus.Inactive, "inactive")]
    [InlineData(PhaseStatus.Activating, "activating")]
    [InlineData(PhaseStatus.RollingBack, "rolling back")]
    [InlineData(PhaseStatus.ReduceOnly, "reduce-only")]
    [InlineData(PhaseStatus.Deactivating, "deactivating")]
    public void Decide_PhaseThatIsNotActive_PermitsExitsOnly(PhaseStatus status, string told)
    {
        var held = Position(Nvidia, 5m, 100m);
        PreTradeInput With(OrderRequest order) =>
            Holding(Nvidia, held, order) with { Phase = new PreTradePhase("phase_1_stocks", status, 1_000m) };

        var entry = PreTradeRules.Decide(With(Buy(Nvidia, quantity: 1m)));
        var exit = PreTradeRules.Decide(With(Sell(Nvidia, quantity: 5m)));

        Assert.Equal((DecisionOutcome.Rejected, RuleCodes.PhaseActive), (entry.Outcome, entry.BindingRule));
        Assert.Equal($"the phase is {told}", Rule(entry, RuleCodes.PhaseActive).Explanation);
        Assert.Equal((DecisionOutcome.Approved, 5m), (exit.Outcome, exit.Quantity));
    }

    [Fact]
    public void Bytes_ClassInNormalMode_AreThoseFromBeforeModesWereAsked()
    {
        var input = Input(Nvidia, Buy(Nvidia, quantity: 1m), 100m);
        var stopped = input with { Classes = [Classes[0] with { Mode = TradingMode.ReduceOnly, ModeReason = "Ada" }] };

        Assert.DoesNotContain("\"mode", Encoding.UTF8.GetString(PreTradeJson.Bytes(input)), StringComparison.Ordinal);
        Assert.Equal(TradingMode.ReduceOnly, PreTradeJson.ReadInput(PreTradeJson.Bytes(stopped)).Classes[0].Mode);
    }

    [Fact]
    public void Bytes_DecisionWithARemedy_DoNotTellWhatItCosts()
    {
        var decision = PreTradeRules.Decide(Input(Nvidia, Buy(Nvidia, quantity: 1m), 100m) with { Phase = null });

        Assert.Contains(decision.Rules, result => result.RemedyCost == RemedyCost.ActivatePhase);
        Assert.DoesNotContain("remedyCost", Encoding.UTF8.GetString(PreTradeJson.Bytes(decision)), StringComparison.OrdinalIgnoreCase);
    }

    private static void AssertStopsNvidiaAlone(PreTradeAsset figures, string code)
    {
        var held = Position(Nvidia, 5m, 100m);
        var entry = PreTradeRules.Decide(Holding(Nvidia, held, Buy(Nvidia, quantity: 1m)) with { Asset = figures });
        var exit = PreTradeRules.Decide(Holding(Nvidia, held, Sell(Nvidia, quantity: 5m)) with { Asset = figures });
        var other = PreTradeRules.Decide(Holding(Tesla, held, Buy(Tesla, quantity: 1m)));

        Assert.Equal((DecisionOutcome.Rejected, 0m), (entry.Outcome, entry.LargestQuantity));
        Assert.Equal(("asset NVDA", RuleVerdict.Failed), ScopeAndVerdict(entry, code));
        Assert.Contains("reduce-only", Rule(entry, code).Explanation, StringComparison.Ordinal);
        Assert.Equal((DecisionOutcome.Approved, 5m), (exit.Outcome, exit.Quantity));
        Assert.Equal(RuleVerdict.Passed, Rule(other, code).Verdict);
        Assert.NotEqual(DecisionOutcome.Rejected, other.Outcome);
    }

    private static PreTradeInput Holding(AssetDefinition asset, HeldPosition held, OrderRequest order)
    {
        var input = Input(asset, order, 100m);
        return input with
        {
            Book = Book(10_000m - (held.SignedQuantity * 100m), held) with
            {
                Equity = 10_000m,
                PeakEquity = 10_000m,
                DayAnchorEquity = 10_000m,
            },
            OtherAssets = held.AssetId == asset.Id ? [] : [OtherAsset.Of(Shipped(held.AssetId))],
            RiskModel = Model(asset.Id, held.AssetId),
        };
    }

    private static (string Scope, RuleVerdict Verdict) ScopeAndVerdict(OrderDecision decision, string code) =>
        Rule(decision, code) is var result ? (result.Scope, result.Verdict) : default;

    private static AssetDefinition Shipped(string id) => ShippedConfiguration.Asset(id);
}

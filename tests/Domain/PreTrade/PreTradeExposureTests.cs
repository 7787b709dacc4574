using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Support.PreTradeCases;

namespace OrleansAssets.Tests.Domain;

/// <summary>What a book is exposed to: leverage of products, sides of bets, stops that were passed, parts of shares.</summary>
public sealed class PreTradeExposureTests
{
    private static readonly AssetDefinition Triple = ShippedConfiguration.Asset("TQQQ");
    private static readonly AssetDefinition Fear = ShippedConfiguration.Asset("UVXY");
    private static readonly AssetDefinition Nvidia = ShippedConfiguration.Asset("NVDA");

    [Fact]
    public void Decide_TripleFundBoughtWithNoCashLeft_FreesNoneByItsProductLeverage()
    {
        // 10,000 in another share, nothing left: the fund is paid for in full.
        var input = Against(Triple, Buy(Triple, quantity: 1m), 50m, Position(Nvidia, 100m, 100m));

        var cash = Rule(PreTradeRules.Decide(input), RuleCodes.Cash);

        Assert.Equal((RuleVerdict.Failed, 10_000m, 10_050m), (cash.Verdict, cash.Observed, cash.After));
    }

    [Fact]
    public void Decide_TripleFund_CountsThreeTimesInExposureAndOnceInItsPosition()
    {
        var decision = PreTradeRules.Decide(Against(Nvidia, Buy(Nvidia, quantity: 1m), 100m, Position(Triple, 10m, 50m)));

        Assert.Equal((1_500m, 1_600m), (
            Rule(decision, RuleCodes.GrossLeverage).Observed, Rule(decision, RuleCodes.GrossLeverage).After));
        var own = Rule(PreTradeRules.Decide(Against(Triple, Buy(Triple, quantity: 2m), 50m)), RuleCodes.GrossLeverage);
        Assert.Equal((300m, 20_000m), (own.After, own.Limit));
        Assert.Equal(100m, Rule(PreTradeRules.Decide(Against(Triple, Buy(Triple, quantity: 2m), 50m)), RuleCodes.AssetMaxPosition).After);
    }

    [Fact]
    public void Decide_LongFundAndShortFearAtMinus085_AreOneBet()
    {
        var input = Pair(Against(Triple, Buy(Triple, quantity: 1m), 50m, Position(Fear, -100m, 20m)), -0.85);

        var rule = Rule(PreTradeRules.Decide(input), RuleCodes.CorrelatedExposure);

        // 2,000 of a 1.5x product sold short, and 50 of a 3x one bought.
        Assert.Equal((3_000m, 3_150m), (rule.Observed, rule.After));
        Assert.StartsWith("TQQQ, UVXY are one bet", rule.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.9, -100, 0)] // bought, the other sold: a hedge
    [InlineData(-0.85, 100, 0)] // both bought, moving apart: likewise
    [InlineData(0.9, 100, 3_000)]
    public void Decide_HedgeOfAPosition_IsNotCountedTwice(double correlation, int fear, int expected)
    {
        var input = Pair(Against(Triple, Buy(Triple, quantity: 1m), 50m, Position(Fear, fear, 20m)), correlation);

        Assert.Equal(expected, Rule(PreTradeRules.Decide(input), RuleCodes.CorrelatedExposure).Observed);
    }

    [Fact]
    public void Decide_PairThatTheMatrixLacks_IsOneBetOnEitherSide()
    {
        var input = Against(Triple, Buy(Triple, quantity: 1m), 50m, Position(Fear, -100m, 20m));

        Assert.Equal(3_000m, Rule(PreTradeRules.Decide(input), RuleCodes.CorrelatedExposure).Observed);
    }

    [Theory]
    [InlineData(80, 120)] // 10 at 100 with a stop at 92: lost since the stop
    [InlineData(91.5, 73.2)] // just beyond it: no less than to a stop of its own 8 %
    [InlineData(92, 73.6)]
    [InlineData(93, 10)]
    public void Decide_PositionBeyondItsStop_HasTheHeatOfItsLossSince(double mark, double expected)
    {
        var held = Position(Nvidia, 10m, 100m, stop: 92m) with { MarkPrice = (decimal)mark };
        var bitcoin = ShippedConfiguration.Asset("BTC/USDT");

        var rule = Rule(PreTradeRules.Decide(Against(bitcoin, Buy(bitcoin, quantity: 0.001m), 60_000m, held)), RuleCodes.PortfolioHeat);

        Assert.Equal((decimal)expected, rule.Observed);
    }

    [Theory]
    [InlineData(80, 120)] // no stop of its own: 8 % below 100 was passed, and 12 a unit are lost since
    [InlineData(91.5, 73.2)]
    [InlineData(95, 76)] // not passed yet: 8 % of where it is
    public void Decide_PositionWithoutAStop_CountsTheAssetsOnceItWasPassed(double mark, double expected)
    {
        var held = Position(Nvidia, 10m, 100m) with { MarkPrice = (decimal)mark };
        var bitcoin = ShippedConfiguration.Asset("BTC/USDT");

        var rule = Rule(PreTradeRules.Decide(Against(bitcoin, Buy(bitcoin, quantity: 0.001m), 60_000m, held)), RuleCodes.PortfolioHeat);

        Assert.Equal((decimal)expected, rule.Observed);
    }

    /// <summary>A sale that rests while the other side is bought a little turns that position when it is filled.</summary>
    [Fact]
    public void Decide_RestingSaleLargerThanWhatIsHeld_CountsWhatItWouldTurn()
    {
        var pair = ShippedConfiguration.Asset("USD/TRY");
        var input = Against(Nvidia, Buy(Nvidia, quantity: 1m), 100m, Position(pair, 40m, 40m));
        var sale = new OpenReservation("r-1", pair.Id, pair.ClassId, -950m, 40m, null, Now.AddHours(1));
        input = input with
        {
            Book = input.Book with { Reservations = [sale] },
            Rates = [new ConversionRate("TRY", 0.025m, "USD/TRY at oanda", Now)],
        };

        Assert.Equal(950m, Rule(PreTradeRules.Decide(input), RuleCodes.GrossLeverage).Observed); // 40 held, and 910 beyond them
        var covered = input with { Book = input.Book with { Reservations = [sale with { SignedQuantity = -40m }] } };
        Assert.Equal(40m, Rule(PreTradeRules.Decide(covered), RuleCodes.GrossLeverage).Observed);
        var before = PreTradeRules.Decide(input with { RuleSet = PreTradeChecks.TurningOrdersSince - 1 });
        Assert.Equal(40m, Rule(before, RuleCodes.GrossLeverage).Observed); // as decisions of then replay
    }

    [Fact]
    public void Decide_TeslaAt430InFiveThousand_IsBoughtInPartsOfAShare()
    {
        var tesla = ShippedConfiguration.Asset("TSLA");
        var input = Input(tesla, Buy(tesla, notional: 5_000m), 430m) with { Book = Book(5_000m) };

        var decision = PreTradeRules.Decide(input);

        // 5,000 x 8 % x 0.8 is 320, 0.7441 of a share.
        Assert.Equal((DecisionOutcome.Reduced, 0.7441m), (decision.Outcome, decision.Quantity));
    }

    private static PreTradeInput Against(AssetDefinition asset, OrderRequest order, decimal price, params ImmutableArray<HeldPosition> held)
    {
        var input = Input(asset, order, price);
        return input with
        {
            Book = Book(0, held) with { Equity = 10_000m, PeakEquity = 10_000m, DayAnchorEquity = 10_000m },
            OtherAssets = [.. held.Select(position => OtherAsset.Of(ShippedConfiguration.Asset(position.AssetId)))],
            RiskModel = Model([asset.Id, .. held.Select(position => position.AssetId)]),
        };
    }

    private static PreTradeInput Pair(PreTradeInput input, double correlation) => input with
    {
        RiskModel = input.RiskModel with { Pairs = [new CorrelationPair("TQQQ", "UVXY", correlation, 60)] },
    };
}

using System.Collections.Immutable;
using OrleansAssets.Domain.Portfolio.Review;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Support.PreTradeCases;

namespace OrleansAssets.Tests.Domain;

public sealed class ReviewRulesTests
{
    [Fact]
    public void Review_BookWithinItsLimits_ShowsEachUse()
    {
        // 10,000 of equity: 9 bitcoins at 100 (8 % to the stop), 5 ethers at 100 (10 %).
        var review = ReviewRules.Review(Input(("BTC/USDT", 9, 100), ("ETH/USDT", 5, 100)));

        Assert.DoesNotContain(review.Uses, use => use.Breached);
        Assert.Equal((1_000m, 900m, 100m), Figures(review, RuleCodes.AssetMaxPosition, "asset BTC/USDT"));
        Assert.Equal((4_000m, 1_400m, 2_600m), Figures(review, RuleCodes.ClassLimit, "class crypto"));
        Assert.Equal((2_500m, 122m, 2_378m), Figures(review, RuleCodes.PortfolioHeat, "portfolio main"));
        Assert.Equal((6_000m, 1_400m, 4_600m), Figures(review, RuleCodes.CorrelatedExposure, "group of BTC/USDT, ETH/USDT"));
        Assert.Equal((10_000m, 1_400m, 8_600m), Figures(review, RuleCodes.Cash, "portfolio main"));
    }

    [Fact]
    public void Review_PositionThatGrewTooLarge_IsABreachAndComesFirst()
    {
        var review = ReviewRules.Review(Input(("BTC/USDT", 11, 100)));

        Assert.Equal(
            (RuleCodes.AssetMaxPosition, "asset BTC/USDT", true), (review.Uses[0].Code, review.Uses[0].Scope, review.Uses[0].Breached));
    }

    [Fact]
    public void WhatIf_FallOfBitcoin_TripsTheDailyLossBeforeTheEmergencyStop()
    {
        // 40 of 100 are 4,000: down 75 % is a loss of 3,000. 5 % of 10,000 are lost at a sixth of the way, 25 % at five sixths.
        var answer = WhatIfRules.Answer(Input(("BTC/USDT", 40, 100)), [new PriceShock("BTC/USDT", -0.75m)], Known);

        Assert.Equal((-3_000m, -0.3m, 7_000m), (answer.Profit, answer.Drawdown, answer.After.Equity));
        var losses = answer.Trips.Where(trip => trip.Use.Code is RuleCodes.DailyLoss or RuleCodes.Drawdown).ToArray();
        Assert.Equal([(RuleCodes.DailyLoss, 0.17m), (RuleCodes.Drawdown, 0.84m)], losses.Select(trip => (trip.Use.Code, trip.AtPart)));
    }

    [Fact]
    public void WhatIf_LiraAgainstTheDollar_LosesAtTheRateThatItComesTo()
    {
        // 1,000 dollars bought at 40 lira: at 34 the loss is 6,000 lira, worth 6,000 / 34 dollars.
        var answer = WhatIfRules.Answer(Input(("USD/TRY", 1_000, 40)), [new PriceShock("USD/TRY", -0.15m)], Known);

        Assert.Equal(Math.Round(-6_000m / 34, 6), Math.Round(answer.Profit, 6));
    }

    [Theory]
    [InlineData("XYZ", -0.3, "There is no asset 'XYZ'. There are")]
    [InlineData("BTC/USDT", -1.0, "'BTC/USDT' cannot move by -100 %")]
    public void WhatIf_ShockThatMakesNoSense_IsRefused(string asset, double move, string expected)
    {
        var refused = Assert.Throws<InvalidRequestException>(
            () => WhatIfRules.Answer(Input(("BTC/USDT", 1, 100)), [new PriceShock(asset, (decimal)move)], Known));

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_AssetThatIsNotHeld_MovesNothing()
    {
        var input = Input(("BTC/USDT", 1, 100));

        var one = WhatIfRules.Answer(input, [new PriceShock("BTC/USDT", -0.3m)], Known);
        var both = WhatIfRules.Answer(input, [new PriceShock("BTC/USDT", -0.3m), new PriceShock("USD/TRY", -0.15m)], Known);

        Assert.Equal((one.Profit, one.Drawdown), (both.Profit, both.Drawdown));
        Assert.Equal(one.After.Uses.AsEnumerable(), both.After.Uses.AsEnumerable());
    }

    [Fact]
    public void WhatIf_AssetMovedTwice_IsRefusedOnce()
    {
        var refused = Assert.Throws<InvalidRequestException>(() => WhatIfRules.Answer(
            Input(("BTC/USDT", 1, 100)), [new PriceShock("BTC/USDT", -0.3m), new PriceShock("BTC/USDT", 0.3m)], Known));

        Assert.Equal("The shocks are refused: 'BTC/USDT' is moved more than once; give one move of each asset.", refused.Message);
    }

    private static ImmutableArray<string> Known => [.. ShippedConfiguration.Value.Assets.Select(asset => asset.Id)];

    private static (decimal Limit, decimal Used, decimal Headroom) Figures(PortfolioReview review, string code, string scope)
    {
        var use = Assert.Single(review.Uses, use => use.Code == code && use.Scope == scope);
        return (use.Limit, use.Used, use.Headroom);
    }

    private static ReviewInput Input(params ImmutableArray<(string Id, decimal Units, decimal Price)> held)
    {
        var positions = held.Select(one => Position(ShippedConfiguration.Asset(one.Id), one.Units, one.Price)).ToImmutableArray();
        return new ReviewInput(
            "main",
            Book(0) with { Equity = 10_000m, Cash = 10_000m, PeakEquity = 10_000m, DayAnchorEquity = 10_000m, Positions = positions },
            [.. held.Select(one => ShippedConfiguration.Asset(one.Id))],
            Classes,
            Model() with { Pairs = [new CorrelationPair("BTC/USDT", "ETH/USDT", 0.9, 60)] },
            ShippedConfiguration.Value.Risk,
            []);
    }
}

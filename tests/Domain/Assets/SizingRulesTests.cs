using OrleansAssets.Assets;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class SizingRulesTests
{
    private const int Cases = 5_000;

    [Fact]
    public void Size_NvidiaAtTenThousand_Is800ByTheClassMultiplier()
    {
        var answer = SizingRules.Size(Input(TestConfiguration.Nvidia, 0.8m, 10_000m, null));

        Assert.Equal(800m, answer.Notional);
        Assert.Equal("CLASS_RISK_MULTIPLIER", answer.BindingRule);
        Assert.Equal("10 % of 10,000 x 0.8", Assert.Single(answer.Rules, rule => rule.Binding).Explanation);
        Assert.Null(answer.Quantity);
        Assert.Contains("price", Rule(answer, "MIN_TRADE_SIZE").Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void Size_MultiplierAboveOne_IsCappedAtTheAssetMaximum()
    {
        var answer = SizingRules.Size(Input(TestConfiguration.PoundYen, 1.2m, 10_000m, null));

        Assert.Equal(1_000m, answer.Notional);
        Assert.Equal("ASSET_MAX_POSITION", answer.BindingRule);
        Assert.Equal(1_200m, Rule(answer, "CLASS_RISK_MULTIPLIER").LimitNotional);
    }

    [Theory]
    [InlineData(true, 4_000)]
    [InlineData(false, 10_000)]
    public void Size_ClassLimit_IsTheGlobalOneOnlyBesideAnotherClass(bool othersEnabled, int limit)
    {
        var input = Input(TestConfiguration.Bitcoin, 1m, 10_000m, null, classMaximum: 1m) with { OtherClassesEnabled = othersEnabled };

        Assert.Equal(limit, Rule(SizingRules.Size(input), "CLASS_LIMIT").LimitNotional);
    }

    [Fact]
    public void Size_WideStop_IsBoundByPortfolioHeat()
    {
        var wide = TestConfiguration.Nvidia with
        {
            Risk = TestConfiguration.Nvidia.Risk with { MaxPosition = 1m, LeverageLimit = 3,
                StopLoss = new PriceDistance(0.5m, DistanceUnit.Fraction) },
        };

        var answer = SizingRules.Size(Input(wide, 1m, 10_000m, null, classMaximum: 1m) with { OtherClassesEnabled = false });

        Assert.Equal(5_000m, answer.Notional);
        Assert.Equal("PORTFOLIO_HEAT", answer.BindingRule);
        Assert.Equal("25 % of 10,000 / stop distance 50 %", Rule(answer, "PORTFOLIO_HEAT").Explanation);
    }

    [Fact]
    public void Size_StopInPips_NeedsAPriceAndSaysSo()
    {
        var unpriced = Rule(SizingRules.Size(Input(TestConfiguration.PoundYen, 1.2m, 10_000m, null)), "PORTFOLIO_HEAT");
        var priced = Rule(SizingRules.Size(Input(TestConfiguration.PoundYen, 1.2m, 10_000m, 200m)), "PORTFOLIO_HEAT");

        Assert.StartsWith("not evaluated", unpriced.Explanation, StringComparison.Ordinal);
        // 50 pips of 0.01 at 200 are 0.25 %: 25 % of 10,000 / 0.0025.
        Assert.Equal(1_000_000m, priced.LimitNotional);
    }

    [Fact]
    public void Size_PriceKnown_GivesUnitsStopAndTarget()
    {
        var answer = SizingRules.Size(Input(TestConfiguration.Nvidia, 0.8m, 10_000m, 187.53m));

        Assert.Equal(800m, answer.Notional);
        Assert.Equal(4.2659m, answer.Quantity);
        Assert.Equal(172.53m, answer.StopPrice);
        Assert.Equal(225.03m, answer.TargetPrice);
    }

    [Fact]
    public void Size_LessThanTheSmallestOrder_IsNothing()
    {
        var answer = SizingRules.Size(Input(TestConfiguration.Bitcoin, 1m, 100m, 100_000m));

        Assert.Equal((0m, 0m, "MIN_TRADE_SIZE"), (answer.Notional, answer.Quantity, answer.BindingRule));
    }

    [Theory]
    [InlineData("USD/TRY", 40, 1_000)]
    [InlineData("GBP/JPY", 200, null)]
    public void Size_PairNotPricedInDollars_NeverTakesTheForeignPriceForDollars(string pair, int price, int? units)
    {
        var answer = SizingRules.Size(Input(TestConfiguration.PoundYen with { Id = pair }, 1.2m, 10_000m, price));

        Assert.Equal(units, answer.Quantity);
        Assert.Equal(1_000m, answer.Notional);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Size_PortfolioValueNotPositive_IsRefused(int value) =>
        Assert.Throws<InvalidRequestException>(() => SizingRules.Size(Input(TestConfiguration.Nvidia, 0.8m, value, null)));

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public void Size_PriceNotPositive_IsRefused(int price) =>
        Assert.Throws<InvalidRequestException>(() => SizingRules.Size(Input(TestConfiguration.Nvidia, 0.8m, 10_000m, price)));

    [Fact]
    public void Size_AnyInput_KeepsEveryLimit() => Laws.Hold(Cases, Any, input =>
    {
        var answer = SizingRules.Size(input);

        Assert.All(answer.Rules, rule => Assert.True(answer.Notional <= rule.LimitNotional, $"{rule}"));
        Assert.True(answer.Notional <= input.Request.PortfolioValue * input.Asset.Risk.MaxPosition);
        Assert.Equal(answer.Notional, answer.Rules.Min(rule => rule.LimitNotional));
        Assert.Equal(answer.BindingRule, Assert.Single(answer.Rules, rule => rule.Binding).Code);
        Assert.True(answer.Notional >= 0 && decimal.Round(answer.Notional, 2) == answer.Notional);
    });

    [Fact]
    public void Size_AnyInput_QuantityIsWithinTheNotionalPreciseAndNotTooSmall() => Laws.Hold(Cases, Any, input =>
    {
        if (SizingRules.Size(input) is not { Quantity: { } units, Price: { } price } answer)
        {
            return;
        }

        Assert.True(units * price <= answer.Notional);
        Assert.Equal(units, decimal.Round(units, input.Asset.Risk.QuantityPrecision));
        Assert.True(units == 0 ? answer.Notional == 0 : units >= input.Asset.Risk.MinTradeSize);
        Assert.True(answer.StopPrice <= price && answer.StopPrice >= 0 && answer.TargetPrice >= 0);
    });

    [Fact]
    public void Size_LargerPortfolio_IsNeverSmaller() => Laws.Hold(
        Cases,
        choices => (Input: Any(choices), Factor: 1 + (decimal)choices.NextDouble()),
        one =>
        {
            var larger = one.Input.Request with { PortfolioValue = one.Input.Request.PortfolioValue * one.Factor };

            Assert.True(SizingRules.Size(one.Input with { Request = larger }).Notional >= SizingRules.Size(one.Input).Notional);
        });

    private static SizeRule Rule(SizeAnswer answer, string code) => Assert.Single(answer.Rules, rule => rule.Code == code);

    private static SizingInput Input(
        AssetDefinition asset, decimal multiplier, decimal value, decimal? price, decimal classMaximum = 0.40m) => new(
        new SizeRequest(value, price),
        asset,
        TestConfiguration.Class(asset.ClassId, true, classMaximum, multiplier),
        TestConfiguration.Risk,
        OtherClassesEnabled: true);

    private static SizingInput Any(Choices random)
    {
        var asset = random.Next(4) == 3 ? TestConfiguration.PoundYen with { Id = "EUR/USD" } : TestConfiguration.Nvidia;
        var stop = asset.Risk.StopLoss.Unit == DistanceUnit.Pips ? asset.Risk.StopLoss : new PriceDistance(
            Decimal(random, 0.001m, 0.9m), DistanceUnit.Fraction);
        var risk = asset.Risk with
        {
            MaxPosition = Decimal(random, 0.02m, 1m),
            MinTradeSize = Decimal(random, 0, 5),
            QuantityPrecision = random.Next(0, 9),
            PricePrecision = random.Next(0, 7),
            LeverageLimit = Decimal(random, 0.01m, 10),
            StopLoss = stop,
        };
        var price = random.Next(5) == 4 ? (decimal?)null : Decimal(random, 0.0001m, 100_000m);
        var input = Input(asset with { Risk = risk }, Decimal(random, 0.1m, 2m), Decimal(random, 0.01m, 1_000_000m), price,
            Decimal(random, 0.01m, 1m));
        return input with { OtherClassesEnabled = random.Next(2) == 0 };
    }

    private static decimal Decimal(Choices random, decimal from, decimal until) => from + ((until - from) * (decimal)random.NextDouble());
}

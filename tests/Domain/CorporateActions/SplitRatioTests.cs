using System.Globalization;
using OrleansAssets.Domain.CorporateActions;

namespace OrleansAssets.Tests.Domain.CorporateActions;

public sealed class SplitRatioTests
{
    [Theory]
    [InlineData("1208.88", "121.79", "10:1")] // NVDA, 7 to 10 June 2024.
    [InlineData("6.92", "33.69", "1:5")] // UVXY, 10 to 11 April 2024, as its raw prices have it.
    [InlineData("100", "50.5", "2:1")]
    [InlineData("100", "66", "3:2")]
    [InlineData("100", "152", "2:3")]
    [InlineData("30", "300", "1:10")]
    [InlineData("4.4", "0.22", "20:1")]
    public void Of_PricesAcrossASplit_NamesIt(string before, string after, string expected)
    {
        Assert.Equal(expected, SplitRatio.Of(Number(before), Number(after), SplitRatio.MarketTolerance)?.ToString());
    }

    [Theory]
    [InlineData("100", "100")]
    [InlineData("100", "92")] // A bad day.
    [InlineData("17.46", "30.45")] // GME, 13 May 2024: a gain of 74 % is none of them.
    [InlineData("100", "80")]
    [InlineData("0", "10")]
    [InlineData("10", "0")]
    [InlineData("-37.63", "10.01")]
    public void Of_PricesThatMoved_NamesNone(string before, string after)
    {
        Assert.Null(SplitRatio.Of(Number(before), Number(after), SplitRatio.MarketTolerance));
    }

    [Fact]
    public void Of_RoundingTolerance_LeavesTheMarketOut()
    {
        Assert.Equal(new SplitRatio(10, 1), SplitRatio.Of(1208.88m, 120.89m, SplitRatio.RoundingTolerance));
        Assert.Null(SplitRatio.Of(1208.88m, 123.79m, SplitRatio.RoundingTolerance));
    }

    [Fact]
    public void Factors_OfEachKnownRatio_UndoOneAnother()
    {
        Assert.All(SplitRatio.Known, ratio =>
        {
            Assert.Equal(100m, Math.Round(100m * ratio.QuantityFactor * ratio.PriceFactor, 20));
            Assert.Equal(ratio, ratio.Inverse.Inverse);
            Assert.Equal(ratio, SplitRatio.Of(100m, 100m * ratio.PriceFactor, 0.001m));
        });
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);
}

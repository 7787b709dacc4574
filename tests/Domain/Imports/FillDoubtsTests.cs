using System.Globalization;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain.Imports;

public sealed class FillDoubtsTests
{
    private static readonly DoubtLimits Limits = new("NVDA", "USD", 0.2m, 1);

    private static readonly ImportedFill Fill = new(
        "h1", "NVDA", null, OrderSide.Buy, 10, 110, null, 0, null, new DateTimeOffset(2025, 5, 1, 14, 30, 0, TimeSpan.Zero), 2, 1);

    [Theory]
    [InlineData(110, 10, null)]
    [InlineData(144, 10, null)]
    [InlineData(144.01, 10, "more than 20 % off the 100 to 120 of its day's candle")]
    [InlineData(80, 10, null)]
    [InlineData(79.99, 10, "more than 20 % off")]
    [InlineData(100, 200, null)]
    [InlineData(100, 201, "it is worth 20,100 USD, more than 2 times the equity of 10,000")]
    [InlineData(110500, 1_000_000, "off the 100 to 120")]
    public void Of_BesideTheDaysCandleAndEquity_NamesWhatIsBeyondTheLimits(double price, int quantity, string? doubt)
    {
        var told = FillDoubts.Of(
            new DoubtedFill(Fill with { Price = (decimal)price, Quantity = quantity }, 100, 120, 10_000), Limits, leverage: 2);

        Assert.Equal(doubt is null, told is null);
        Assert.Contains(doubt ?? "", told ?? "", StringComparison.Ordinal);
        Assert.StartsWith(doubt is null ? "" : "line 2 'h1', buy ", told ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("33", null, null)]
    [InlineData("33.01", null, "its fee of 33.01 USD is more than 3 % of the 1,100 USD that were traded")]
    [InlineData("1100", "USD", "more than 3 %")] // the price in the fee's column
    [InlineData("1100", "BNB", null)] // whose rate of that day is not known
    public void Of_FeeOutOfProportion_IsDoubted(string fee, string? currency, string? doubt)
    {
        var fill = Fill with { Fee = decimal.Parse(fee, CultureInfo.InvariantCulture), FeeCurrency = currency };

        var told = FillDoubts.Of(new DoubtedFill(fill, 100, 120, 10_000), Limits, leverage: 2);

        Assert.Equal(doubt is null, told is null);
        Assert.Contains(doubt ?? "", told ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void Of_FeeOutOfWhatIsBought_IsHeldAgainstIt()
    {
        var fill = Fill with { AssetId = "BTC/USDT", Price = 60_000, Quantity = 0.1m, Fee = 0.0001m, FeeCurrency = "BTC" };
        var limits = Limits with { AssetId = "BTC/USDT", Currency = "USDT" };

        Assert.Null(FillDoubts.Of(new DoubtedFill(fill, null, null, null), limits, 2));
        Assert.NotNull(FillDoubts.Of(new DoubtedFill(fill with { Fee = 0.1m }, null, null, null), limits, 2));
    }

    [Fact]
    public void Of_WithNothingToCompare_DoubtsNothing()
    {
        var absurd = Fill with { Price = 1_000_000 };

        Assert.Null(FillDoubts.Of(new DoubtedFill(absurd, null, null, null), Limits, 2));
        Assert.Null(FillDoubts.Of(new DoubtedFill(absurd with { Currency = "JPY" }, 100, 120, 10_000), Limits, 2));
        Assert.Null(FillDoubts.Of(new DoubtedFill(absurd, null, null, 10_000), Limits with { Rate = null }, 2));
    }

    [Fact]
    public void Require_DoubtsThatNobodyConfirmed_AreRefusedWithTheRemedy()
    {
        var text = FillDoubts.Text(["line 2 'h1': a", "line 3 'h2': b"], 5);

        var refused = Assert.Throws<InvalidRequestException>(() => FillDoubts.Require(text, 5, confirmed: false));
        FillDoubts.Require(text, 5, confirmed: true);
        FillDoubts.Require(FillDoubts.Text([], 0), 0, confirmed: false);

        Assert.Contains(
            "5 fills are hard to believe. line 2 'h1': a; line 3 'h2': b; and 3 more", refused.Message, StringComparison.Ordinal);
        Assert.Contains("--yes", refused.Message, StringComparison.Ordinal);
    }
}

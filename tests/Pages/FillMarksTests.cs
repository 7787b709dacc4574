using OrleansAssets.Data;
using OrleansAssets.Domain.Data;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Pages.Assets;
using OrleansAssets.Pages.Charts;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Pages;

/// <summary>Fills in a chart: those that hold, where its candles are.</summary>
public sealed class FillMarksTests
{
    private static readonly DateTimeOffset Split = new(2024, 6, 10, 4, 0, 0, TimeSpan.Zero);
    private static readonly SplitAt TenForOne = new(new DateOnly(2024, 6, 10), Split, 10);

    /// <summary>Its candles of before the split are told at a tenth of what was traded, and so is a fill.</summary>
    [Fact]
    public void Of_AFillBeforeASplit_IsWhereItsAdjustedCandleIs()
    {
        var (before, after) = (Told("a", OrderSide.Buy, 1_208, Split.AddDays(-1)), Told("b", OrderSide.Sell, 121, Split.AddDays(1)));

        var marks = FillMarks.Of([after, before], "NVDA", [TenForOne], PriceBasis.Adjusted, Split.AddDays(2));

        Assert.Equal([120.8m, 121m], marks.Select(mark => mark.Price));
        Assert.Equal([ChartMarkKind.Bought, ChartMarkKind.Sold], marks.Select(mark => mark.Kind));
        Assert.Contains("bought 5 at 1,208 (120.8 in the units of today)", marks[0].Words, StringComparison.Ordinal);
        Assert.EndsWith("sold 5 at 121", marks[1].Words, StringComparison.Ordinal);
        Assert.Equal(1_208, FillMarks.Of([before], "NVDA", [TenForOne], PriceBasis.Raw, Split.AddDays(2))[0].Price);
        Assert.Equal(1_208, FillMarks.Of([before], "NVDA", [TenForOne], PriceBasis.Adjusted, Split.AddHours(-1))[0].Price);
    }

    [Fact]
    public void Of_AFillThatWasCorrected_IsTheRightOneAndNoOther()
    {
        var corrections = new[]
        {
            Corrected("wrong", Told("right", OrderSide.Buy, 120, Split)), Corrected("never", null),
            Corrected("right", Told("right-2", OrderSide.Buy, 119, Split)),
        };

        var marks = FillMarks.Of(
            [Told("wrong", OrderSide.Buy, 12, Split), Told("never", OrderSide.Sell, 7, Split), .. corrections], "NVDA", [],
            PriceBasis.Adjusted, Split.AddDays(1));

        Assert.Equal(119, Assert.Single(marks).Price);
    }

    [Fact]
    public void Of_FillsOfOtherAssets_AreNotDrawn() =>
        Assert.Empty(FillMarks.Of([Told("a", OrderSide.Buy, 1, Split)], "TSLA", [], PriceBasis.Adjusted, Split));

    private static FillRecorded Told(string id, OrderSide side, decimal price, DateTimeOffset at) => new(
        new Fill(id, null, "NVDA", side, 5, price, 0, null, null, at, null), "", "stocks", false, price, 1, "", 0, null, 0, 0, 0, false);

    private static FillCorrected Corrected(string id, FillRecorded? right) =>
        new(new FillCorrection($"c-{id}", id, right?.Fill, "Ada", "a slip"), "", right, null!); // what the book became is not drawn
}

using System.Collections.Immutable;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Domain;

public sealed class HistoryRulesTests
{
    private static readonly DateTimeOffset Split = new(2026, 11, 20, 5, 0, 0, TimeSpan.Zero);
    private static readonly Candle Newest = new("NVDA", "fake", Timeframe.D1, Split.AddHours(-29), 1205, 1212.5m, 1198, 1208, 40);

    private static readonly FeedState State = new()
    {
        FirstAt = Split.AddDays(-300),
        Watermark = Newest.OpenTime,
        AdjustedAsOf = Split.AddDays(-200),
        Newest = Newest,
    };

    [Theory]
    [InlineData(-1, null, false)] // It does not hold yet.
    [InlineData(0, null, true)]
    [InlineData(2, null, true)]
    [InlineData(2, 1, false)] // Fetched an hour after it; vendors may adjust late.
    [InlineData(24, 1, true)]
    [InlineData(48, 24, false)]
    [InlineData(4800, 4700, false)]
    public void IsDue_HoursFromASplit_IsWhenItHoldsAndADayLater(int nowHours, int? fetchedHours, bool expected)
    {
        var state = fetchedHours is { } hours ? State with { AdjustedAsOf = Split.AddHours(hours) } : State;

        Assert.Equal(expected, HistoryRules.IsDue(state, Split, Split.AddHours(nowHours)));
    }

    [Fact]
    public void IsDue_NoSplitOrNothingBeforeIt_IsNot()
    {
        Assert.False(HistoryRules.IsDue(State, splitAt: null, Split.AddDays(1)));
        Assert.False(HistoryRules.IsDue(State with { FirstAt = null }, Split, Split.AddDays(1)));
        Assert.False(HistoryRules.IsDue(State with { FirstAt = Split }, Split, Split.AddDays(1)));
    }

    [Theory]
    [InlineData("10", "10:1")]
    [InlineData("2", "2:1")]
    [InlineData("0.1", "1:10")]
    [InlineData("1", null)]
    [InlineData("1.25", "1.25:1")] // 5:4
    [InlineData("1.05", "1.05:1")] // a dividend of 5 % in shares
    [InlineData("150", "150.0621:1")] // as far as the cents of the new unit tell it
    [InlineData("0.016666666666666666666666667", "1:60")]
    public void AdjustedBy_NewestComesBackByAFactor_IsTheRatio(string factor, string? expected)
    {
        var by = decimal.Parse(factor, System.Globalization.CultureInfo.InvariantCulture);
        var told = Newest with
        {
            Open = Math.Round(Newest.Open / by, 2),
            High = Math.Round(Newest.High / by, 2),
            Low = Math.Round(Newest.Low / by, 2),
            Close = Math.Round(Newest.Close / by, 2),
        };

        Assert.Equal(expected, HistoryRules.AdjustedBy(State, [told], Split.AddDays(1))?.ToString());
    }

    [Fact]
    public void AdjustedBy_OnlyTheCloseWasCorrected_IsNone()
    {
        ImmutableArray<Candle> rows = [Newest with { Close = 120.8m, Low = 120.8m }];

        Assert.Null(HistoryRules.AdjustedBy(State, rows, Split.AddDays(1)));
    }

    /// <summary>A bar that a vendor corrected, alone or as a whole, is no other unit.</summary>
    [Theory]
    [InlineData("1204", "1212.5", "1198", "1208")]
    [InlineData("1213.1", "1220.6", "1206.1", "1216.1")] // all by 8.1: it moved
    [InlineData("1265.2", "1273", "1257.9", "1290")] // all but the close by 5 %
    public void AdjustedBy_BarIsCorrectedByNoFactor_IsNone(string open, string high, string low, string close)
    {
        var told = Newest with { Open = Of(open), High = Of(high), Low = Of(low), Close = Of(close) };

        Assert.Null(HistoryRules.AdjustedBy(State, [told], Split.AddDays(1)));

        static decimal Of(string price) => decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Where a minute had one price, a wrong one that was corrected looks like a factor: nobody can tell.</summary>
    [Fact]
    public void AdjustedBy_BarWithoutARange_IsNoneButInARatioOfSplits()
    {
        var state = State with { Newest = Newest with { Open = 100, High = 100, Low = 100, Close = 100 } };

        Assert.Null(HistoryRules.AdjustedBy(state, [Flat(80)], Split.AddDays(1)));
        Assert.Equal(new SplitRatio(2, 1), HistoryRules.AdjustedBy(state, [Flat(50)], Split.AddDays(1)));

        static Candle Flat(decimal price) => Newest with { Open = price, High = price, Low = price, Close = price };
    }

    [Fact]
    public void AdjustedBy_WhileItIsFetchedAgainOrJustWas_IsNone()
    {
        ImmutableArray<Candle> rows = [Newest with { Open = 120.5m, High = 121.25m, Low = 119.8m, Close = 120.8m }];
        var now = Split.AddDays(1);

        Assert.Equal(new SplitRatio(10, 1), HistoryRules.AdjustedBy(State, rows, now));
        Assert.Null(HistoryRules.AdjustedBy(State with { ContinueFrom = Split.AddDays(-100) }, rows, now));
        Assert.Null(HistoryRules.AdjustedBy(State with { AdjustedAsOf = now.AddHours(-5) }, rows, now));
        Assert.Null(HistoryRules.AdjustedBy(State with { Newest = null }, rows, now));
    }
}

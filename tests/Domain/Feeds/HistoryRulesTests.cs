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
    [InlineData("1.3", null)] // No ratio in which anyone splits.
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

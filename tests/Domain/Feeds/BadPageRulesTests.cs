using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>C2: a page that cannot be read was asked for for ever, and all behind it was lost.</summary>
public sealed class BadPageRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset From = Now.AddDays(-40);
    private static readonly DatasetSchedule Indicators = new(DatasetKind.Indicator, null, 3600, HistoryDays: 365, "short_interest");

    [Fact]
    public void Refused_OftenAndForLong_IsPassedOverCountedAndInTheLedger()
    {
        var state = new FeedState { ContinueFrom = From };
        for (var times = 0; times < BadPageRules.TriesMin; times++)
        {
            (state, var early) = BadPageRules.Refused(state, From, From.AddDays(15), "a bad row", isMeasured: false, Now);
            Assert.Equal((From, null), (state.ContinueFrom, early));
        }

        var at = Now + BadPageRules.Patience;
        var (after, passed) = BadPageRules.Refused(state, From, From.AddDays(15), "a bad row", isMeasured: false, at);

        Assert.Equal((From.AddDays(15), null, 1L), (after.ContinueFrom, after.BadPage, after.LeftOut));
        Assert.Equal("the page from 2026-10-13 12:00:00Z to 2026-10-28 12:00:00Z, asked for 6 times: a bad row", after.LastLeftOut);
        Assert.Equal(after.LastLeftOut, passed?.First);
        Assert.Equal((1L, 0L, 1L), (after.Gaps!.Expected, after.Gaps.Received, after.Gaps.Absent));
    }

    [Fact]
    public void Refused_ForLongAndSeldom_IsAskedForAgain()
    {
        var (state, _) = BadPageRules.Refused(new FeedState(), From, From.AddDays(15), "a bad row", isMeasured: false, Now);

        (state, var passed) = BadPageRules.Refused(state, From, From.AddDays(15), "a bad row", isMeasured: false, Now.AddDays(1));

        Assert.Equal((null, null, 2), (passed, state.ContinueFrom, state.BadPage!.Tries));
    }

    [Fact]
    public void NextOf_NobodyKnowsWhere_IsSomeCandlesOnAndOfOthersNowhere()
    {
        Assert.Equal(From.AddHours(500), BadPageRules.NextOf(From, null, Definitions.HourlyCandles, Now));
        Assert.Null(BadPageRules.NextOf(Now.AddHours(-499), null, Definitions.HourlyCandles, Now)); // the present is asked for again
        Assert.Null(BadPageRules.NextOf(From, null, Indicators, Now));
        Assert.Equal(From.AddDays(1), BadPageRules.NextOf(From, From.AddDays(1), Indicators, Now));
        Assert.Null(BadPageRules.NextOf(From, From, Indicators, Now));
    }
}

using OrleansAssets.AssetClasses;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Domain;

public sealed class GapRulesTests
{
    private static readonly DateTimeOffset Start = new(2026, 10, 5, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Start.AddHours(24);
    private static readonly TimeRange Span = new(Start, Now);
    private static readonly FeedState State = new() { FirstAt = Start, Watermark = Start.AddHours(23) };

    [Fact]
    public void Measure_NothingIsMissing_IsComplete()
    {
        var ledger = Measure(State, Enumerable.Range(0, 24));

        Assert.Equal((24, 24, 0, 0, null), (ledger.Expected, ledger.Received, ledger.Absent, ledger.Missing, ledger.Next));
    }

    [Fact]
    public void Measure_TwoHoles_NamesTheOlderAsNext()
    {
        var ledger = Measure(State, Enumerable.Range(0, 24).Except([4, 5, 6, 15]));

        Assert.Equal((24, 20, 4), (ledger.Expected, ledger.Received, ledger.Missing));
        Assert.Equal(new TimeRange(Start.AddHours(4), Start.AddHours(7)), ledger.Next);
    }

    [Fact]
    public void Measure_HoursBehindTheWatermarkAreLate_AreMissingButTheSchedulesToFetch()
    {
        var ledger = Measure(State with { Watermark = Start.AddHours(9) }, Enumerable.Range(0, 10));

        Assert.Equal((14, null), (ledger.Missing, ledger.Next));
    }

    [Fact]
    public void Measure_SourceWasAskedInVain_IsAskedAfterGrowingPausesAndAbsentAtTheThird()
    {
        var hole = new TimeRange(Start.AddHours(4), Start.AddHours(6));
        var (state, now, asked) = (State, Now, new List<string>());
        for (var times = 1; times <= 5; times++)
        {
            state = GapRules.Asked(state, hole, now);
            var ledger = Measure(state, Enumerable.Range(0, 24).Except([4, 5]), now);
            Assert.Null(ledger.Next);
            var due = now;
            while (Measure(state, Enumerable.Range(0, 24).Except([4, 5]), due).Next is null)
            {
                due = due.AddHours(1);
            }

            Assert.Equal(hole, Measure(state, Enumerable.Range(0, 24).Except([4, 5]), due).Next);
            asked.Add(FormattableString.Invariant($"{ledger.Absent} absent, again after {(due - now).TotalHours} h"));
            now = due;
        }

        Assert.Equal(
            [
                "0 absent, again after 1 h", "0 absent, again after 6 h", "2 absent, again after 168 h", "2 absent, again after 720 h",
                "2 absent, again after 720 h",
            ],
            asked);
    }

    [Fact]
    public void Measure_HolesThatWereAskedForAndNot_AreStretchesOfTheirOwn()
    {
        var asked = GapRules.Asked(State, new TimeRange(Start.AddHours(4), Start.AddHours(6)), Now);

        var ledger = Measure(asked, Enumerable.Range(0, 24).Except([4, 5, 6]), Now);

        Assert.Equal((0, 3), (ledger.Absent, ledger.Missing));
        Assert.Equal(new TimeRange(Start.AddHours(6), Start.AddHours(7)), ledger.Next);
    }

    /// <summary>A version before asked once; a vendor that mends its history later is believed.</summary>
    [Fact]
    public void Measure_AbsencesOfAVersionBefore_CountAsAbsentAndAreAskedForOnceMore()
    {
        var old = State with { Absences = [new TimeRange(Start.AddHours(4), Start.AddHours(6))] };

        var ledger = Measure(old, Enumerable.Range(0, 24).Except([4, 5]), Now);
        var later = Measure(old, Enumerable.Range(0, 24).Except([4, 5]), Now.AddDays(7));

        Assert.Equal((2, null), (ledger.Absent, ledger.Next));
        Assert.Equal(new TimeRange(Start.AddHours(4), Start.AddHours(6)), later.Next);
    }

    [Fact]
    public void Measure_StretchThatIsFilledByNow_ForgetsThatItWasAskedFor()
    {
        var asked = GapRules.Asked(State, new TimeRange(Start.AddHours(4), Start.AddHours(6)), Now);

        Assert.Empty(StateOf(asked, Enumerable.Range(0, 24), Now).Asks);
        Assert.Single(StateOf(asked, Enumerable.Range(0, 24).Except([5]), Now).Asks);
    }

    [Fact]
    public void Asked_PartOfAStretch_LeavesTheRestAsItWas()
    {
        var twice = GapRules.Asked(GapRules.Asked(State, Hours(2, 8), Now), Hours(4, 6), Now.AddHours(1));

        Assert.Equal([(Hours(2, 4), 1), (Hours(4, 6), 2), (Hours(6, 8), 1)], twice.Asks.Select(ask => (ask.Range, ask.Times)));
    }

    /// <summary>Ten hours in which nobody asked counted as received of every kind but quotes, sentiment and trends.</summary>
    [Theory]
    [InlineData(DatasetKind.Quotes, 7, 3, 4)]
    [InlineData(DatasetKind.OptionsFlow, 7, 3, 4)]
    [InlineData(DatasetKind.Indicator, 7, 3, 4)]
    [InlineData(DatasetKind.Posts, 7, 3, 4)]
    public void OfSchedule_FiveMinutesWithoutACollection_CountsThem(DatasetKind kind, long expected, long received, long absent)
    {
        var schedule = new DatasetSchedule(kind, null, 60, 0);
        var state = new FeedState();
        foreach (var at in new[] { Now, Now.AddSeconds(61), Now.AddSeconds(360) })
        {
            state = state with { Gaps = GapRules.OfSchedule(state, schedule, at), CollectedAt = at };
        }

        Assert.Equal((expected, received, absent, 0L), (state.Gaps!.Expected, state.Gaps.Received, state.Gaps.Absent, state.Gaps.Missing));
        Assert.Equal((Now, Now.AddSeconds(360)), (state.Gaps.From, state.Gaps.Until));
    }

    [Fact]
    public void Measure_LabelsFromHalfPast_FallIntoTheirSlots()
    {
        var open = new DateTimeOffset(2026, 10, 5, 13, 30, 0, TimeSpan.Zero);

        var ledger = GapRules.Measure(
            State, MarketHours.UsExchange, Timeframe.H1, Span, [.. Enumerable.Range(0, 7).Select(hour => open.AddHours(hour))], Now).Gaps!;

        Assert.Equal((7, 7), (ledger.Expected, ledger.Received));
    }

    [Fact]
    public void Asked_StretchesThatTouch_AreKeptAsOne()
    {
        var state = State;
        for (var hour = 0; hour < 1_000; hour++)
        {
            state = GapRules.Asked(state, Hours(hour, hour + 1), Now);
        }

        Assert.Equal(new GapAsk(Hours(0, 1_000), 1, Now), Assert.Single(state.Asks));
    }

    /// <summary>After five hundred stretches that a source had nothing of, no gap of the feed was asked for any more.</summary>
    [Fact]
    public void Measure_ManyStretchesWereAskedForInVain_AsksForANewOneAllTheSame()
    {
        var state = State;
        for (var number = 0; number < GapRules.AsksMax + 20; number++)
        {
            state = GapRules.Asked(state, new TimeRange(Start.AddHours(-9_000 + (2 * number)), Start.AddHours(-8_999 + (2 * number))), Now);
        }

        var ledger = Measure(state, Enumerable.Range(0, 24).Except([7]), Now);

        Assert.Equal(GapRules.AsksMax, state.Asks.Length);
        Assert.Equal(Hours(7, 8), ledger.Next);
    }

    [Fact]
    public void SpanOf_ManyMinutes_CountsTheNewestOnly()
    {
        var span = GapRules.SpanOf(
            State with { FirstAt = Start.AddYears(-5) }, new DatasetSchedule(DatasetKind.Candles, Timeframe.M1, 60, 9), Now);

        Assert.Equal(GapRules.SlotsMax, (span?.Until - span?.From)?.TotalMinutes);
    }

    private static GapLedger Measure(FeedState state, IEnumerable<int> hours, DateTimeOffset? now = null) =>
        StateOf(state, hours, now ?? Now).Gaps!; // measured

    private static FeedState StateOf(FeedState state, IEnumerable<int> hours, DateTimeOffset now) => GapRules.Measure(
        state, MarketHours.Always, Timeframe.H1, Span, [.. hours.Select(hour => Start.AddHours(hour))], now);

    private static TimeRange Hours(int from, int until) => new(Start.AddHours(from), Start.AddHours(until));
}

using OrleansAssets.AssetClasses;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain.Feeds;

/// <summary>Minutes in which a source was to push quotes of an asset, and neither its stream nor a poll brought one.</summary>
public sealed class PushedGapRulesTests
{
    /// <summary>A Wednesday; shares are traded in New York from 13:30 to 20:00 UTC.</summary>
    private static readonly DateTimeOffset Start = new(2026, 9, 30, 13, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Measure_StreamAndPollsFailForMinutes_CountsThoseThatNeitherBrought()
    {
        var state = Polled(new FeedState(), 0);
        state = Polled(state, 20);
        state = Polled(state, 20); // twice in one minute
        state = Polled(state, 60);

        // Pushed in the minutes 1 to 9 and 30 to 58; polled in the minute 20 too, what was there already.
        var (measured, span) = Measure(state, 61, [.. Enumerable.Range(1, 9), .. Enumerable.Range(30, 29)]);

        Assert.Equal(new TimeRange(Start, At(60)), span);
        Assert.Equal((60, 40, 20, 0), LedgerOf(measured));
        Assert.Equal((Start, At(60), At(61)), (measured.Gaps?.From, measured.Gaps?.Until, measured.Gaps?.MeasuredAt));
        Assert.Equal([At(60)], (measured.PolledMinutes ?? []).AsEnumerable()); // it is counted the next time
    }

    /// <summary>Whatever is measured when, each minute is counted once.</summary>
    [Fact]
    public void Measure_InParts_CountsEachMinuteOnceAsAllAtOnce() => Laws.Hold(300, choices =>
    {
        var (parts, whole, pushed) = (Polled(new FeedState(), 0), Polled(new FeedState(), 0), new List<int>());
        for (var minute = 1; minute < 200; minute++)
        {
            pushed.AddRange(choices.Next(3) == 0 ? [minute] : []);
            if (choices.Next(4) == 0)
            {
                (parts, whole) = (Polled(parts, minute), Polled(whole, minute));
            }

            parts = choices.Next(10) == 0 ? Measure(parts, minute, pushed).State : parts;
        }

        Assert.Equal(LedgerOf(Measure(whole, 201, pushed).State), LedgerOf(Measure(parts, 201, pushed).State));
    });

    [Fact]
    public void Measure_MarketIsClosed_ExpectsNothing()
    {
        var (measured, _) = Measure(Polled(new FeedState(), 0), 61, [], MarketHours.UsExchange);

        Assert.Equal((30, 0, 30, 0), LedgerOf(measured)); // from 13:30 on
    }

    /// <summary>A silo that was away for a night counts its minutes too; one that was for a year no more than can be counted.</summary>
    [Theory]
    [InlineData(720, 719)]
    [InlineData(600_000, PushedGapRules.MinutesMax)]
    public void SpanOf_NobodyMeasuredForLong_IsBounded(int minutesAway, int expected)
    {
        var span = PushedGapRules.SpanOf(Polled(new FeedState(), 0), At(minutesAway));

        Assert.Equal((At(minutesAway - 1), expected), (span?.Until, (int?)(span?.Until - span?.From)?.TotalMinutes));
    }

    [Fact]
    public void SpanOf_NothingIsOver_IsNone()
    {
        Assert.Null(PushedGapRules.SpanOf(new FeedState(), At(5)));
        Assert.Null(PushedGapRules.SpanOf(Polled(new FeedState(), 0), At(1)));
    }

    /// <summary>Intervals of a schedule and minutes are no one sum.</summary>
    [Fact]
    public void Polled_StreamIsSwitchedOnAndOff_BeginsTheLedgerAnew()
    {
        var polled = Polled(Polled(new FeedState(), 0, isPushed: false), 5, isPushed: false);
        var pushed = Polled(polled, 6);
        var (measured, _) = Measure(pushed, 70, [7]);
        var off = Polled(measured, 80, isPushed: false);

        Assert.Equal(((6, 2, 4, 0), (0, 0, 0, 0)), (LedgerOf(polled), LedgerOf(pushed)));
        Assert.Equal((63, 2, 61, 0), LedgerOf(measured));
        Assert.Equal((1, 1, 0, 0), LedgerOf(off));
        Assert.Null(off.PolledMinutes);
    }

    private static FeedState Polled(FeedState state, int minute, bool isPushed = true) => PushedGapRules.Polled(
        state, state with { CollectedAt = At(minute) }, Definitions.Quotes, isPushed, At(minute).AddSeconds(7));

    /// <param name="pushed">The minutes with a stored quote.</param>
    private static (FeedState State, TimeRange? Span) Measure(
        FeedState state, int minute, IEnumerable<int> pushed, MarketHours hours = MarketHours.Always) =>
        PushedGapRules.SpanOf(state, At(minute)) is { } span
            ? (PushedGapRules.Measure(
                state, hours, span, [.. pushed.Select(At).Where(at => at >= span.From && at < span.Until)], At(minute)), span)
            : (state, null);

    private static (long Expected, long Received, long Absent, long Missing) LedgerOf(FeedState state) => state.Gaps is { } ledger
        ? (ledger.Expected, ledger.Received, ledger.Absent, ledger.Missing)
        : throw new InvalidOperationException("There is no ledger.");

    private static DateTimeOffset At(int minute) => Start.AddMinutes(minute);
}

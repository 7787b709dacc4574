using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.DataSources;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Feeds;

/// <summary>
/// What is lost of quotes that a source is to push: minutes in which the market was open and neither the stream nor a poll brought one. A
/// quote that did not change is one that did not come, unless a poll brought it.
/// </summary>
/// <remarks>
/// The stream notes nothing: what it brought is in the table, whichever silo had it and died, and polls that brought what was there already
/// are noted with the feed.
/// </remarks>
public static class PushedGapRules
{
    /// <summary>Most minutes that are counted at once, the newest: what nobody measured for longer is left out.</summary>
    public const int MinutesMax = 100_000;

    /// <summary>A poll counts for its minute; more of them than these wait for no measure, which is made each hour.</summary>
    public const int PolledMax = 1_440;

    /// <summary>What came is stored some seconds later.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The state of a feed that is no feed of candles, after a poll: with the poll noted where quotes are to be pushed too, else with the
    /// intervals of its schedule. A ledger of one kind does not go on as one of the other: where a stream is switched on or off, it begins
    /// anew.
    /// </summary>
    /// <param name="before">As it stood before the poll.</param>
    /// <param name="after">Likewise after it.</param>
    public static FeedState Polled(FeedState before, FeedState after, DatasetSchedule schedule, bool isPushed, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(schedule);
        if (!isPushed)
        {
            var own = before.PolledMinutes is null ? before : before with { Gaps = null, CollectedAt = null };
            return after with { Gaps = GapRules.OfSchedule(own, schedule, now), PolledMinutes = null };
        }

        var minute = MinuteOf(now);
        var polled = before.PolledMinutes ?? [];
        return after with
        {
            Gaps = before.PolledMinutes is null ? new GapLedger(minute, minute, 0, 0, 0, 0, Next: null, now) : before.Gaps,
            PolledMinutes = polled.IsEmpty || polled[^1] < minute ? [.. polled.TakeLast(PolledMax - 1), minute] : polled,
        };
    }

    /// <summary>The whole minutes behind the ledger that are stored by now; null where there are none.</summary>
    public static TimeRange? SpanOf(FeedState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        var until = MinuteOf(now - Grace);
        var from = state.Gaps is { } ledger && ledger.Until > until.AddMinutes(-MinutesMax) ? ledger.Until : until.AddMinutes(-MinutesMax);
        return state.Gaps is null || from >= until ? null : new TimeRange(from, until);
    }

    /// <summary>The state with the minutes of a span counted. What nobody brought is lost for good.</summary>
    /// <param name="stored">The minutes of the span with a stored quote.</param>
    public static FeedState Measure(
        FeedState state, MarketHours hours, TimeRange span, IReadOnlyList<DateTimeOffset> stored, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(span);
        var ledger = state.Gaps ?? new GapLedger(span.From, span.From, 0, 0, 0, 0, Next: null, now);
        var polled = state.PolledMinutes ?? [];
        var (expected, received) = GapRules.Count(hours, Timeframe.M1, span, [.. stored.Concat(polled).Distinct().Order()]);
        return state with
        {
            Gaps = ledger with
            {
                Until = span.Until,
                Expected = ledger.Expected + expected,
                Received = ledger.Received + received,
                Absent = ledger.Absent + expected - received,
                MeasuredAt = now,
            },
            PolledMinutes = [.. polled.Where(minute => minute >= span.Until)],
        };
    }

    private static DateTimeOffset MinuteOf(DateTimeOffset instant) => Timeframe.M1.OpenTimeOf(instant);
}

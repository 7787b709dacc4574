using System.Collections.Immutable;
using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Feeds;

/// <summary>Finds what a feed of candles lacks: slots of the market's calendar without a stored candle.</summary>
public static class GapRules
{
    /// <summary>Most slots that are counted, newest ones: ten years of hours, ten weeks of minutes.</summary>
    public const int SlotsMax = 100_000;

    /// <summary>
    /// Most stretches for which a source was asked again that are remembered; beyond that those that lie nearest to each other count as
    /// one, as to forget one would be to ask for it without end.
    /// </summary>
    public const int AsksMax = 500;

    /// <summary>After so many asks in vain a stretch counts as absent at the source.</summary>
    public const int AbsentAfter = 3;

    /// <summary>
    /// The pauses between asks for the same stretch: a vendor fills its holes by and by. What counts as absent is asked for again too, if
    /// seldom, as vendors mend old histories.
    /// </summary>
    private static readonly ImmutableArray<TimeSpan> Pauses =
        [TimeSpan.FromHours(1), TimeSpan.FromHours(6), TimeSpan.FromDays(7), TimeSpan.FromDays(30)];

    /// <summary>Most slots in one stretch of backfill: a few pages of any vendor.</summary>
    public const int StretchMax = 5_000;

    /// <summary>How old a ledger may be before it is measured anew.</summary>
    public static readonly TimeSpan AgeMax = TimeSpan.FromHours(1);

    /// <summary>How long after its end a candle may still be on its way from the vendor.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    /// <summary>From where and up to when a feed is measured; null before its first candle.</summary>
    public static TimeRange? SpanOf(FeedState state, DatasetSchedule schedule, DateTimeOffset now) =>
        state.FirstAt is { } first ? SpanOf(first, schedule, now) : null;

    /// <summary>What can be measured of the time from an instant on; null where there is nothing yet.</summary>
    public static TimeRange? SpanOf(DateTimeOffset first, DatasetSchedule schedule, DateTimeOffset now)
    {
        var until = now - Grace - TimeSpan.FromSeconds(schedule.EverySeconds);
        if (schedule.Timeframe is not { } timeframe || first >= until)
        {
            return null;
        }

        var earliest = until - (timeframe.Duration() * SlotsMax);
        return new TimeRange(first > earliest ? first : earliest, until);
    }

    /// <summary>How many candles a span should hold, and for how many of them there is one.</summary>
    /// <param name="openTimes">Open times of the stored candles of the span, ascending.</param>
    public static (long Expected, long Received) Count(
        MarketHours hours, Timeframe timeframe, TimeRange span, IReadOnlyList<DateTimeOffset> openTimes)
    {
        var (expected, received) = (0L, 0L);
        foreach (var (_, isReceived) in Slots(hours, timeframe, span, openTimes))
        {
            expected++;
            received += isReceived ? 1 : 0;
        }

        return (expected, received);
    }

    /// <summary>The state with its ledger measured anew; asks whose stretches are filled by now are forgotten.</summary>
    /// <param name="openTimes">Open times of the stored candles of the span, ascending.</param>
    public static FeedState Measure(
        FeedState state, MarketHours hours, Timeframe timeframe, TimeRange span, IReadOnlyList<DateTimeOffset> openTimes,
        DateTimeOffset now)
    {
        var (expected, received, absent) = (0L, 0L, 0L);
        var (asks, inVain) = (AsksOf(state), new HashSet<GapAsk>());
        var stretch = new Stretch(state.Watermark + timeframe.Duration() ?? span.Until);
        foreach (var (slot, isReceived) in Slots(hours, timeframe, span, openTimes))
        {
            expected++;
            var ask = isReceived ? null : asks.FirstOrDefault(ask => ask.Range.From <= slot.From && slot.From < ask.Range.Until);
            received += isReceived ? 1 : 0;
            absent += ask?.Times >= AbsentAfter ? 1 : 0;
            _ = ask is not null && inVain.Add(ask);
            stretch.Take(slot, isDue: !isReceived && (ask is null || DueAt(ask) <= now), ask);
        }

        return state with
        {
            Gaps = new GapLedger(span.From, span.Until, expected, received, absent, expected - received - absent, stretch.Range, now),
            Asks = [.. asks.Where(inVain.Contains)],
            Absences = [],
        };
    }

    /// <summary>
    /// The state after the source was asked for a stretch and did not fill it, be it that it had nothing or that it refused: asked again
    /// after a pause that grows, and absent after some times.
    /// </summary>
    public static FeedState Asked(FeedState state, TimeRange range, DateTimeOffset now)
    {
        var known = AsksOf(state);
        var times = known.Where(ask => ask.Range.From < range.Until && range.From < ask.Range.Until)
            .Select(ask => ask.Times).DefaultIfEmpty(0).Max();
        var merged = ImmutableArray.CreateBuilder<GapAsk>();
        foreach (var ask in known.SelectMany(ask => Without(ask, range)).Append(new GapAsk(range, times + 1, now))
            .OrderBy(ask => ask.Range.From))
        {
            if (merged.Count > 0 && merged[^1] is var last && last.Times == ask.Times && ask.Range.From <= last.Range.Until)
            {
                var until = ask.Range.Until > last.Range.Until ? ask.Range.Until : last.Range.Until;
                merged[^1] = new GapAsk(last.Range with { Until = until }, ask.Times, ask.At > last.At ? ask.At : last.At);
            }
            else
            {
                merged.Add(ask);
            }
        }

        while (merged.Count > AsksMax)
        {
            JoinNearest(merged);
        }

        return state with { Asks = merged.ToImmutable(), Absences = [] };
    }

    /// <summary>Makes one of the two that lie nearest to each other, asked for as often as the one that was less often.</summary>
    private static void JoinNearest(ImmutableArray<GapAsk>.Builder asks)
    {
        var first = Enumerable.Range(0, asks.Count - 1).MinBy(place => asks[place + 1].Range.From - asks[place].Range.Until);
        var (one, other) = (asks[first], asks[first + 1]);
        asks[first] = new GapAsk(
            new TimeRange(one.Range.From, other.Range.Until), Math.Min(one.Times, other.Times), one.At > other.At ? one.At : other.At);
        asks.RemoveAt(first + 1);
    }

    /// <summary>
    /// The ledger of a feed that is no feed of candles, after a collection: intervals of its schedule, and those of them in which it was
    /// asked and answered. What its source still has of the others comes with a later page; nobody can tell what it has not.
    /// </summary>
    /// <param name="before">As it stood before.</param>
    public static GapLedger OfSchedule(FeedState before, DatasetSchedule schedule, DateTimeOffset now)
    {
        var ledger = before.Gaps ?? new GapLedger(now, now, 0, 0, 0, 0, Next: null, now);
        var intervals = before.CollectedAt is { } last
            ? (long)Math.Max(0, Math.Round((now - last).TotalSeconds / Math.Max(1, schedule.EverySeconds)))
            : 1;
        var received = Math.Min(1, intervals);
        return ledger with
        {
            Until = now, Expected = ledger.Expected + intervals, Received = ledger.Received + received,
            Absent = ledger.Absent + intervals - received, MeasuredAt = now,
        };
    }

    /// <summary>Those of this version, and what a version before stored: it asked once, and never again.</summary>
    private static ImmutableArray<GapAsk> AsksOf(FeedState state) => state.Absences.IsEmpty
        ? state.Asks
        : [.. state.Asks, .. state.Absences.Select(range => new GapAsk(range, AbsentAfter, range.Until))];

    private static DateTimeOffset DueAt(GapAsk ask) => ask.At + Pauses[Math.Min(ask.Times, Pauses.Length) - 1];

    /// <summary>What is left of an ask without a stretch: itself, parts of it, or nothing.</summary>
    private static IEnumerable<GapAsk> Without(GapAsk ask, TimeRange range)
    {
        if (ask.Range.Until <= range.From || range.Until <= ask.Range.From)
        {
            yield return ask;
            yield break;
        }

        if (ask.Range.From < range.From)
        {
            yield return ask with { Range = ask.Range with { Until = range.From } };
        }

        if (range.Until < ask.Range.Until)
        {
            yield return ask with { Range = ask.Range with { From = range.Until } };
        }
    }

    private static IEnumerable<(TimeRange Slot, bool IsReceived)> Slots(
        MarketHours hours, Timeframe timeframe, TimeRange span, IReadOnlyList<DateTimeOffset> openTimes)
    {
        var index = 0;
        foreach (var slot in MarketCalendar.SlotsOf(hours, timeframe, span.From, span.Until))
        {
            while (index < openTimes.Count && openTimes[index] < slot.From)
            {
                index++;
            }

            yield return (slot, index < openTimes.Count && openTimes[index] < slot.Until);
        }
    }

    /// <summary>
    /// The first run of slots behind the watermark that are to be asked for, all of which were asked for before or none; what lies ahead of
    /// it is the schedule's to fetch.
    /// </summary>
    private sealed class Stretch(DateTimeOffset before)
    {
        private int _slots;
        private bool _isOver;
        private GapAsk? _ask;

        public TimeRange? Range { get; private set; }

        public void Take(TimeRange slot, bool isDue, GapAsk? ask)
        {
            var isPart = isDue && slot.Until <= before && _slots < StretchMax && (Range is null || ask == _ask);
            _isOver |= Range is not null && !isPart;
            if (isPart && !_isOver)
            {
                Range = new TimeRange(Range?.From ?? slot.From, slot.Until);
                _ask = ask;
                _slots++;
            }
        }
    }
}

/// <summary>A stretch of candles for which the source was asked again, in vain.</summary>
/// <param name="Times">How often in a row.</param>
/// <param name="At">When last.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.GapAsk")]
public sealed record GapAsk(TimeRange Range, int Times, DateTimeOffset At);

using System.Collections.Immutable;
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

    /// <summary>Most stretches that are known to be absent at a source; beyond that no more are asked for.</summary>
    public const int AbsencesMax = 500;

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

    /// <summary>Measures a feed.</summary>
    /// <param name="openTimes">Open times of the stored candles of the span, ascending.</param>
    public static GapLedger Measure(
        FeedState state, MarketHours hours, Timeframe timeframe, TimeRange span, IReadOnlyList<DateTimeOffset> openTimes,
        DateTimeOffset now)
    {
        var (expected, received, absent) = (0L, 0L, 0L);
        var stretch = new Stretch(state.Watermark + timeframe.Duration() ?? span.Until);
        foreach (var (slot, isReceived) in Slots(hours, timeframe, span, openTimes))
        {
            expected++;
            var isAbsent = !isReceived && state.Absences.Any(range => range.From <= slot.From && slot.From < range.Until);
            received += isReceived ? 1 : 0;
            absent += isAbsent ? 1 : 0;
            stretch.Take(slot, isMissing: !isReceived && !isAbsent);
        }

        var next = state.Absences.Length < AbsencesMax ? stretch.Range : null;
        return new GapLedger(span.From, span.Until, expected, received, absent, expected - received - absent, next, now);
    }

    /// <summary>The state after the source was asked for a stretch: what is still missing of it does not exist there.</summary>
    public static FeedState Asked(FeedState state, TimeRange range)
    {
        var merged = ImmutableArray.CreateBuilder<TimeRange>();
        foreach (var known in state.Absences.Append(range).OrderBy(known => known.From))
        {
            if (merged.Count > 0 && known.From <= merged[^1].Until)
            {
                merged[^1] = new TimeRange(merged[^1].From, known.Until > merged[^1].Until ? known.Until : merged[^1].Until);
            }
            else
            {
                merged.Add(known);
            }
        }

        return state with { Absences = merged.ToImmutable() };
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

    /// <summary>The first run of missing slots behind the watermark; what lies ahead of it is the schedule's to fetch.</summary>
    private sealed class Stretch(DateTimeOffset before)
    {
        private int _slots;
        private bool _isOver;

        public TimeRange? Range { get; private set; }

        public void Take(TimeRange slot, bool isMissing)
        {
            var isPart = isMissing && slot.Until <= before && _slots < StretchMax;
            _isOver |= Range is not null && !isPart;
            if (isPart && !_isOver)
            {
                Range = new TimeRange(Range?.From ?? slot.From, slot.Until);
                _slots++;
            }
        }
    }
}

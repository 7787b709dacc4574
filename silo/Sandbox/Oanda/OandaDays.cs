using OrleansAssets.Domain.Calendars;
using OrleansAssets.MarketData;
using OrleansAssets.Sandbox.World;

namespace OrleansAssets.Sandbox.Oanda;

/// <summary>The synthetic world in OANDA's days, which begin at 17:00 in New York; the week ends on Friday at that hour.</summary>
internal static class OandaDays
{
    private const TradingHours Week = TradingHours.ForexWeek;
    private static readonly TimeOnly Begin = new(17, 0);

    /// <summary>Bars that open from an instant on; each ends where the next would begin, whatever was traded.</summary>
    public static IEnumerable<Bar> BarsFrom(SyntheticMarket market, Timeframe timeframe, DateTimeOffset from, DateTimeOffset now)
    {
        // Days and their quarters are put together from hours, as the world's own bear other labels.
        var parts = timeframe is Timeframe.H4 or Timeframe.D1 ? Timeframe.H1 : timeframe;
        Bar? bar = null;
        foreach (var part in market.BarsFrom(parts, StartOf(timeframe, from), now, now))
        {
            var start = StartOf(timeframe, part.Start);
            if (bar is { } open && open.Start == start)
            {
                bar = open.Then(part) with { End = open.End };
                continue;
            }

            if (bar is { } done && done.Start >= from)
            {
                yield return done;
            }

            bar = part with { Start = start, End = start + timeframe.Duration() };
        }

        if (bar is { } last && last.Start >= from)
        {
            yield return last;
        }
    }

    /// <summary>The date on which the day that holds an instant ends.</summary>
    private static DateOnly TradingDateOf(DateTimeOffset instant) => TradingCalendar.DateOf(Week, instant);

    private static DateTimeOffset StartOf(Timeframe timeframe, DateTimeOffset instant)
    {
        if (timeframe is not (Timeframe.H4 or Timeframe.D1))
        {
            return timeframe.OpenTimeOf(instant);
        }

        var begin = NewYorkTime.InstantOf(TradingDateOf(instant).AddDays(-1), Begin);
        return timeframe == Timeframe.D1
            ? begin : begin + (Timeframe.H4.Duration() * Math.Floor((instant - begin) / Timeframe.H4.Duration()));
    }
}

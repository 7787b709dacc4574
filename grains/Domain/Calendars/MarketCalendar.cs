using OrleansAssets.AssetClasses;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Calendars;

/// <summary>
/// When markets trade. Currencies close for Christmas and New Year's Day; on other public holidays they thin out rather than close. Futures
/// close for those and Good Friday, on the day on which they are kept, and early on the other holidays of the United States.
/// </summary>
public static class MarketCalendar
{
    private static readonly TimeOnly ForexDay = new(17, 0);

    /// <summary>Whether a date is a trading day.</summary>
    public static bool IsTradingDay(MarketHours hours, DateOnly date) => hours switch
    {
        MarketHours.Always => true,
        MarketHours.UsExchange => UsExchangeCalendar.IsTradingDay(date),
        MarketHours.Futures => FuturesCalendar.IsTradingDay(date),
        _ => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)
            && date is not ({ Month: 12, Day: 25 } or { Month: 1, Day: 1 }),
    };

    /// <summary>The session of a trading day.</summary>
    public static TimeRange SessionOf(MarketHours hours, DateOnly date) => hours switch
    {
        MarketHours.Always => UtcDay(date),
        MarketHours.UsExchange => UsExchangeCalendar.SessionOf(date),
        MarketHours.Futures => FuturesCalendar.SessionOf(date),
        _ => new TimeRange(NewYorkTime.InstantOf(date.AddDays(-1), ForexDay), NewYorkTime.InstantOf(date, ForexDay)),
    };

    /// <summary>Whether a market is open at some time between two instants.</summary>
    public static bool IsOpenBetween(MarketHours hours, DateTimeOffset from, DateTimeOffset until)
    {
        if (from >= until || hours == MarketHours.Always)
        {
            return from < until;
        }

        var end = DateOnly.FromDateTime(until.UtcDateTime).AddDays(1);
        for (var date = DateOnly.FromDateTime(from.UtcDateTime).AddDays(-1); date <= end; date = date.AddDays(1))
        {
            if (IsTradingDay(hours, date) && SessionOf(hours, date) is var session && session.From < until && session.Until > from)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a market is open at an instant.</summary>
    public static bool IsOpenAt(MarketHours hours, DateTimeOffset instant) => IsOpenBetween(hours, instant, instant.AddTicks(1));

    /// <summary>When a market opens next after an instant; null where it does not within three weeks.</summary>
    public static DateTimeOffset? NextOpening(MarketHours hours, DateTimeOffset after)
    {
        var start = DateOnly.FromDateTime(after.UtcDateTime);
        return Enumerable.Range(0, 21).Select(start.AddDays).Where(date => IsTradingDay(hours, date))
            .Select(date => (DateTimeOffset?)SessionOf(hours, date).From).FirstOrDefault(from => from > after);
    }

    /// <summary>When a market closed last before an instant; null where it was open for the three weeks before.</summary>
    public static DateTimeOffset? LastClose(MarketHours hours, DateTimeOffset before)
    {
        var start = DateOnly.FromDateTime(before.UtcDateTime).AddDays(1);
        return hours == MarketHours.Always ? null : Enumerable.Range(0, 21).Select(back => start.AddDays(-back))
            .Where(date => IsTradingDay(hours, date)).Select(date => (DateTimeOffset?)SessionOf(hours, date).Until)
            .FirstOrDefault(until => until <= before);
    }

    /// <summary>
    /// The slots of a timeframe that lie behind <paramref name="from"/> and were over at <paramref name="until"/>, in order: in each of
    /// them one candle opens. Vendors label candles differently within a slot (hours from 9:00 or from 9:30, days from midnight in UTC
    /// or from the evening before), so that slots and not labels are compared.
    /// </summary>
    public static IEnumerable<TimeRange> SlotsOf(MarketHours hours, Timeframe timeframe, DateTimeOffset from, DateTimeOffset until)
    {
        var last = DateTimeOffset.MinValue;
        var end = DateOnly.FromDateTime(until.UtcDateTime).AddDays(1);
        for (var date = DateOnly.FromDateTime(from.UtcDateTime).AddDays(-1); date <= end; date = date.AddDays(1))
        {
            if (!IsTradingDay(hours, date))
            {
                continue;
            }

            foreach (var slot in timeframe == Timeframe.D1 ? [DayOf(hours, date)] : SlotsOf(timeframe, SessionOf(hours, date)))
            {
                var closed = timeframe == Timeframe.D1 ? DayEndOf(hours, date) : slot.Until;
                if (slot.From > last && slot.Until > from && closed <= until)
                {
                    last = slot.From; // Sessions that touch may share a slot.
                    yield return slot;
                }
            }
        }
    }

    /// <summary>How long a market was open between two instants; no longer is counted than asked for.</summary>
    public static TimeSpan OpenBetween(MarketHours hours, DateTimeOffset from, DateTimeOffset until, TimeSpan most)
    {
        var open = hours == MarketHours.Always && until > from ? until - from : TimeSpan.Zero;
        var end = DateOnly.FromDateTime(until.UtcDateTime).AddDays(1);
        for (var date = DateOnly.FromDateTime(from.UtcDateTime).AddDays(-1);
            hours != MarketHours.Always && date <= end && open < most;
            date = date.AddDays(1))
        {
            if (IsTradingDay(hours, date) && SessionOf(hours, date) is var session && session.From < until && session.Until > from)
            {
                open += (session.Until < until ? session.Until : until) - (session.From > from ? session.From : from);
            }
        }

        return open < most ? open : most;
    }

    /// <summary>From when on a market was open for so long, up to an instant: while it is closed no time passes.</summary>
    public static DateTimeOffset OpenFor(MarketHours hours, TimeSpan open, DateTimeOffset until)
    {
        var (left, date) = (open, DateOnly.FromDateTime(until.UtcDateTime).AddDays(1));
        while (hours != MarketHours.Always)
        {
            if (IsTradingDay(hours, date) && SessionOf(hours, date) is var session && session.From < until)
            {
                var end = session.Until < until ? session.Until : until;
                if (end - session.From >= left)
                {
                    return end - left;
                }

                left -= end - session.From;
            }

            date = date.AddDays(-1); // no market is closed for good
        }

        return until - open;
    }

    /// <summary>When the session ends that is under way at an instant, or else the next one.</summary>
    public static DateTimeOffset NextCloseAfter(MarketHours hours, DateTimeOffset instant)
    {
        var date = DateOnly.FromDateTime(instant.UtcDateTime).AddDays(-1);
        while (!IsTradingDay(hours, date) || SessionOf(hours, date).Until <= instant)
        {
            date = date.AddDays(1); // no market is closed for good
        }

        return SessionOf(hours, date).Until;
    }

    private static IEnumerable<TimeRange> SlotsOf(Timeframe timeframe, TimeRange session)
    {
        for (var open = timeframe.OpenTimeOf(session.From); open < session.Until; open += timeframe.Duration())
        {
            yield return new TimeRange(open, open + timeframe.Duration());
        }
    }

    private static TimeRange DayOf(MarketHours hours, DateOnly date) =>
        hours is MarketHours.Forex or MarketHours.Futures ? SessionOf(hours, date) : UtcDay(date);

    /// <summary>
    /// When a day's candle can no longer change: for US shares after the late session; for the others at midnight in UTC, from which
    /// some vendors count a currency's day too.
    /// </summary>
    private static DateTimeOffset DayEndOf(MarketHours hours, DateOnly date) =>
        hours == MarketHours.UsExchange ? NewYorkTime.MidnightOf(date.AddDays(1)) : UtcDay(date).Until;

    private static TimeRange UtcDay(DateOnly date)
    {
        var start = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        return new TimeRange(start, start.AddDays(1));
    }
}

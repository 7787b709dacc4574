using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Sandbox.World;

/// <summary>Sessions of the sandbox's markets: those of <see cref="MarketCalendar"/>.</summary>
internal static class TradingCalendar
{
    /// <summary>A day of currencies and futures begins so long before the midnight in New York of its date.</summary>
    private static readonly TimeSpan BeforeMidnight = TimeSpan.FromHours(7);

    /// <summary>Whether a date is a trading day.</summary>
    public static bool IsTradingDay(TradingHours hours, DateOnly date) => MarketCalendar.IsTradingDay(HoursOf(hours), date);

    /// <summary>Start and end of a trading day's session, UTC.</summary>
    public static (DateTimeOffset Start, DateTimeOffset End) SessionOf(TradingHours hours, DateOnly date)
    {
        var session = MarketCalendar.SessionOf(HoursOf(hours), date);
        return (session.From, session.Until);
    }

    /// <summary>The date whose session holds an instant, or would, were it a trading day.</summary>
    public static DateOnly DateOf(TradingHours hours, DateTimeOffset instant) => hours switch
    {
        TradingHours.Always => DateOnly.FromDateTime(instant.UtcDateTime),
        TradingHours.ForexWeek or TradingHours.Futures => NewYorkTime.DateOf(instant + BeforeMidnight),
        _ => NewYorkTime.DateOf(instant),
    };

    /// <summary>An instant, or the last second before it in which the market was open.</summary>
    public static DateTimeOffset LastTradingAt(TradingHours hours, DateTimeOffset instant)
    {
        var date = DateOf(hours, instant);
        if (IsTradingDay(hours, date) && SessionOf(hours, date) is var (start, end) && instant >= start)
        {
            return instant < end ? instant : end.AddSeconds(-1);
        }

        return SessionOf(hours, TradingDayBefore(hours, date)).End.AddSeconds(-1);
    }

    /// <summary>The newest trading day before a date.</summary>
    public static DateOnly TradingDayBefore(TradingHours hours, DateOnly date)
    {
        do
        {
            date = date.AddDays(-1);
        }
        while (!IsTradingDay(hours, date));

        return date;
    }

    private static MarketHours HoursOf(TradingHours hours) => hours switch
    {
        TradingHours.Always => MarketHours.Always,
        TradingHours.ForexWeek => MarketHours.Forex,
        TradingHours.Futures => MarketHours.Futures,
        _ => MarketHours.UsExchange,
    };
}

/// <summary>When an asset trades.</summary>
internal enum TradingHours
{
    /// <summary>Around the clock; days begin at 00:00Z.</summary>
    Always,

    /// <summary>Sunday 17:00 to Friday 17:00 in New York, where days begin at 17:00.</summary>
    ForexWeek,

    /// <summary>The same week with a pause of an hour each day from 17:00 on, and with CME's holidays and early closes.</summary>
    Futures,

    /// <summary>9:30 to 16:00 in New York on the trading days of NYSE and Nasdaq.</summary>
    NewYork,
}

using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Sandbox.World;

/// <summary>Sessions of the sandbox's markets: those of <see cref="MarketCalendar"/>.</summary>
internal static class TradingCalendar
{
    /// <summary>A currency's day begins so long before the midnight in New York of its date.</summary>
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
        TradingHours.ForexWeek => NewYorkTime.DateOf(instant + BeforeMidnight),
        _ => NewYorkTime.DateOf(instant),
    };

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
        _ => MarketHours.UsExchange,
    };
}

/// <summary>When an asset trades.</summary>
internal enum TradingHours
{
    /// <summary>Around the clock; days begin at 00:00Z.</summary>
    Always,

    /// <summary>Sunday 17:00 to Friday 17:00 in New York, where days begin at 17:00; the pauses of futures are left out.</summary>
    ForexWeek,

    /// <summary>9:30 to 16:00 in New York on the trading days of NYSE and Nasdaq.</summary>
    NewYork,
}

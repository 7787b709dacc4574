using OrleansAssets.AssetClasses;
using OrleansAssets.Grains.MarketCalendars;
using OrleansAssets.Grains.Vendors;

namespace OrleansAssets.Silo.Sandbox;

/// <summary>Sessions of the sandbox's markets: those of <see cref="MarketCalendar"/>, but for the simpler week of currencies.</summary>
internal static class TradingCalendar
{
    /// <summary>Whether a date is a trading day.</summary>
    public static bool IsTradingDay(TradingHours hours, DateOnly date) => MarketCalendar.IsTradingDay(HoursOf(hours), date);

    /// <summary>Start and end of a trading day's session, UTC.</summary>
    public static (DateTimeOffset Start, DateTimeOffset End) SessionOf(TradingHours hours, DateOnly date)
    {
        var session = MarketCalendar.SessionOf(hours == TradingHours.NewYork ? MarketHours.UsExchange : MarketHours.Always, date);
        return (session.From, session.Until);
    }

    /// <summary>The date whose session holds an instant, or would, were it a trading day.</summary>
    public static DateOnly DateOf(TradingHours hours, DateTimeOffset instant)
        => hours == TradingHours.NewYork ? NewYorkTime.DateOf(instant) : DateOnly.FromDateTime(instant.UtcDateTime);

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
        TradingHours.Weekdays => MarketHours.Forex,
        _ => MarketHours.UsExchange,
    };
}

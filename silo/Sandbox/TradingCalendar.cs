using OrleansAssets.Grains.Vendors;

namespace OrleansAssets.Silo.Sandbox;

/// <summary>Sessions of the sandbox's markets.</summary>
internal static class TradingCalendar
{
    private static readonly TimeOnly Opening = new(9, 30);
    private static readonly TimeOnly Closing = new(16, 0);

    /// <summary>Whether a date is a trading day.</summary>
    public static bool IsTradingDay(TradingHours hours, DateOnly date) => hours switch
    {
        TradingHours.Always => true,
        TradingHours.Weekdays => IsWeekday(date),
        _ => IsWeekday(date) && !IsHoliday(date),
    };

    /// <summary>Start and end of a trading day's session, UTC.</summary>
    public static (DateTimeOffset Start, DateTimeOffset End) SessionOf(TradingHours hours, DateOnly date)
    {
        if (hours == TradingHours.NewYork)
        {
            return (NewYorkTime.InstantOf(date, Opening), NewYorkTime.InstantOf(date, Closing));
        }

        var start = new DateTimeOffset(date, TimeOnly.MinValue, TimeSpan.Zero);
        return (start, start.AddDays(1));
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

    private static bool IsWeekday(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>
    /// The ten yearly holidays of NYSE and Nasdaq. On a Sunday they are kept on Monday, on a Saturday on Friday (but New Year's Day then is
    /// not kept at all). Days of mourning and early closes are left out.
    /// </summary>
    private static bool IsHoliday(DateOnly date)
        => date == Observed(new DateOnly(date.Year, 1, 1), isKeptOnFriday: false)
            || date == Nth(date.Year, 1, DayOfWeek.Monday, 3)
            || date == Nth(date.Year, 2, DayOfWeek.Monday, 3)
            || date == EasterSunday(date.Year).AddDays(-2)
            || date == Nth(date.Year, 6, DayOfWeek.Monday, 1).AddDays(-7) // Last Monday of May.
            || (date.Year >= 2022 && date == Observed(new DateOnly(date.Year, 6, 19)))
            || date == Observed(new DateOnly(date.Year, 7, 4))
            || date == Nth(date.Year, 9, DayOfWeek.Monday, 1)
            || date == Nth(date.Year, 11, DayOfWeek.Thursday, 4)
            || date == Observed(new DateOnly(date.Year, 12, 25));

    private static DateOnly Observed(DateOnly date, bool isKeptOnFriday = true) => date.DayOfWeek switch
    {
        DayOfWeek.Sunday => date.AddDays(1),
        DayOfWeek.Saturday when isKeptOnFriday => date.AddDays(-1),
        _ => date,
    };

    private static DateOnly Nth(int year, int month, DayOfWeek day, int nth)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((((int)day - (int)first.DayOfWeek + 7) % 7) + (7 * (nth - 1)));
    }

    /// <summary>By the Gregorian computus (Meeus, Jones and Butcher).</summary>
    private static DateOnly EasterSunday(int year)
    {
        var (a, b, c) = (year % 19, year / 100, year % 100);
        var h = ((19 * a) + b - (b / 4) - ((b - ((b + 8) / 25) + 1) / 3) + 15) % 30;
        var l = (32 + (2 * (b % 4)) + (2 * (c / 4)) - h - (c % 4)) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var n = h + l - (7 * m) + 114;
        return new DateOnly(year, n / 31, (n % 31) + 1);
    }
}

using System.Collections.Frozen;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Calendars;

/// <summary>
/// NYSE and Nasdaq: ten yearly holidays, days of mourning, and half days, by rule. A holiday on a Sunday is kept on Monday, on a
/// Saturday on Friday (but New Year's Day then is not kept at all).
/// </summary>
public static class UsExchangeCalendar
{
    private static readonly TimeOnly Opening = new(9, 30);
    private static readonly TimeOnly Closing = new(16, 0);
    private static readonly TimeOnly EarlyClosing = new(13, 0);

    /// <summary>
    /// Closed by decision, not by rule: after the attacks of 2001, in mourning for Presidents Reagan, Ford, George H. W. Bush and Carter,
    /// and for the hurricane of 2012.
    /// </summary>
    private static readonly FrozenSet<DateOnly> Closures = new DateOnly[]
    {
        new(2001, 9, 11), new(2001, 9, 12), new(2001, 9, 13), new(2001, 9, 14), new(2004, 6, 11), new(2007, 1, 2), new(2012, 10, 29),
        new(2012, 10, 30), new(2018, 12, 5), new(2025, 1, 9),
    }.ToFrozenSet();

    /// <summary>Whether the exchanges open on a date.</summary>
    public static bool IsTradingDay(DateOnly date) => IsWeekday(date) && !IsHoliday(date);

    /// <summary>Whether they close at 13:00: the day after Thanksgiving, and the eves of Independence Day and Christmas.</summary>
    public static bool IsHalfDay(DateOnly date) => IsTradingDay(date)
        && (IsAfterThanksgiving(date)
            || (date is { Month: 12, Day: 24 })
            || (date is { Month: 7, Day: 3 } && IsWeekday(date.AddDays(1))));

    /// <summary>Whether a date is the Friday before Easter.</summary>
    public static bool IsGoodFriday(DateOnly date) => date.Month is 3 or 4 && date == EasterSunday(date.Year).AddDays(-2);

    /// <summary>The session of a trading day.</summary>
    public static TimeRange SessionOf(DateOnly date) => new(
        NewYorkTime.InstantOf(date, Opening), NewYorkTime.InstantOf(date, IsHalfDay(date) ? EarlyClosing : Closing));

    /// <summary>Whether a date is the Friday after Thanksgiving.</summary>
    public static bool IsAfterThanksgiving(DateOnly date) => date == Thanksgiving(date.Year).AddDays(1);

    private static bool IsWeekday(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static bool IsHoliday(DateOnly date) => IsYearlyHoliday(date) || Closures.Contains(date);

    /// <summary>Whether a date is one of the ten yearly holidays, on the day on which it is kept.</summary>
    public static bool IsYearlyHoliday(DateOnly date)
        => date == Observed(new DateOnly(date.Year, 1, 1), isKeptOnFriday: false)
            || date == Nth(date.Year, 1, DayOfWeek.Monday, 3)
            || date == Nth(date.Year, 2, DayOfWeek.Monday, 3)
            || IsGoodFriday(date)
            || date == Nth(date.Year, 6, DayOfWeek.Monday, 1).AddDays(-7) // Last Monday of May.
            || (date.Year >= 2022 && date == Observed(new DateOnly(date.Year, 6, 19)))
            || date == Observed(new DateOnly(date.Year, 7, 4))
            || date == Nth(date.Year, 9, DayOfWeek.Monday, 1)
            || date == Thanksgiving(date.Year)
            || date == Observed(new DateOnly(date.Year, 12, 25));

    private static DateOnly Thanksgiving(int year) => Nth(year, 11, DayOfWeek.Thursday, 4);

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

using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Calendars;

/// <summary>
/// Futures on metals and energy at CME: from 18:00 in New York on the evening before to 17:00, closed on three holidays, and closing early
/// on the others of the United States.
/// </summary>
internal static class FuturesCalendar
{
    private static readonly TimeOnly Opening = new(18, 0);
    private static readonly TimeOnly Closing = new(17, 0);

    /// <summary>On a holiday before a working day, whose evening opens again.</summary>
    private static readonly TimeOnly HolidayClosing = new(14, 30);

    /// <summary>On a holiday before a weekend.</summary>
    private static readonly TimeOnly HolidayFridayClosing = new(13, 0);

    private static readonly TimeOnly AfterThanksgivingClosing = new(14, 45);
    private static readonly TimeOnly ChristmasEveClosing = new(13, 45);

    /// <summary>Whether there is a session on a date.</summary>
    public static bool IsTradingDay(DateOnly date) =>
        date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsClosed(date);

    /// <summary>The session of a trading day.</summary>
    public static TimeRange SessionOf(DateOnly date) =>
        new(NewYorkTime.InstantOf(date.AddDays(-1), Opening), NewYorkTime.InstantOf(date, ClosingOf(date)));

    // Christmas and New Year's Day on the day on which the exchanges keep them: of a Sunday on Monday, Christmas of a Saturday on Friday.
    private static bool IsClosed(DateOnly date) => UsExchangeCalendar.IsGoodFriday(date)
        || (UsExchangeCalendar.IsYearlyHoliday(date) && date is { Month: 12, Day: >= 24 and <= 26 } or { Month: 1, Day: 1 or 2 });

    private static TimeOnly ClosingOf(DateOnly date) => date switch
    {
        _ when UsExchangeCalendar.IsYearlyHoliday(date) =>
            date.DayOfWeek == DayOfWeek.Friday ? HolidayFridayClosing : HolidayClosing,
        _ when UsExchangeCalendar.IsAfterThanksgiving(date) => AfterThanksgivingClosing,
        { Month: 12, Day: 24 } => ChristmasEveClosing,
        _ => Closing,
    };
}

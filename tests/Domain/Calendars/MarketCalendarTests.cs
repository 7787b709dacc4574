using System.Globalization;
using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Domain;

public sealed class MarketCalendarTests
{
    /// <summary>As the exchange published them.</summary>
    [Theory]
    [InlineData(2001, "01-01 01-15 02-19 04-13 05-28 07-04 09-03 09-11 09-12 09-13 09-14 11-22 12-25")]
    [InlineData(2004, "01-01 01-19 02-16 04-09 05-31 06-11 07-05 09-06 11-25 12-24")]
    [InlineData(2007, "01-01 01-02 01-15 02-19 04-06 05-28 07-04 09-03 11-22 12-25")]
    [InlineData(2012, "01-02 01-16 02-20 04-06 05-28 07-04 09-03 10-29 10-30 11-22 12-25")]
    [InlineData(2015, "01-01 01-19 02-16 04-03 05-25 07-03 09-07 11-26 12-25")]
    [InlineData(2018, "01-01 01-15 02-19 03-30 05-28 07-04 09-03 11-22 12-05 12-25")]
    [InlineData(2021, "01-01 01-18 02-15 04-02 05-31 07-05 09-06 11-25 12-24")]
    [InlineData(2022, "01-17 02-21 04-15 05-30 06-20 07-04 09-05 11-24 12-26")]
    [InlineData(2023, "01-02 01-16 02-20 04-07 05-29 06-19 07-04 09-04 11-23 12-25")]
    [InlineData(2024, "01-01 01-15 02-19 03-29 05-27 06-19 07-04 09-02 11-28 12-25")]
    [InlineData(2025, "01-01 01-09 01-20 02-17 04-18 05-26 06-19 07-04 09-01 11-27 12-25")]
    [InlineData(2026, "01-01 01-19 02-16 04-03 05-25 06-19 07-03 09-07 11-26 12-25")]
    [InlineData(2027, "01-01 01-18 02-15 03-26 05-31 06-18 07-05 09-06 11-25 12-24")]
    public void UsExchange_Holidays_AreThoseThatWerePublished(int year, string expected)
    {
        var holidays = DatesOf(year).Where(date => IsWeekday(date) && !UsExchangeCalendar.IsTradingDay(date));

        Assert.Equal(expected, string.Join(' ', holidays.Select(date => $"{date:MM-dd}")));
    }

    [Theory]
    [InlineData(2018, "07-03 11-23 12-24")]
    [InlineData(2020, "11-27 12-24")]
    [InlineData(2021, "11-26")]
    [InlineData(2024, "07-03 11-29 12-24")]
    [InlineData(2025, "07-03 11-28 12-24")]
    [InlineData(2026, "11-27 12-24")]
    public void UsExchange_HalfDays_AreThoseThatWerePublished(int year, string expected)
    {
        var halfDays = DatesOf(year).Where(UsExchangeCalendar.IsHalfDay).ToList();

        Assert.Equal(expected, string.Join(' ', halfDays.Select(date => $"{date:MM-dd}")));
        Assert.All(halfDays, date => Assert.Equal(TimeSpan.FromHours(3.5), LengthOf(UsExchangeCalendar.SessionOf(date))));
    }

    [Theory]
    [InlineData(MarketHours.Forex, "01-01 12-25")]
    [InlineData(MarketHours.Futures, "01-01 04-03 12-25")]
    [InlineData(MarketHours.Always, "")]
    public void IsTradingDay_HolidaysOf2026_AreThoseOnWhichTheMarketCloses(MarketHours hours, string expected)
    {
        var holidays = DatesOf(2026).Where(date => IsWeekday(date) && !MarketCalendar.IsTradingDay(hours, date));

        Assert.Equal(expected, string.Join(' ', holidays.Select(date => $"{date:MM-dd}")));
    }

    [Theory]
    [InlineData("2025-01-09", 22, 0)] // mourning closes the exchanges of shares alone
    [InlineData("2025-01-20", 19, 30)] // Martin Luther King Day
    [InlineData("2025-05-26", 18, 30)]
    [InlineData("2025-07-03", 21, 0)]
    [InlineData("2025-07-04", 17, 0)] // a Friday
    [InlineData("2025-11-27", 19, 30)]
    [InlineData("2025-11-28", 19, 45)]
    [InlineData("2024-12-24", 18, 45)]
    public void SessionOf_FuturesOnAHoliday_ClosesEarly(string date, int hour, int minute)
    {
        var day = DateOnly.Parse(date, CultureInfo.InvariantCulture);

        Assert.True(MarketCalendar.IsTradingDay(MarketHours.Futures, day));
        Assert.Equal(
            At(day.Year, day.Month, day.Day, hour).AddMinutes(minute), MarketCalendar.SessionOf(MarketHours.Futures, day).Until);
    }

    [Theory]
    [InlineData("2021-12-24", false)] // Christmas was a Saturday
    [InlineData("2022-12-26", false)] // a Sunday
    [InlineData("2023-01-02", false)]
    [InlineData("2021-12-31", true)] // New Year's Day of a Saturday is not kept
    [InlineData("2025-01-02", true)]
    [InlineData("2024-12-26", true)]
    public void IsTradingDay_FuturesOnTheDayOnWhichAHolidayIsKept_IsNone(string date, bool isTradingDay) => Assert.Equal(
        isTradingDay,
        MarketCalendar.IsTradingDay(MarketHours.Futures, DateOnly.Parse(date, CultureInfo.InvariantCulture)));

    [Fact]
    public void UsExchange_From2015To2035_HasAYearsTradingDays()
    {
        for (var year = 2015; year <= 2035; year++)
        {
            Assert.InRange(DatesOf(year).Count(UsExchangeCalendar.IsTradingDay), 249, 253);
        }
    }

    [Fact]
    public void SessionOf_Forex_RunsFromFiveToFiveInNewYorkThroughTheYear()
    {
        var winter = MarketCalendar.SessionOf(MarketHours.Forex, new DateOnly(2026, 1, 5));
        var summer = MarketCalendar.SessionOf(MarketHours.Forex, new DateOnly(2026, 7, 6));

        Assert.Equal(new TimeRange(At(2026, 1, 4, 22), At(2026, 1, 5, 22)), winter);
        Assert.Equal(new TimeRange(At(2026, 7, 5, 21), At(2026, 7, 6, 21)), summer);
    }

    [Theory]
    [InlineData(MarketHours.Always, Timeframe.H1, 7 * 24)]
    [InlineData(MarketHours.Always, Timeframe.D1, 7)]
    [InlineData(MarketHours.UsExchange, Timeframe.H1, 5 * 7)]
    [InlineData(MarketHours.UsExchange, Timeframe.M1, 5 * 390)]
    [InlineData(MarketHours.UsExchange, Timeframe.D1, 5)]
    [InlineData(MarketHours.Forex, Timeframe.H1, 5 * 24)]
    [InlineData(MarketHours.Forex, Timeframe.D1, 5)]
    [InlineData(MarketHours.Futures, Timeframe.H1, 5 * 23)]
    public void SlotsOf_AnOrdinaryWeek_AreAsManyAsTheMarketHas(MarketHours hours, Timeframe timeframe, int expected)
    {
        var slots = MarketCalendar.SlotsOf(hours, timeframe, At(2026, 10, 4, 0), At(2026, 10, 11, 0)).ToList();

        Assert.Equal(expected, slots.Count);
        Assert.Equal(slots.OrderBy(slot => slot.From).DistinctBy(slot => slot.From), slots);
    }

    [Fact]
    public void SlotsOf_ThanksgivingWeek_LeavesTheHolidayAndTheAfternoonAfterItOut()
    {
        var slots = MarketCalendar.SlotsOf(MarketHours.UsExchange, Timeframe.H1, At(2026, 11, 25, 0), At(2026, 11, 28, 12)).ToList();

        Assert.Equal(7 + 4, slots.Count);
    }

    private static IEnumerable<DateOnly> DatesOf(int year) =>
        Enumerable.Range(0, DateTime.IsLeapYear(year) ? 366 : 365).Select(day => new DateOnly(year, 1, 1).AddDays(day));

    private static bool IsWeekday(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static TimeSpan LengthOf(TimeRange range) => range.Until - range.From;

    private static DateTimeOffset At(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, TimeSpan.Zero);
}

using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Tests.Domain;

/// <summary>Imported equity by the calendar, beside trades of markets that close.</summary>
public sealed class OpenDaysTests
{
    private static readonly DateOnly Monday = new(2026, 3, 2);

    [Theory]
    [InlineData("stocks", 252)]
    [InlineData("forex", 260)]
    public void Measure_DailyRowsBesideTradesOfAMarketThatClosesOnWeekends_IsOfTradingDays(string classId, int periods)
    {
        var report = Measure(classId, Rows(21));

        Assert.Equal((periods, 14, 14, 0), (report.PeriodsPerYear, report.Days, report.ProfitableDayStreak, report.FlatDays));
        var kept = Measure(classId, [.. Rows(21).Where(row => row.Day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))]);
        Assert.Equal((kept.Days, kept.TotalReturn, kept.Volatility), (report.Days, report.TotalReturn, report.Volatility));
    }

    [Fact]
    public void Measure_DailyRowsBesideTradesOfCoins_IsOfCalendarDays() => Assert.Equal(365, Measure("crypto", Rows(21)).PeriodsPerYear);

    [Fact]
    public void Measure_DailyRowsOfWhichNothingIsKnown_IsOfCalendarDays() => Assert.Equal(365, Measure(null, Rows(21)).PeriodsPerYear);

    /// <summary>Somebody was paid something on a Saturday: the record has that day.</summary>
    [Fact]
    public void Measure_AClosedDayOnWhichSomethingChanged_StaysADay()
    {
        var rows = Rows(21);
        rows[5] = rows[5] with { Equity = rows[5].Equity + 1 };

        Assert.Equal(365, Measure("stocks", rows).PeriodsPerYear);
    }

    /// <summary>The point before the window is of a Sunday.</summary>
    [Fact]
    public void Measure_AWindowThatBeginsOnAMonday_IsOfTradingDays()
    {
        var rows = Rows(21)[6..];

        var report = Measure("stocks", rows);

        Assert.Equal((252, 10, 0), (report.PeriodsPerYear, report.Days, report.FlatDays));
    }

    // A little more each weekday, and the same on weekends.
    private static EquityPoint[] Rows(int days)
    {
        var (rows, equity) = (new List<EquityPoint>(), 10_000m);
        for (var day = Monday; day < Monday.AddDays(days); day = day.AddDays(1))
        {
            equity += day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 0 : 10;
            rows.Add(new EquityPoint(day, equity, 0));
        }

        return [.. rows];
    }

    private static PerformanceReport Measure(string? classId, EquityPoint[] rows)
    {
        var opened = new DateTimeOffset(Monday, new TimeOnly(15, 0), TimeSpan.Zero);
        return PerformanceRules.Measure(new PerformanceRecord(
            new PerformanceQuery(60), rows[0].Day.AddDays(1), rows[^1].Day, [.. rows],
            classId is null ? [] : [new LedgerTrade(
                new Trade("t", "X", null, TradeSide.Long, 1, opened, 100, null, null, 0), classId)])
        {
            Hours = ImmutableDictionary<string, MarketHours>.Empty
                .Add("stocks", MarketHours.UsExchange).Add("forex", MarketHours.Forex).Add("crypto", MarketHours.Always),
        });
    }
}

using System.Collections.Immutable;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Performance;

/// <summary>Daily equity of a window, made whole: one point for each open day, the first being the base of the first return.</summary>
/// <param name="PeriodsPerYear">365 where every calendar day is open, 252 (forex alone: 260) where the record keeps weekends out.</param>
/// <param name="RuinedOn">The day on which all capital was lost; the series ends there, as no later return is defined.</param>
public sealed record DailySeries(ImmutableArray<EquityPoint> Points, int PeriodsPerYear, DateOnly? RuinedOn)
{
    public const int CalendarDays = 365;

    public const int TradingDays = 252;

    public const int ForexDays = 260;

    /// <summary>
    /// Makes the series. A record with no point on any of the weekends that it spans is one of trading days: a missing day is a closed
    /// market and stays out. Any other is one of calendar days: a missing day keeps the equity of the day before.
    /// </summary>
    /// <param name="record">Points of the window, ascending, led by the last one before it where there is one.</param>
    /// <param name="from">First day whose return counts.</param>
    /// <param name="weekdayPeriods">Days of a year whose weekends are kept out.</param>
    public static DailySeries Of(IReadOnlyList<EquityPoint> record, DateOnly from, int weekdayPeriods = TradingDays)
    {
        // Before there is money there is no return.
        var funded = record.SkipWhile(point => point is { Equity: <= 0, CashFlow: <= 0 }).ToImmutableArray();
        var periods = IsTradingDays([.. funded.Select(point => point.Day)]) ? weekdayPeriods : CalendarDays;
        var points = periods == CalendarDays ? Filled(funded, from) : funded;
        if (points is [{ CashFlow: > 0 } first, ..] && first.Day >= from)
        {
            // The money of the first day came on it, so that it has a return of its own.
            points = points.Insert(0, new EquityPoint(first.Day.AddDays(-1), 0, 0));
        }

        for (var index = 1; index < points.Length; index++)
        {
            if (DailyReturns.Of(points[index - 1].Equity, points[index]) <= -1)
            {
                return new DailySeries(points[..(index + 1)], periods, points[index].Day);
            }
        }

        return new DailySeries(points, periods, null);
    }

    /// <summary>The result of each day after the base on which capital worked: all money out is a pause.</summary>
    public ImmutableArray<DailyResult> Results()
    {
        var results = ImmutableArray.CreateBuilder<DailyResult>(Math.Max(0, Points.Length - 1));
        for (var index = 1; index < Points.Length; index++)
        {
            var (before, point) = (Points[index - 1].Equity, Points[index]);
            if (DailyReturns.Of(before, point) is { } change)
            {
                results.Add(new DailyResult(point.Day, DailyReturns.Profit(before, point), change));
            }
        }

        return results.DrainToImmutable();
    }

    /// <summary>What the first day's return is measured on; null where there is none.</summary>
    public decimal? StartCapital => Points switch
    {
        [{ Equity: > 0 } start, ..] => start.Equity,
        [var start, var first, ..] => DailyReturns.CapitalOf(start.Equity, first),
        _ => null,
    };

    /// <summary>Whether days that span a weekend leave it out.</summary>
    public static bool IsTradingDays(ImmutableArray<DateOnly> days)
    {
        if (days.IsEmpty || days.Any(IsWeekend))
        {
            return false;
        }

        var spanned = days[^1].DayNumber - days[0].DayNumber;
        return Enumerable.Range(0, Math.Min(spanned, 7)).Any(offset => IsWeekend(days[0].AddDays(offset)));
    }

    private static ImmutableArray<EquityPoint> Filled(ImmutableArray<EquityPoint> points, DateOnly from)
    {
        if (points.IsEmpty)
        {
            return points;
        }

        var filled = ImmutableArray.CreateBuilder<EquityPoint>();
        var baseDay = from.AddDays(-1);
        foreach (var point in points)
        {
            // A base from long before the window is carried to the day before it, so that the window holds no more days than it names.
            for (var day = Last(filled); filled.Count > 0 && day.AddDays(1) < point.Day; day = Last(filled))
            {
                filled.Add(new EquityPoint(day.AddDays(1), filled[^1].Equity, 0));
            }

            filled.Add(point.Day < baseDay ? new EquityPoint(baseDay, point.Equity, 0) : point);
        }

        return filled.ToImmutable();
    }

    private static DateOnly Last(ImmutableArray<EquityPoint>.Builder points) => points.Count == 0 ? default : points[^1].Day;

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}

using System.Collections.Immutable;
using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Performance;

/// <summary>
/// The days of a class, an asset or a strategy. A day that the book wrote has its profit by asset and strategy, open positions included. An
/// import has none: where every trade of its days is of the part, their equity is the part's; else a trade's result is of the day on which
/// it was closed, as nobody knows how it came about. A part's record begins with the first day on which it held something.
/// </summary>
internal sealed class PartDays
{
    /// <summary>The class whose markets are open 260 days a year.</summary>
    private const string ForexClass = "forex";

    private readonly PerformanceRecord _record;
    private readonly Dictionary<DateOnly, ImmutableArray<DayProfit>> _booked;
    private readonly HashSet<DateOnly> _days;
    private readonly ImmutableArray<TradeResult> _closed;
    private readonly DateOnly? _importedFrom;
    private readonly bool _isAllOfImport;

    private PartDays(PerformanceRecord record)
    {
        _record = record;
        _booked = record.Profits.GroupBy(part => part.Day).ToDictionary(day => day.Key, day => day.ToImmutableArray());
        _days = [.. record.Equity.Select(point => point.Day)];
        var imported = record.Equity.Select(point => point.Day).Where(day => !_booked.ContainsKey(day)).ToArray();
        var held = imported is []
            ? []
            : record.Trades.Where(entry => DayOf(entry.Trade.OpenedAt) <= imported[^1]
                && (entry.Trade.ClosedAt is not { } closedAt || DayOf(closedAt) >= imported[0])).ToArray();
        var own = held.Where(record.Has).ToArray();
        _isAllOfImport = own.Length > 0 && own.Length == held.Length;
        _importedFrom = own.Length == 0 ? null : _isAllOfImport ? imported[0] : own.Min(entry => DayOf(entry.Trade.OpenedAt));
        _closed = [.. record.Closed.Where(record.Has).Select(entry => TradeResult.Of(entry.Trade))];
    }

    /// <param name="series">Of the whole portfolio.</param>
    /// <returns>The days, and the points of the series that they lie between.</returns>
    public static (DailySeries Series, ImmutableArray<DailyResult> Days) Of(PerformanceRecord record, DailySeries series) =>
        new PartDays(record).OnOpenDays(series);

    private (DailySeries Series, ImmutableArray<DailyResult> Days) OnOpenDays(DailySeries series)
    {
        var classes = _record.Profits.Where(_record.Has).Select(part => part.ClassId)
            .Concat(_record.Trades.Where(_record.Has).Select(entry => entry.ClassId ?? "")).ToHashSet(StringComparer.Ordinal);
        var hours = classes.Select(id => _record.Hours.GetValueOrDefault(id, MarketHours.Always)).ToHashSet();
        var days = Days(series);
        if (hours.Count == 0 || hours.Contains(MarketHours.Always))
        {
            return (series with { Points = Between(series, days) }, days);
        }

        // What moved while the markets were closed (a rate, a late price) shows when they open.
        var open = ImmutableArray.CreateBuilder<DailyResult>(days.Length);
        var (profit, change) = (0m, 0.0);
        foreach (var day in days)
        {
            (profit, change) = (profit + day.ProfitAndLoss, ((1 + change) * (1 + day.Return)) - 1);
            if (hours.Any(one => MarketCalendar.IsTradingDay(one, day.Day)))
            {
                open.Add(day with { ProfitAndLoss = profit, Return = change });
                (profit, change) = (0m, 0.0);
            }
        }

        var periods = series.PeriodsPerYear != DailySeries.CalendarDays ? series.PeriodsPerYear
            : classes.All(id => id == ForexClass) ? DailySeries.ForexDays
            : DailySeries.TradingDays;
        var found = open.DrainToImmutable();
        return (series with { Points = Between(series, found), PeriodsPerYear = periods }, found);
    }

    private ImmutableArray<DailyResult> Days(DailySeries series)
    {
        var days = ImmutableArray.CreateBuilder<DailyResult>();
        var (next, isBooked, hasBegun) = (0, false, false);
        foreach (var (before, point) in series.Points.Zip(series.Points.Skip(1)))
        {
            var sum = 0m;
            for (; next < _closed.Length && _closed[next].Day <= point.Day; next++)
            {
                sum += _closed[next].Day > before.Day ? _closed[next].ProfitAndLoss : 0;
            }

            // A day without a row of its own is like the one before.
            isBooked = _days.Contains(point.Day) ? _booked.ContainsKey(point.Day) : isBooked;
            hasBegun |= isBooked
                ? _booked.GetValueOrDefault(point.Day, []).Any(_record.Has)
                : _importedFrom is { } first && point.Day >= first;
            if (hasBegun && Result(before, point, isBooked, sum) is { } result)
            {
                days.Add(result);
            }
        }

        return days.ToImmutable();
    }

    private DailyResult? Result(EquityPoint before, EquityPoint point, bool isBooked, decimal closed)
    {
        if (isBooked)
        {
            var parts = _booked.GetValueOrDefault(point.Day, []).Where(_record.Has).ToArray();
            var profit = DayStatistics.Rounded(parts.Sum(part => part.Profit));
            return parts.All(part => part.Return is not null) && (point.Return is not null || !_days.Contains(point.Day))
                ? new DailyResult(point.Day, profit, (double)parts.Sum(part => part.Return ?? 0))
                : OverCapital(before, point, profit);
        }

        return _isAllOfImport
            ? DailyReturns.Of(before.Equity, point) is { } change
                ? new DailyResult(point.Day, DailyReturns.Profit(before.Equity, point), change)
                : null
            : OverCapital(before, point, DayStatistics.Rounded(closed));
    }

    private static DailyResult? OverCapital(EquityPoint before, EquityPoint point, decimal profit) =>
        DailyReturns.CapitalOf(before.Equity, point) is { } capital
            ? new DailyResult(point.Day, profit, (double)profit / (double)capital)
            : null;

    private static ImmutableArray<EquityPoint> Between(DailySeries series, ImmutableArray<DailyResult> days)
    {
        if (days.IsEmpty)
        {
            return series.Points.IsEmpty ? [] : [series.Points[^1]];
        }

        var kept = days.Select(day => day.Day).ToHashSet();
        var first = series.Points.LastOrDefault(point => point.Day < days[0].Day);
        return [.. new[] { first }.OfType<EquityPoint>(), .. series.Points.Where(point => kept.Contains(point.Day))];
    }

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}

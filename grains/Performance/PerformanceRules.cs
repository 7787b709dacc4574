using System.Collections.Immutable;
using OrleansAssets.Performance;

namespace OrleansAssets.Grains.Performance;

/// <summary>
/// Performance over a look-back. The portfolio's daily equity is the record of a part (class, asset, strategy) as long as every trade
/// closed in the window is of that part, or there is none; otherwise the part's day is the sum of its trades closed on that UTC day (on a
/// closed day: the next open one) over the portfolio's equity of the day before.
/// </summary>
internal static class PerformanceRules
{
    public static PerformanceReport Measure(PerformanceRecord record)
    {
        var series = DailySeries.Of(record.Equity, record.WindowFrom);
        var trades = record.Trades.Where(record.Has).ToImmutableArray();
        var days = DaysOf(record, series, trades);
        var tradeFigures = TradeStatistics.Of([.. trades.Select(trade => trade.ProfitAndLoss)]);
        var dayFigures = DayStatistics.Of([.. days.Select(day => day.ProfitAndLoss)]);
        var figures = days.IsEmpty
            ? null
            : ReturnStatistics.Of(series.Points[0].Day, [.. days.Select(day => (day.Day, day.Return))], series.PeriodsPerYear);
        return new PerformanceReport(
            record.Query.ClassId,
            record.Query.WindowDays,
            series.PeriodsPerYear,
            days.IsEmpty ? null : days[0].Day,
            days.IsEmpty ? null : days[^1].Day,
            days.Length,
            dayFigures.Profitable,
            dayFigures.Losing,
            dayFigures.Flat,
            dayFigures.Streak,
            // Nothing happened in an empty window: its return and drawdown are 0, not undefined.
            figures?.TotalReturn ?? 0,
            figures?.Volatility,
            figures?.Sharpe,
            figures?.Sortino,
            figures?.MaxDrawdown ?? 0,
            figures?.Calmar,
            tradeFigures.Closed,
            tradeFigures.Won,
            tradeFigures.WinRate,
            dayFigures.WinRate,
            tradeFigures.ProfitFactor,
            tradeFigures.Expectancy,
            UndefinedReasons.Of(series, figures, dayFigures, tradeFigures));
    }

    /// <summary>The results of the days that the figures are made of.</summary>
    public static ImmutableArray<DailyResult> DaysOf(PerformanceRecord record) =>
        DaysOf(record, DailySeries.Of(record.Equity, record.WindowFrom), [.. record.Trades.Where(record.Has)]);

    private static ImmutableArray<DailyResult> DaysOf(
        PerformanceRecord record, DailySeries series, ImmutableArray<TradeResult> trades) =>
        trades.Length == record.Trades.Length ? series.Results() : ByTrades(series, trades);

    private static ImmutableArray<DailyResult> ByTrades(DailySeries series, ImmutableArray<TradeResult> trades)
    {
        var days = ImmutableArray.CreateBuilder<DailyResult>();
        foreach (var (before, point) in series.Points.Zip(series.Points.Skip(1)))
        {
            var closed = trades.Where(trade => trade.Day > before.Day && trade.Day <= point.Day);
            var result = DayStatistics.Rounded(closed.Sum(trade => trade.ProfitAndLoss));
            days.Add(new DailyResult(point.Day, result, (double)result / (double)before.Equity));
        }

        return days.ToImmutable();
    }
}

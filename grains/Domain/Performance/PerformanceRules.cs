using System.Collections.Immutable;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Performance;

/// <summary>Performance over a look-back.</summary>
public static class PerformanceRules
{
    public static PerformanceReport Measure(PerformanceRecord record) => Report(RecordResults.Of(record));

    /// <param name="streakOfHistory">Profitable days in a row up to the last day, over the whole record.</param>
    /// <param name="benchmark">Daily closes of the benchmark; null where none is asked for.</param>
    public static PerformanceDetails Details(RecordResults measured, int streakOfHistory, IReadOnlyList<DailyPrice>? benchmark)
    {
        var returns = measured.Returns;
        var query = measured.Record.Query;
        var details = new PerformanceDetails(
            query,
            Report(measured),
            Distribution.Figures(returns, measured.Statistics),
            Days(measured, streakOfHistory),
            Drawdown(measured),
            Distribution.Tail(returns),
            TradeDetails.Of(
                measured.Trades.AsSpan(), measured.TradeCounts, measured.Series.StartCapital),
            CapitalAtWork.Of(measured.Series, measured.Held),
            query.BenchmarkAssetId is { } id && benchmark is not null
                ? Benchmark.Of(id, FirstDay(measured), measured.Days, benchmark, measured.WeekdayPeriods)
                : null,
            []);
        return details with { Undefined = UndefinedReasons.Of(details, measured) };
    }

    public static PerformanceIntervals Intervals(RecordResults measured, double level)
    {
        var (returns, counts, periods) = (measured.Returns, measured.DayCounts, measured.Series.PeriodsPerYear);
        return new PerformanceIntervals(
            measured.Record.Query,
            returns.Length,
            measured.Trades.Length,
            Performance.Intervals.Sharpe(returns, periods, level),
            Performance.Intervals.ProbabilisticSharpe(returns, periods),
            Performance.Intervals.WinRate(measured.TradeCounts.Won, measured.TradeCounts.Closed, level),
            Performance.Intervals.WinRate(counts.Profitable, counts.Profitable + counts.Losing, level),
            Performance.Intervals.ProfitableDays(counts.Profitable, returns.Length, level),
            Performance.Intervals.MaxDrawdown(returns, level));
    }

    /// <summary>One query for each class, asset or strategy that closed a trade of what is asked for, or has a day of it, by id.</summary>
    public static IEnumerable<PerformanceQuery> Parts(PerformanceRecord record, PerformanceGroup group)
    {
        var closed = record.Closed.Where(record.Has).ToArray();
        var booked = record.Profits.Where(part => !part.IsOfNoAsset && record.Has(part)).ToArray();
        return group switch
        {
            PerformanceGroup.AssetClass =>
                Ids(entry => entry.ClassId, part => part.ClassId).Select(id => record.Query with { ClassId = id }),
            PerformanceGroup.Asset =>
                Ids(entry => entry.Trade.AssetId, part => part.AssetId).Select(id => record.Query with { AssetId = id }),
            PerformanceGroup.Strategy =>
                Ids(entry => entry.Trade.StrategyId, part => part.StrategyId).Select(id => record.Query with { StrategyId = id }),
            _ => throw new ArgumentOutOfRangeException(nameof(group), group, "Unknown group."),
        };

        IEnumerable<string> Ids(Func<LedgerTrade, string?> id, Func<DayProfit, string?> partId) =>
            closed.Select(id).Concat(booked.Select(partId)).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    public static PerformanceReport Report(RecordResults measured)
    {
        var (query, counts, days) = (measured.Record.Query, measured.DayCounts, measured.Days);
        var (trades, figures) = (measured.TradeCounts, measured.Statistics);
        return new PerformanceReport(
            query.ClassId,
            query.WindowDays,
            measured.Series.PeriodsPerYear,
            days.IsEmpty ? null : days[0].Day,
            days.IsEmpty ? null : days[^1].Day,
            days.Length,
            counts.Profitable,
            counts.Losing,
            counts.Flat,
            counts.Streak,
            // Nothing happened in an empty window: its return and drawdown are 0, not undefined.
            figures?.TotalReturn ?? 0,
            figures?.Volatility,
            figures?.Sharpe,
            figures?.Sortino,
            figures?.MaxDrawdown ?? 0,
            figures?.Calmar,
            trades.Closed,
            trades.Won,
            trades.WinRate,
            counts.WinRate,
            trades.ProfitFactor,
            trades.Expectancy,
            ReportReasons.Of(measured.Series, figures, counts, trades),
            days.Count(day => !day.IsObserved),
            days.Count(day => day is { IsObserved: true, Provenance: RecordProvenance.Import }),
            measured.Record.Closed.Count(entry => entry.Trade.Provenance == RecordProvenance.Import && measured.Record.Has(entry)),
            DayStatistics.Rounded(days.Sum(day => day.ProfitAndLoss)),
            Explained(measured));
    }

    // The first day's row is the base of the first return: what was earned until its end is in no figure.
    private static decimal Explained(RecordResults measured)
    {
        var (record, until) = (measured.Record, measured.Days.IsEmpty ? default : measured.Days[^1].Day);
        var baseDay = measured.Series.Points.IsEmpty ? until : measured.Series.Points[0].Day;
        var booked = record.Profits.Where(part => !part.IsOfNoAsset && part.Day > baseDay && part.Day <= until && record.Has(part));
        var days = record.Profits.Select(part => part.Day).ToHashSet();
        var closed = measured.Trades.Where(trade => trade.Day > baseDay && trade.Day <= until && !days.Contains(trade.Day));
        return DayStatistics.Rounded(booked.Sum(part => part.Profit) + closed.Sum(trade => trade.ProfitAndLoss));
    }

    private static DayFigures Days(RecordResults measured, int streakOfHistory)
    {
        var returns = measured.Returns;
        var (wins, losses) = (returns.Where(value => value > 0).ToArray(), returns.Where(value => value < 0).ToArray());
        double? win = wins.Length == 0 ? null : wins.Average();
        double? loss = losses.Length == 0 ? null : losses.Average();
        return new DayFigures(
            win,
            loss,
            win / -loss,
            returns.Length == 0 ? null : returns.Max(),
            returns.Length == 0 ? null : returns.Min(),
            measured.DayCounts.LongestStreak,
            measured.DayCounts.LongestLossStreak,
            measured.DayCounts.LossStreak,
            streakOfHistory);
    }

    private static DrawdownFigures Drawdown(RecordResults measured)
    {
        if (measured.Statistics?.Drawdowns is not { } found)
        {
            return new DrawdownFigures(null, null, null, 0, null, 0, 0, null);
        }

        var end = found.RecoveryDay ?? measured.Days[^1].Day;
        return new DrawdownFigures(
            found.PeakDay,
            found.BottomDay,
            found.RecoveryDay,
            found.PeakDay is { } peak ? end.DayNumber - peak.DayNumber : 0,
            found.RecoveryDay?.DayNumber - found.BottomDay?.DayNumber,
            found.LongestDays,
            found.Current,
            Math.Sqrt(found.SquareSum / measured.Days.Length));
    }

    private static DateOnly FirstDay(RecordResults measured) =>
        measured.Series.Points.IsEmpty ? measured.Record.From : measured.Series.Points[0].Day;
}

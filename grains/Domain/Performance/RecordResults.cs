using System.Collections.Immutable;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Performance;

/// <summary>
/// A record brought to daily results. The portfolio's daily equity is the record of a part (class, asset, strategy) as long as every trade
/// closed in the window is of that part, or there is none; otherwise the part's day is the sum of its trades closed on that UTC day (on a
/// closed day: the next open one) over the portfolio's equity of the day before.
/// </summary>
/// <param name="Trades">Results of the part's trades closed in the window, by closing time.</param>
/// <param name="Held">The part's trades that were open at some time of the window.</param>
public sealed record RecordResults(
    PerformanceRecord Record,
    DailySeries Series,
    int WeekdayPeriods,
    ImmutableArray<DailyResult> Days,
    ImmutableArray<TradeResult> Trades,
    ImmutableArray<Trade> Held)
{
    /// <summary>The class whose markets are open 260 days a year.</summary>
    private const string ForexClass = "forex";

    public double[] Returns { get; } = [.. Days.Select(day => day.Return)];

    /// <summary>Null where there is no return.</summary>
    public ReturnStatistics? Statistics { get; } = Days.IsEmpty
        ? null
        : ReturnStatistics.Of(Series.Points[0].Day, Days.AsSpan(), Series.PeriodsPerYear);

    public DayStatistics DayCounts { get; } = DayStatistics.Of(Days.AsSpan());

    public TradeStatistics TradeCounts { get; } = TradeStatistics.Of(Trades.AsSpan());

    public static RecordResults Of(PerformanceRecord record)
    {
        var weekdays = record.Trades.Length > 0 && record.Trades.All(entry => entry.ClassId == ForexClass)
            ? DailySeries.ForexDays
            : DailySeries.TradingDays;
        var series = DailySeries.Of(record.Equity, record.From, weekdays);
        var closed = record.Closed;
        var part = closed.Where(record.Has).Select(entry => TradeResult.Of(entry.Trade)).ToImmutableArray();
        var days = part.Length == closed.Length ? series.Results() : ByTrades(series, part);
        var observed = record.Equity.Select(point => point.Day).ToHashSet();
        days = [.. days.Select(day => observed.Contains(day.Day) ? day : day with { IsObserved = false })];
        return new RecordResults(
            record, series, weekdays, days, part, [.. record.Trades.Where(record.Has).Select(entry => entry.Trade)]);
    }

    private static ImmutableArray<DailyResult> ByTrades(DailySeries series, ImmutableArray<TradeResult> trades)
    {
        var days = ImmutableArray.CreateBuilder<DailyResult>();
        var next = 0;
        foreach (var (before, point) in series.Points.Zip(series.Points.Skip(1)))
        {
            var sum = 0m;
            for (; next < trades.Length && trades[next].Day <= point.Day; next++)
            {
                sum += trades[next].Day > before.Day ? trades[next].ProfitAndLoss : 0;
            }

            if (DailyReturns.CapitalOf(before.Equity, point) is { } capital)
            {
                var result = DayStatistics.Rounded(sum);
                days.Add(new DailyResult(point.Day, result, (double)result / (double)capital));
            }
        }

        return days.ToImmutable();
    }
}

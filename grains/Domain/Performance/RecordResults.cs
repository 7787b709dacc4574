using System.Collections.Immutable;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Performance;

/// <summary>
/// A record brought to daily results: of the whole portfolio by its equity, of a part (class, asset, strategy) by <see cref="PartDays"/>.
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
        record = OpenDays.Of(record);
        var series = DailySeries.Of(record.Equity, record.From, weekdays);
        var (within, days) = record.IsOfAll ? (series, series.Results()) : PartDays.Of(record, series);
        var rows = record.Equity.ToDictionary(point => point.Day);
        days = [.. days.Select(day => rows.GetValueOrDefault(day.Day) is { MadeUp: false } row
            ? day with { Provenance = row.Provenance }
            : day with { IsObserved = false })];
        return new RecordResults(
            record, within, weekdays, days,
            [.. record.Closed.Where(record.Has).Select(entry => TradeResult.Of(entry.Trade))],
            [.. record.Trades.Where(record.Has).Select(entry => entry.Trade)]);
    }
}

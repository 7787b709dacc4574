using System.Collections.Immutable;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Performance;

/// <summary>How much of the capital was at work. Trades count with their entry value: no daily marks of single trades are kept.</summary>
internal static class Activity
{
    /// <param name="trades">Those that were open at some time of the window.</param>
    public static ActivityFigures Of(DailySeries series, IReadOnlyList<Trade> trades)
    {
        var days = series.Points.Skip(1).Where(point => point.Equity > 0).ToImmutableArray();
        if (days.IsEmpty)
        {
            return new ActivityFigures(null, null, null, null);
        }

        var (from, until) = (StartOf(series.Points[1].Day), StartOf(series.Points[^1].Day.AddDays(1)));
        var held = days.Count(point => trades.Any(trade => IsOpenDuring(trade, StartOf(point.Day), StartOf(point.Day.AddDays(1)))));
        var exposure = days.Average(point =>
        {
            var end = StartOf(point.Day.AddDays(1));
            return (double)(trades.Where(trade => trade.OpenedAt < end && !(trade.ClosedAt < end)).Sum(EntryValue) / point.Equity);
        });
        var closed = trades.Where(trade => trade.ClosedAt >= from && trade.ClosedAt < until).ToArray();
        var traded = trades.Where(trade => trade.OpenedAt >= from && trade.OpenedAt < until).Sum(EntryValue)
            + closed.Sum(trade => trade.Quantity * (trade.ExitPrice ?? 0));
        var years = (double)(series.Points.Length - 1) / series.PeriodsPerYear;
        return new ActivityFigures(
            (double)held / days.Length,
            exposure,
            (double)(traded / 2 / days.Average(point => point.Equity)) / years,
            closed.Length == 0 ? null : closed.Average(trade => (trade.ClosedAt!.Value - trade.OpenedAt).TotalDays)); // closed, so it has one
    }

    private static bool IsOpenDuring(Trade trade, DateTimeOffset from, DateTimeOffset until) =>
        trade.OpenedAt < until && !(trade.ClosedAt < from);

    private static decimal EntryValue(Trade trade) => trade.Quantity * trade.EntryPrice;

    private static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}

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
        var points = series.Points.Skip(1).Where(point => point.Equity > 0).ToImmutableArray();
        if (points.IsEmpty)
        {
            return new ActivityFigures(null, null, null, null);
        }

        var days = points.Select(point => point.Day).ToArray();
        var (open, values) = OpenByDay(days, trades);
        var (from, until) = (days[0], series.Points[^1].Day);
        var closed = trades.Where(trade => trade.ClosedAt is { } at && IsWithin(at)).ToArray();
        var traded = trades.Where(trade => IsWithin(trade.OpenedAt)).Sum(EntryValue)
            + closed.Sum(trade => trade.Quantity * (trade.ExitPrice ?? 0));
        var years = (double)(series.Points.Length - 1) / series.PeriodsPerYear;
        return new ActivityFigures(
            (double)open.Count(count => count > 0) / days.Length,
            points.Zip(values, (point, value) => (double)(value / point.Equity)).Average(),
            (double)(traded / 2 / points.Average(point => point.Equity)) / years,
            closed.Length == 0 ? null : closed.Average(trade => (trade.ClosedAt!.Value - trade.OpenedAt).TotalDays)); // closed, so it has one

        bool IsWithin(DateTimeOffset at) => DayOf(at) >= from && DayOf(at) <= until;
    }

    /// <summary>For each day how many trades were open at some time of it, and the entry values of those open at its end.</summary>
    private static (int[] Open, decimal[] Values) OpenByDay(DateOnly[] days, IReadOnlyList<Trade> trades)
    {
        // What each day adds to the day before, so that a trade costs the same however long it was held.
        var (open, values) = (new int[days.Length + 1], new decimal[days.Length + 1]);
        foreach (var trade in trades)
        {
            var opened = IndexOf(days, DayOf(trade.OpenedAt));
            var (lastDay, after) = trade.ClosedAt is { } closedAt
                ? (IndexOf(days, DayOf(closedAt)), IndexOf(days, DayOf(closedAt).AddDays(1)))
                : (days.Length, days.Length);
            open[opened]++;
            open[after]--;
            values[opened] += EntryValue(trade);
            values[lastDay] -= EntryValue(trade);
        }

        for (var index = 1; index < days.Length; index++)
        {
            open[index] += open[index - 1];
            values[index] += values[index - 1];
        }

        return (open[..^1], values[..^1]);
    }

    /// <summary>Where the first day that is not before a day stands.</summary>
    private static int IndexOf(DateOnly[] days, DateOnly day) => Array.BinarySearch(days, day) is var at && at < 0 ? ~at : at;

    private static decimal EntryValue(Trade trade) => trade.Quantity * trade.EntryPrice;

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.UtcDateTime);
}

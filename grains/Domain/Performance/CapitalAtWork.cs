using System.Collections.Immutable;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Performance;

/// <summary>How much of the capital was at work. Trades count with their entry value: no daily marks of single trades are kept.</summary>
public static class CapitalAtWork
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
        var (daysInMarket, exposure, equity) = (0, 0.0, 0m);
        for (var index = 0; index < days.Length; index++)
        {
            daysInMarket += open[index] > 0 ? 1 : 0;
            exposure += (double)values[index] / (double)points[index].Equity;
            equity += points[index].Equity;
        }

        var (traded, closed, heldDays) = Traded(trades, days[0], series.Points[^1].Day);
        var years = (double)(series.Points.Length - 1) / series.PeriodsPerYear;
        return new ActivityFigures(
            (double)daysInMarket / days.Length,
            exposure / days.Length,
            (double)(traded / 2) / (double)(equity / days.Length) / years,
            closed == 0 ? null : heldDays / closed);
    }

    /// <summary>What was bought and sold from a day to a day, how many trades were closed, and how long those were open together.</summary>
    private static (decimal Value, int Closed, double HeldDays) Traded(IReadOnlyList<Trade> trades, DateOnly from, DateOnly until)
    {
        var (value, closed, heldDays) = (0m, 0, 0.0);
        foreach (var trade in trades)
        {
            value += IsWithin(trade.OpenedAt) ? EntryValue(trade) : 0;
            if (trade.ClosedAt is { } closedAt && IsWithin(closedAt))
            {
                value += trade.Quantity * (trade.ExitPrice ?? 0);
                closed++;
                heldDays += (closedAt - trade.OpenedAt).TotalDays;
            }
        }

        return (value, closed, heldDays);

        bool IsWithin(DateTimeOffset at) => DayOf(at) is var day && day >= from && day <= until;
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

using OrleansAssets.Performance;

namespace OrleansAssets.Domain.Performance;

/// <summary>Daily returns beside those of an asset, between the days that both have.</summary>
public static class Benchmark
{
    /// <param name="firstDay">The day that the first return starts from.</param>
    /// <param name="prices">Daily closes of the benchmark, ascending, from that day on.</param>
    public static BenchmarkFigures Of(
        string assetId, DateOnly firstDay, IReadOnlyList<DailyResult> days, IReadOnlyList<DailyPrice> prices, int weekdayPeriods)
    {
        var aligned = AlignedReturns.Of([Growth(firstDay, days), prices]);
        var periods = DailySeries.IsTradingDays(aligned.Days) ? weekdayPeriods : DailySeries.CalendarDays;
        var (own, other) = (aligned.Series[0], aligned.Series[1]);
        var difference = own.Zip(other, (mine, its) => mine - its).ToArray();
        var (mean, otherMoments, tracking) = (Moments.Of(own).Mean, Moments.Of(other), Moments.Of(difference));
        var root = Math.Sqrt(periods);
        double? beta = otherMoments.Deviation is > 0 and var deviation
            ? own.Zip(other, (mine, its) => (mine - mean) * (its - otherMoments.Mean)).Sum() / (own.Length - 1) / (deviation * deviation)
            : null;
        double? total = own.Length == 0 ? null : Total(other);
        return new BenchmarkFigures(
            assetId,
            own.Length,
            periods,
            total,
            total is null ? null : Total(own) - total,
            beta,
            (mean - (beta * otherMoments.Mean)) * periods,
            Correlation.Of(own, other),
            tracking.Deviation * root,
            tracking.Deviation is > 0 ? tracking.Mean / tracking.Deviation * root : null);
    }

    /// <summary>The value of 1 at the start, as long as there is any.</summary>
    private static DailyPrice[] Growth(DateOnly firstDay, IReadOnlyList<DailyResult> days)
    {
        var value = 1.0;
        return [new DailyPrice(firstDay, 1),
            .. days.Select(day => new DailyPrice(day.Day, value *= 1 + day.Return)).TakeWhile(price => price.Price > 0)];
    }

    private static double Total(double[] returns) => returns.Aggregate(1.0, (value, change) => value * (1 + change)) - 1;
}

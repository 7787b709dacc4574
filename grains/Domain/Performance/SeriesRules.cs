using System.Collections.Immutable;
using OrleansAssets.Performance;

namespace OrleansAssets.Domain.Performance;

/// <summary>
/// A look-back day by day. Each rolling figure is computed from its own days anew: nothing is carried along that could drift.
/// </summary>
public static class SeriesRules
{
    public static PerformanceSeries Of(RecordResults measured, int rollingDays)
    {
        var days = ImmutableArray.CreateBuilder<PerformanceDay>(measured.Days.Length);
        var (growth, peak) = (1.0, 1.0);
        for (var index = 0; index < measured.Days.Length; index++)
        {
            var day = measured.Days[index];
            growth *= 1 + day.Return;
            peak = Math.Max(peak, growth);
            days.Add(new PerformanceDay(
                day.Day,
                day.ProfitAndLoss,
                day.Return,
                growth,
                growth >= peak * (1 - Moments.NoiseShare) ? 0 : (growth / peak) - 1,
                index + 1 < rollingDays ? null : Rolling(measured, index + 1 - rollingDays, rollingDays)));
        }

        return new PerformanceSeries(measured.Record.Query, measured.Series.PeriodsPerYear, rollingDays, days.MoveToImmutable());
    }

    private static RollingFigures Rolling(RecordResults measured, int first, int count)
    {
        var results = measured.Days.AsSpan().Slice(first, count);
        var before = first == 0 ? measured.Series.Points[0].Day : measured.Days[first - 1].Day;
        var figures = ReturnStatistics.Of(before, results, measured.Series.PeriodsPerYear);
        var profitable = 0;
        foreach (var day in results)
        {
            profitable += DayStatistics.Rounded(day.ProfitAndLoss) > 0 ? 1 : 0;
        }

        return new RollingFigures(
            figures.AnnualisedReturn, figures.Volatility, figures.Sharpe, figures.Sortino, figures.MaxDrawdown, profitable);
    }
}

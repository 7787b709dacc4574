using System.Globalization;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>The confidence interval of what a requirement measures.</summary>
public static class EvidenceIntervals
{
    /// <summary>Null where the sample is too small for one, or the value is a run of days, of which an interval has no meaning.</summary>
    public static EvidenceInterval? Of(RequirementDefinition requirement, MeasuredRecord record, bool byTrades)
    {
        var level = (double?)requirement.Confidence ?? Intervals.DefaultLevel;
        var report = record.Report;
        var interval = requirement.Metric switch
        {
            RequirementMetric.ProfitableDays when requirement.Mode == StreakMode.Total =>
                Intervals.ProfitableDays(report.ProfitableDays, report.Days, level),
            RequirementMetric.SharpeRatio => Intervals.Sharpe(Returns(record), report.PeriodsPerYear, level),
            RequirementMetric.MaxDrawdown => Positive(Intervals.MaxDrawdown(Returns(record), level)),
            RequirementMetric.WinRate when byTrades => Intervals.WinRate(report.WinningTrades, report.ClosedTrades, level),
            RequirementMetric.WinRate => Intervals.WinRate(report.ProfitableDays, report.ProfitableDays + report.LosingDays, level),
            _ => null,
        };
        return interval is null
            ? null
            : new EvidenceInterval(
                interval.Low, interval.High, interval.Level, interval.Method, Decides: requirement.Confidence is not null);
    }

    /// <summary>The bound on the worse side for a direction: what is at least as good with the confidence asked for.</summary>
    public static double? WorseBound(EvidenceInterval interval, Direction direction) =>
        direction is Direction.AtLeast or Direction.MoreThan ? interval.Low : interval.High;

    private static double[] Returns(MeasuredRecord record) => [.. record.Days.Select(day => day.Return)];

    // A drawdown is 0 or less there and compared as a positive fraction here.
    private static ConfidenceInterval? Positive(ConfidenceInterval? interval) =>
        interval is null ? null : interval with { Low = -interval.High, High = -interval.Low };
}

/// <summary>Compares a value with a threshold, and says it in words.</summary>
public static class Thresholds
{
    // A ratio of two counts that equals the threshold in decimal may differ from it by a bit in binary.
    private const double Dust = 1e-12;

    public static bool IsMet(Direction direction, double value, double threshold)
    {
        var equal = Math.Abs(value - threshold) <= Dust * Math.Max(1, Math.Abs(threshold));
        return direction switch
        {
            Direction.AtLeast => value > threshold || equal,
            Direction.MoreThan => value > threshold && !equal,
            Direction.AtMost => value < threshold || equal,
            Direction.LessThan => value < threshold && !equal,
            _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, "Unknown direction."),
        };
    }

    public static string Words(Direction direction) => direction switch
    {
        Direction.AtLeast => "at least",
        Direction.MoreThan => "more than",
        Direction.AtMost => "at most",
        _ => "less than",
    };

    /// <summary>Up to four decimals.</summary>
    public static string Text(double value) => value.ToString("#,0.####", CultureInfo.InvariantCulture);

    /// <summary>A fraction as a percentage with up to two decimals.</summary>
    public static string Percent(double fraction) => (fraction * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}

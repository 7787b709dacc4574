using OrleansAssets.Phases;
using Measured = OrleansAssets.Performance.PerformanceReport;

namespace OrleansAssets.Domain.Phases;

/// <summary>Requirements on a portfolio's record. Drawdown is compared as a positive fraction: 0.15 is 15 % below the peak.</summary>
public static class MeasuredRequirements
{
    public static RequirementResult Measure(
        RequirementDefinition requirement, MeasuredRecord record, int staleAfterDays, DateTimeOffset now)
    {
        var measured = record.Report;
        var reading = Read(requirement, measured);
        var threshold = Threshold(requirement);
        var interval = EvidenceIntervals.Of(requirement, record, reading.ByTrades);
        var (tooFew, deciding, met) = Judge(requirement, reading, interval);
        var missing = (met, tooFew) switch
        {
            (true, _) => null,
            (_, true) => $"{Count(requirement.MinimumSample - reading.Sample, "more " + reading.SampleUnit)} of record "
                + $"({reading.Sample} of the {requirement.MinimumSample} that '{requirement.Name}' needs)",
            _ when requirement.Confidence is not null && reading.Value is { } point
                && Thresholds.IsMet(requirement.Direction, point, threshold) => Unsure(requirement, threshold, deciding, reading.Unit),
            _ => Missing(requirement, reading, threshold, measured),
        };
        return new RequirementResult(
            requirement.Name, requirement.Metric, requirement.Scope, requirement.Direction, requirement.Threshold, reading.Value,
            reading.Text, reading.Unit, met, requirement.WindowDays, reading.Sample, missing, interval, AsOf(measured),
            Coverage(requirement, measured), Verdict(measured.Until, staleAfterDays, tooFew, met, now), requirement.Ledger,
            Math.Min(reading.Sample, reading.ByTrades ? measured.ImportedTrades : measured.ImportedDays))
        {
            ChanceByLuck = LuckRules.ChanceOf(requirement, measured.PeriodsPerYear, measured.Volatility),
        };
    }

    /// <summary>
    /// Whether a record meets a requirement. The interval, which may take long, is computed only where its bound decides.
    /// </summary>
    public static bool IsMet(RequirementDefinition requirement, MeasuredRecord record)
    {
        var reading = Read(requirement, record.Report);
        var interval = requirement.Confidence is null ? null : EvidenceIntervals.Of(requirement, record, reading.ByTrades);
        return Judge(requirement, reading, interval).Met;
    }

    private static (bool TooFew, double? Deciding, bool Met) Judge(
        RequirementDefinition requirement, Reading reading, EvidenceInterval? interval)
    {
        var tooFew = reading.Sample < requirement.MinimumSample;
        var deciding = requirement.Confidence is null ? reading.Value : Bound(interval, requirement.Direction);
        var met = !tooFew && deciding is { } value && Thresholds.IsMet(requirement.Direction, value, Threshold(requirement));
        return (tooFew, deciding, met);
    }

    private static double Threshold(RequirementDefinition requirement) => (double)(requirement.Threshold
        ?? throw new ArgumentException($"Requirement '{requirement.Name}' has no threshold.", nameof(requirement)));

    private static double? Bound(EvidenceInterval? interval, Direction direction) =>
        interval is null ? null : EvidenceIntervals.WorseBound(interval, direction);

    // The value would do; the sample does not bear it with the confidence that was asked for.
    private static string Unsure(RequirementDefinition requirement, double threshold, double? bound, string unit)
    {
        var level = Thresholds.Percent((double)(requirement.Confidence ?? 0));
        var limit = $"{Thresholds.Words(requirement.Direction)} {Text(threshold, unit)}";
        return bound is { } reached
            ? $"'{requirement.Name}' of {limit} with {level} confidence (its bound is {Text(reached, unit)})"
            : $"'{requirement.Name}' of {limit} with {level} confidence (the record is too short for an interval)";
    }

    private static string Text(double value, string unit) => unit == "fraction" ? Thresholds.Percent(value) : Thresholds.Text(value);

    private static ReadinessVerdict Verdict(DateOnly? until, int staleAfterDays, bool tooFew, bool met, DateTimeOffset now)
    {
        var ageDays = until is { } newest ? DateOnly.FromDateTime(now.UtcDateTime).DayNumber - newest.DayNumber : 0;
        return (staleAfterDays > 0 && ageDays > staleAfterDays, tooFew, met) switch
        {
            (true, _, _) => ReadinessVerdict.StaleEvidence,
            (_, true, _) => ReadinessVerdict.InsufficientEvidence,
            (_, _, true) => ReadinessVerdict.Ready,
            _ => ReadinessVerdict.NotReady,
        };
    }

    /// <summary>A day counts once it is over.</summary>
    private static DateTimeOffset? AsOf(Measured measured) => measured.Until is { } until
        ? new DateTimeOffset(until.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero)
        : null;

    // A day counts as a sample only if it was observed.
    private static int Observed(Measured measured) => measured.Days - measured.FilledDays;

    /// <summary>Observed days over the days of the window on which the record's market is open.</summary>
    private static double Coverage(RequirementDefinition requirement, Measured measured)
    {
        var expected = Math.Max(1, Math.Floor(requirement.WindowDays * (measured.PeriodsPerYear / 365.0)));
        return Math.Min(1, Observed(measured) / expected);
    }

    private static Reading Read(RequirementDefinition requirement, Measured measured) => requirement.Metric switch
    {
        RequirementMetric.ProfitableDays => new Reading(
            requirement.Mode == StreakMode.Consecutive ? measured.ProfitableDayStreak : measured.ProfitableDays, null, "days",
                Observed(measured), "day"),
        RequirementMetric.SharpeRatio => new Reading(
            measured.Sharpe, measured.Sharpe is null ? ReasonOf("sharpe", measured.Undefined) : null, "ratio",
            Observed(measured), "day"),
        RequirementMetric.MaxDrawdown => new Reading(
            measured.MaxDrawdown is { } drawdown ? Math.Abs(drawdown) : null, null, "fraction", Observed(measured), "day"),
        RequirementMetric.WinRate => WinRate(requirement, measured),
        _ => throw new ArgumentException($"'{requirement.Metric}' is not measured from a record.", nameof(requirement)),
    };

    // A report gives its reasons as 'figure, figure: reason; figure: reason'.
    private static string? ReasonOf(string figure, string? reasons) =>
        reasons?.Split("; ").FirstOrDefault(reason => reason.Split(": ")[0].Split(", ").Contains(figure, StringComparer.Ordinal))?
            .Split(": ", 2)[^1] ?? reasons;

    private static Reading WinRate(RequirementDefinition requirement, Measured measured)
    {
        var byTrades = requirement.Basis == WinRateBasis.Trades
            || (requirement.Basis == WinRateBasis.Auto && measured.ClosedTrades > 0 && measured.ClosedTrades >= requirement.MinimumSample);
        return byTrades
            ? new Reading(measured.TradeWinRate, $"of {Count(measured.ClosedTrades, "closed trade")}", "fraction", measured.ClosedTrades,
                "closed trade", ByTrades: true)
            : new Reading(
                measured.DayWinRate, $"of {Count(measured.ProfitableDays + measured.LosingDays, "winning and losing day")}", "fraction",
                measured.ProfitableDays + measured.LosingDays, "winning or losing day");
    }

    private static string Missing(RequirementDefinition requirement, Reading reading, double threshold, Measured measured)
    {
        if (reading.Value is not { } value)
        {
            return $"'{requirement.Name}' is undefined: {reading.Text ?? "there is no record"}";
        }

        var words = Thresholds.Words(requirement.Direction);
        return requirement.Metric switch
        {
            RequirementMetric.ProfitableDays when requirement.Direction is Direction.AtLeast or Direction.MoreThan =>
                MoreDays(requirement, (int)value, threshold, Observed(measured)),
            RequirementMetric.SharpeRatio => $"Sharpe ratio of {words} {Thresholds.Text(threshold)} (now {Thresholds.Text(value)})",
            RequirementMetric.MaxDrawdown => $"drawdown of {words} {Thresholds.Percent(threshold)} (now {Thresholds.Percent(value)})",
            RequirementMetric.WinRate =>
                $"win rate of {words} {Thresholds.Percent(threshold)} (now {Thresholds.Percent(value)} {reading.Text})",
            _ => $"'{requirement.Name}' of {words} {Thresholds.Text(threshold)} (now {Thresholds.Text(value)})",
        };
    }

    private static string MoreDays(RequirementDefinition requirement, int now, double threshold, int days)
    {
        var needed = (int)(requirement.Direction == Direction.MoreThan ? Math.Floor(threshold) + 1 : Math.Ceiling(threshold));
        var more = Count(needed - now, "more profitable day");
        if (requirement.Mode == StreakMode.Consecutive)
        {
            return $"{more} in a row";
        }

        // Once the window is full, a day leaves it for each that comes: the same rate gives the same count for ever.
        var daysMore = now == 0 ? double.PositiveInfinity : Math.Ceiling((needed - now) * (double)days / now);
        return days + daysMore <= requirement.WindowDays
            ? $"{more} at the present rate: about {Count((int)daysMore, "day")}"
            : $"{more} than the present rate gives ({now} in {days} days)";
    }

    private static string Count(int count, string unit) => count == 1 ? $"1 {unit}" : $"{count} {unit}s";

    private sealed record Reading(double? Value, string? Text, string Unit, int Sample, string SampleUnit, bool ByTrades = false);
}

using System.Collections.Immutable;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>
/// Whether a phase has been earned. Besides the listed requirements, every earlier phase must be active and the portfolio must hold
/// the minimum capital. The verdict names the first of these that applies: stale evidence, too little of it, a requirement not met, ready.
/// </summary>
internal static class ReadinessRules
{
    /// <summary>The metrics that are measured from a portfolio's record.</summary>
    public static bool IsMeasured(RequirementMetric metric) => metric
        is RequirementMetric.ProfitableDays or RequirementMetric.SharpeRatio or RequirementMetric.MaxDrawdown or RequirementMetric.WinRate;

    public static Readiness Evaluate(PhaseDefinition phase, ReadinessEvidence evidence, DateTimeOffset now)
    {
        var measures = Requirements(phase).SelectMany(requirement => Measure(phase, requirement, evidence)).ToImmutableArray();
        var until = evidence.Performances.Max(measured => measured.Until);
        var verdict = Verdict(measures, StaleDays(until, evidence.StaleAfterDays, now));
        var missing = measures.Select(measure => measure.Result.Missing).OfType<string>();
        var stale = verdict == ReadinessVerdict.StaleEvidence
            ? [FormattableString.Invariant(
                $"a newer record than of {until:yyyy-MM-dd}: evidence older than {evidence.StaleAfterDays} days does not count")]
            : ImmutableArray<string>.Empty;
        return new Readiness(phase.Id, verdict, now, until, [.. measures.Select(measure => measure.Result)], [.. stale, .. missing]);
    }

    private static IEnumerable<RequirementDefinition> Requirements(PhaseDefinition phase)
    {
        var listed = phase.Requirements;
        if (phase.EarlierPhases.Length > 0 && listed.All(requirement => requirement.Metric != RequirementMetric.EarlierPhase))
        {
            yield return Implied("earlier_phases_active", RequirementMetric.EarlierPhase, null);
        }

        foreach (var requirement in listed)
        {
            yield return requirement;
        }

        if (phase.MinimumCapital > 0 && listed.All(requirement => requirement.Metric != RequirementMetric.Capital))
        {
            yield return Implied("capital_minimum", RequirementMetric.Capital, phase.MinimumCapital);
        }
    }

    private static RequirementDefinition Implied(string name, RequirementMetric metric, decimal? threshold) =>
        new(name, metric, null, Direction.AtLeast, threshold, 0, StreakMode.Total, WinRateBasis.Auto, 0, []);

    private static IEnumerable<RequirementMeasure> Measure(
        PhaseDefinition phase, RequirementDefinition requirement, ReadinessEvidence evidence) => requirement.Metric switch
        {
            RequirementMetric.EarlierPhase =>
                phase.EarlierPhases.Select(earlier => FactRequirements.EarlierPhase(requirement, earlier, evidence)),
            RequirementMetric.Capital => [FactRequirements.Capital(requirement, phase.MinimumCapital, evidence)],
            RequirementMetric.DataSource => [FactRequirements.DataSource(requirement, evidence)],
            _ => [MeasuredRequirements.Measure(requirement, evidence.Performance(requirement))],
        };

    private static int StaleDays(DateOnly? until, int staleAfterDays, DateTimeOffset now) =>
        until is { } newest && staleAfterDays > 0
            ? DateOnly.FromDateTime(now.UtcDateTime).DayNumber - newest.DayNumber - staleAfterDays
            : 0;

    private static ReadinessVerdict Verdict(ImmutableArray<RequirementMeasure> measures, int staleDays)
    {
        if (staleDays > 0)
        {
            return ReadinessVerdict.StaleEvidence;
        }

        if (measures.Any(measure => measure.TooFew))
        {
            return ReadinessVerdict.InsufficientEvidence;
        }

        return measures.All(measure => measure.Result.Met) ? ReadinessVerdict.Ready : ReadinessVerdict.NotReady;
    }
}

/// <summary>A requirement's result, and whether its sample was too small to judge.</summary>
internal sealed record RequirementMeasure(RequirementResult Result, bool TooFew);

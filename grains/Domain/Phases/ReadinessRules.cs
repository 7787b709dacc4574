using System.Collections.Immutable;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>
/// Whether a phase has been earned. Besides the listed requirements, every earlier phase must be active by evidence, the portfolio must
/// hold the minimum capital and a cool-down must be over. The verdict names the first of these that applies: stale evidence, too little of
/// it, a requirement not met, ready.
/// </summary>
public static class ReadinessRules
{
    /// <summary>The exit of a phase whose portfolio has too little capital left.</summary>
    public const string CapitalToKeepName = "capital_to_keep";

    /// <summary>The metrics that are measured from a portfolio's record.</summary>
    public static bool IsMeasured(RequirementMetric metric) => metric
        is RequirementMetric.ProfitableDays or RequirementMetric.SharpeRatio or RequirementMetric.MaxDrawdown or RequirementMetric.WinRate;

    public static Readiness Evaluate(PhaseDefinition phase, ReadinessEvidence evidence, DateTimeOffset now)
    {
        var results = Requirements(phase, evidence)
            .SelectMany(requirement => Measure(phase, requirement, evidence, now)).ToImmutableArray();
        var exits = ExitsOf(phase).Concat(CapitalToKeep(phase, evidence))
            .SelectMany(requirement => Measure(phase, requirement, evidence, now));
        var until = evidence.Records.Concat(evidence.ShadowRecords).Max(record => record.Report.Until);
        var stale = results.Where(result => result.Verdict == ReadinessVerdict.StaleEvidence)
            .Select(result => StaleRecord(result, evidence.StaleAfterDays)).Distinct(StringComparer.Ordinal);
        var missing = results.Select(result => result.Missing).OfType<string>();
        return new Readiness(phase.Id, Verdict(results), now, until, results, [.. stale, .. missing])
        {
            Exits = [.. exits],
            Halt = evidence.Halt,
            Provenance = RecordRemarks.Provenance(evidence),
            IsImported = results.Any(result => result.ImportedSample > 0),
            Remarks = RecordRemarks.Of(evidence),
            Mode = evidence.Mode,
        };
    }

    /// <summary>Every requirement that the record of a portfolio must be measured for: those to enter by and those to stay by.</summary>
    public static IEnumerable<RequirementDefinition> MeasuredOf(PhaseDefinition phase) =>
        phase.Requirements.Concat(ExitsOf(phase)).Where(requirement => IsMeasured(requirement.Metric));

    /// <summary>What an active phase must keep to.</summary>
    public static IEnumerable<RequirementDefinition> ExitsOf(PhaseDefinition phase) =>
        phase.Requirements.Where(requirement => requirement.ExitThreshold is not null)
            .Select(requirement => requirement with { Threshold = requirement.ExitThreshold })
            .Concat(phase.ExitRequirements);

    /// <summary>
    /// An active phase whose portfolio has lost its footing is demoted, and must come back to the minimum to be earned again. The first
    /// phase, which nothing stands before, is barred by its capital and not demoted; equity that is not known demotes nothing.
    /// </summary>
    private static IEnumerable<RequirementDefinition> CapitalToKeep(PhaseDefinition phase, ReadinessEvidence evidence) =>
        phase is { KeepCapital: > 0 and var keep, EarlierPhases.IsEmpty: false } && evidence.Portfolio.Equity is not null
            ? [Implied(CapitalToKeepName, RequirementMetric.Capital, keep)]
            : [];

    /// <summary>Those of the file and those that no file can leave out.</summary>
    public static IEnumerable<RequirementDefinition> Requirements(PhaseDefinition phase, ReadinessEvidence evidence)
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

        if (evidence.CoolDownUntil is not null)
        {
            yield return Implied("cool_down", RequirementMetric.CoolDown, null);
        }
    }

    /// <summary>Whether one requirement is met, all of its parts.</summary>
    public static bool IsMet(PhaseDefinition phase, RequirementDefinition requirement, ReadinessEvidence evidence, DateTimeOffset now) =>
        Measure(phase, requirement, evidence, now).All(result => result.Met);

    private static RequirementDefinition Implied(string name, RequirementMetric metric, decimal? threshold) =>
        new(name, metric, null, Direction.AtLeast, threshold, 0, StreakMode.Total, WinRateBasis.Auto, 0, []);

    private static IEnumerable<RequirementResult> Measure(
        PhaseDefinition phase, RequirementDefinition requirement, ReadinessEvidence evidence, DateTimeOffset now) =>
        requirement.Metric switch
        {
            RequirementMetric.EarlierPhase =>
                phase.EarlierPhases.Select(earlier => FactRequirements.EarlierPhase(requirement, earlier, evidence, now)),
            RequirementMetric.Capital => [FactRequirements.Capital(requirement, phase.MinimumCapital, evidence, now)],
            RequirementMetric.DataSource => [FactRequirements.DataSource(requirement, evidence, now)],
            RequirementMetric.HaltFree => [FactRequirements.HaltFree(requirement, evidence, now)],
            RequirementMetric.Drill => [FactRequirements.Drill(requirement, evidence, now)],
            RequirementMetric.CoolDown => [FactRequirements.CoolDown(requirement, evidence, now)],
            _ => [MeasuredRequirements.Measure(requirement, evidence.Record(requirement), evidence.StaleAfterDays, now)],
        };

    private static string StaleRecord(RequirementResult result, int staleAfterDays) =>
        FormattableString.Invariant($"a newer record than of {result.AsOf?.UtcDateTime.AddDays(-1):yyyy-MM-dd}: ")
        + FormattableString.Invariant($"evidence older than {staleAfterDays} days does not count");

    private static ReadinessVerdict Verdict(ImmutableArray<RequirementResult> results)
    {
        ReadinessVerdict[] byWeight = [ReadinessVerdict.StaleEvidence, ReadinessVerdict.InsufficientEvidence, ReadinessVerdict.NotReady];
        return byWeight.FirstOrDefault(verdict => results.Any(result => result.Verdict == verdict), ReadinessVerdict.Ready);
    }
}

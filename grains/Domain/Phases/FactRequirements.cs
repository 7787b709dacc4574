using OrleansAssets.DataSources;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>Requirements that are facts, not measurements: earlier phases, capital, data sources, halts, drills, cool-down.</summary>
public static class FactRequirements
{
    /// <summary>Active, and not merely by somebody's word.</summary>
    public static bool IsEarned(PhaseView phase) => phase is { Status: PhaseStatus.Active, Gate.Override: null };

    public static RequirementResult EarlierPhase(
        RequirementDefinition requirement, string phaseId, ReadinessEvidence evidence, DateTimeOffset now)
    {
        var status = evidence.EarlierPhases.GetValueOrDefault(phaseId);
        var isActive = status == PhaseStatus.Active;
        if (isActive && evidence.ForcedUntil.TryGetValue(phaseId, out var until))
        {
            var forced = FormattableString.Invariant($"{phaseId}: active by an override until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
            return Fact(
                requirement, null, null, forced, "", false, $"{phaseId} must be earned first: it is active by an override only", now);
        }

        return Fact(
            requirement, null, null, $"{phaseId}: {Words(status)}", "", isActive, isActive ? null : $"{phaseId} must be active first", now);
    }

    public static RequirementResult Capital(
        RequirementDefinition requirement, decimal minimum, ReadinessEvidence evidence, DateTimeOffset now)
    {
        var needed = requirement.Threshold ?? minimum;
        var equity = evidence.Portfolio.Equity;
        var met = equity >= needed;
        var missing = equity is { } held
            ? FormattableString.Invariant($"{Math.Round(needed - held, 2, MidpointRounding.ToPositiveInfinity):#,0.##} USD more capital")
            : FormattableString.Invariant($"a record of equity: {needed:#,0.##} USD are needed and none is known");
        var text = equity is null ? "no equity recorded" : null;
        return Fact(requirement, needed, (double?)equity, text, "usd", met, met ? null : missing, now);
    }

    public static RequirementResult DataSource(RequirementDefinition requirement, ReadinessEvidence evidence, DateTimeOffset now)
    {
        var least = requirement.MinimumCoverage;
        var sources = requirement.AnyOfSources.Select(id => new SourceFact(
            id, evidence.Sources.GetValueOrDefault(id),
            evidence.Coverages.TryGetValue((requirement.Name, id), out var share) ? share : null)).ToArray();
        var healthy = sources.Where(source => source.View?.Status == DataSourceStatus.Healthy).ToArray();
        var met = healthy.Any(source => least is null || source.Coverage >= (double)least);
        var told = string.Join(", ", sources.Select(source => source.Words(least is not null)));
        var covered = least is { } wanted
            ? FormattableString.Invariant($" with {Thresholds.Percent((double)wanted)} of the candles of {requirement.WindowDays} days")
            : "";
        var missing = $"a healthy data source{covered}, one of {string.Join(", ", requirement.AnyOfSources)}";
        return Fact(requirement, least, null, told, least is null ? "" : "fraction", met, met ? null : missing, now) with
        {
            Coverage = least is null ? null : healthy.Max(source => source.Coverage),
        };
    }

    public static RequirementResult HaltFree(RequirementDefinition requirement, ReadinessEvidence evidence, DateTimeOffset now)
    {
        var age = evidence.IsHalted ? 0 : DaysSince(evidence.LastHaltedAt, now);
        var met = age is null || age >= requirement.WindowDays;
        var text = (evidence.IsHalted, age) switch { (true, _) => "halted now", (_, null) => "never halted", _ => "since the last halt" };
        var more = Math.Ceiling(requirement.WindowDays - (age ?? 0));
        var missing = evidence.IsHalted
            ? $"{ValueText.Days(requirement.WindowDays)} without a halt, and the portfolio is halted now"
            : FormattableString.Invariant($"{more:0} more {(more == 1 ? "day" : "days")} without a halt (the last ended ")
                + $"{ValueText.Measure(age ?? 0, "days")} ago)";
        return Fact(requirement, requirement.WindowDays, age, text, "days", met, met ? null : missing, now);
    }

    public static RequirementResult Drill(RequirementDefinition requirement, ReadinessEvidence evidence, DateTimeOffset now)
    {
        var age = DaysSince(evidence.LastDrillAt, now);
        var met = age <= requirement.WindowDays;
        var last = age is { } days ? $"the last was {ValueText.Measure(Math.Round(days), "days")} ago" : "there was none";
        var missing = $"a halt drill within {ValueText.Days(requirement.WindowDays)} ({last})";
        return Fact(requirement, requirement.WindowDays, age, age is null ? "no drill yet" : null, "days", met, met ? null : missing, now);
    }

    public static RequirementResult CoolDown(RequirementDefinition requirement, ReadinessEvidence evidence, DateTimeOffset now)
    {
        var met = !(evidence.CoolDownUntil > now);
        var until = FormattableString.Invariant($"{evidence.CoolDownUntil?.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        return Fact(
            requirement, null, null, met ? $"over since {until}" : $"until {until}", "", met,
            met ? null : $"the cool-down after the demotion lasts until {until}", now);
    }

    private static RequirementResult Fact(
        RequirementDefinition requirement, decimal? threshold, double? current, string? text, string unit, bool met, string? missing,
        DateTimeOffset now) =>
        new(
            requirement.Name, requirement.Metric, requirement.Scope, requirement.Direction, threshold, current, text, unit, met,
            requirement.WindowDays, SampleSize: 0, missing, Interval: null, AsOf: now, Coverage: null,
            met ? ReadinessVerdict.Ready : ReadinessVerdict.NotReady);

    private static double? DaysSince(DateTimeOffset? at, DateTimeOffset now) => at is { } then ? (now - then).TotalDays : null;

    private sealed record SourceFact(string Id, DataSourceView? View, double? Coverage)
    {
        /// <summary>The status, and where it is not healthy what the source says of itself.</summary>
        public string Words(bool withCoverage)
        {
            var status = View switch
            {
                null => "not configured",
                { Status: DataSourceStatus.Healthy } => "healthy",
                _ => View.StatusText,
            };
            return !withCoverage ? $"{Id}: {status}"
                : $"{Id}: {status}, {(Coverage is { } share ? Thresholds.Percent(share) : "no candles expected")}";
        }
    }

    private static string Words(PhaseStatus status) => status switch
    {
        PhaseStatus.Active => "active",
        PhaseStatus.Activating => "being activated",
        PhaseStatus.RollingBack => "being rolled back",
        PhaseStatus.ReduceOnly => "reduce-only",
        PhaseStatus.Deactivating => "being disabled",
        _ => "not active",
    };
}

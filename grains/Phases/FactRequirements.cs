using OrleansAssets.DataSources;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>Requirements that are facts rather than measurements: earlier phases, capital, data sources.</summary>
internal static class FactRequirements
{
    public static RequirementMeasure EarlierPhase(RequirementDefinition requirement, string phaseId, ReadinessEvidence evidence)
    {
        var status = evidence.EarlierPhases.GetValueOrDefault(phaseId);
        var met = status == PhaseStatus.Active;
        return Fact(requirement, null, null, $"{phaseId}: {Words(status)}", "", met, met ? null : $"{phaseId} must be active first");
    }

    public static RequirementMeasure Capital(RequirementDefinition requirement, decimal minimum, ReadinessEvidence evidence)
    {
        var needed = requirement.Threshold ?? minimum;
        var equity = evidence.Portfolio.Equity;
        var met = equity >= needed;
        var missing = equity is { } held
            ? FormattableString.Invariant($"{Math.Round(needed - held, 2, MidpointRounding.ToPositiveInfinity):#,0.##} USD more capital")
            : FormattableString.Invariant($"a record of equity: {needed:#,0.##} USD are needed and none is known");
        return Fact(requirement, needed, (double?)equity, equity is null ? "no equity recorded" : null, "usd", met, met ? null : missing);
    }

    public static RequirementMeasure DataSource(RequirementDefinition requirement, ReadinessEvidence evidence)
    {
        var sources = requirement.AnyOfSources
            .Select(id => (Id: id, View: evidence.Sources.GetValueOrDefault(id))).ToArray();
        var met = sources.Any(source => source.View?.Status == DataSourceStatus.Healthy);
        var told = string.Join(", ", sources.Select(source => $"{source.Id}: {source.View?.StatusText ?? "not configured"}"));
        var missing = $"a healthy data source, one of {string.Join(", ", requirement.AnyOfSources)}";
        return Fact(requirement, null, null, told, "", met, met ? null : missing);
    }

    private static RequirementMeasure Fact(
        RequirementDefinition requirement, decimal? threshold, double? current, string? text, string unit, bool met, string? missing) =>
            new(
            new RequirementResult(
                requirement.Name, requirement.Metric, requirement.Scope, requirement.Direction, threshold, current, text, unit, met,
                requirement.WindowDays, SampleSize: 0, missing),
            TooFew: false);

    private static string Words(PhaseStatus status) => status switch
    {
        PhaseStatus.Active => "active",
        PhaseStatus.Activating => "being activated",
        _ => "not active",
    };
}

using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using Measured = OrleansAssets.Performance.PerformanceReport;

namespace OrleansAssets.Grains.Phases;

/// <summary>All that a readiness depends on.</summary>
/// <param name="Performances">One for each window and scope that a requirement names.</param>
/// <param name="EarlierPhases">Status of every earlier phase.</param>
/// <param name="Sources">Every source that a requirement names.</param>
/// <param name="StaleAfterDays">Days after which a record is too old to count; 0: it never is.</param>
internal sealed record ReadinessEvidence(
    PortfolioView Portfolio,
    ImmutableArray<Measured> Performances,
    ImmutableDictionary<string, PhaseStatus> EarlierPhases,
    ImmutableDictionary<string, DataSourceView> Sources,
    int StaleAfterDays)
{
    public Measured Performance(RequirementDefinition requirement) =>
        Performances.Single(measured => measured.WindowDays == requirement.WindowDays && measured.ClassId == requirement.Scope);
}

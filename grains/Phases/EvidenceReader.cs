using System.Collections.Immutable;
using Orleans;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.Catalogue;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Performance;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Phases;

/// <summary>Gathers what a readiness depends on, once for each window, scope and source.</summary>
internal sealed class EvidenceReader(AssetsConfiguration configuration, ISourceDirectory sources)
{
    public async Task<ReadinessEvidence> ReadAsync(IGrainFactory grains, PhaseDefinition phase)
    {
        var performance = grains.GetGrain<IPerformanceGrain>(Keys.Performance(phase.Portfolio));
        var looks = phase.Requirements.Where(requirement => ReadinessRules.IsMeasured(requirement.Metric))
            .Select(requirement => (requirement.WindowDays, requirement.Scope)).Distinct();
        var performances = await Task.WhenAll(looks.Select(look =>
            performance.MeasureAsync(new PerformanceQuery(look.WindowDays, look.Scope))));
        var earlier = await Task.WhenAll(phase.EarlierPhases.Select(id => grains.GetGrain<IPhaseGrain>(Keys.Phase(id)).GetAsync()));
        var named = phase.Requirements.SelectMany(requirement => requirement.AnyOfSources).Distinct(StringComparer.Ordinal);
        var views = await Task.WhenAll(named.Select(sources.GetAsync));
        return new ReadinessEvidence(
            await grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(phase.Portfolio)).GetAsync(),
            [.. performances],
            earlier.ToImmutableDictionary(view => view.Definition.Id, view => view.Status, StringComparer.Ordinal),
            views.ToImmutableDictionary(view => view.Definition.Id, StringComparer.Ordinal),
            configuration.Evaluation.StaleAfterDays);
    }
}

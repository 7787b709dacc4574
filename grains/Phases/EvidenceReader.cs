using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.Catalogue;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Phases;

/// <summary>Gathers what a readiness depends on, once for each window, scope and source.</summary>
internal sealed class EvidenceReader(AssetsConfiguration configuration, ISourceDirectory sources)
{
    public async Task<ReadinessEvidence> ReadAsync(IGrainFactory grains, PhaseDefinition phase, DateTimeOffset? coolDownUntil)
    {
        var portfolio = grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(phase.Portfolio));
        var looks = ReadinessRules.MeasuredOf(phase).Select(requirement => (requirement.WindowDays, requirement.Scope)).Distinct();
        var performances = await Task.WhenAll(looks.Select(look => portfolio.GetPerformanceAsync(look.WindowDays, look.Scope)));
        var earlier = await Task.WhenAll(phase.EarlierPhases.Select(id => grains.GetGrain<IPhaseGrain>(Keys.Phase(id)).GetAsync()));
        var named = phase.Requirements.SelectMany(requirement => requirement.AnyOfSources).Distinct(StringComparer.Ordinal);
        var views = await Task.WhenAll(named.Select(sources.GetAsync));
        return new ReadinessEvidence(
            await portfolio.GetAsync(),
            [.. performances],
            earlier.ToImmutableDictionary(view => view.Definition.Id, view => view.Status, StringComparer.Ordinal),
            views.ToImmutableDictionary(view => view.Definition.Id, StringComparer.Ordinal),
            configuration.Evaluation.StaleAfterDays)
        {
            ForcedUntil = earlier.Where(view => view.Gate.Override is not null)
                .ToImmutableDictionary(view => view.Definition.Id, view => view.Gate.Override!.ExpiresAt, StringComparer.Ordinal), // filtered
            CoolDownUntil = coolDownUntil,
        };
    }

    /// <summary>The phase's assets that are enabled now.</summary>
    public static async Task<ImmutableArray<string>> EnabledAssetsAsync(IGrainFactory grains, PhaseDefinition phase)
    {
        var views = await Task.WhenAll(phase.Assets.Select(id => grains.GetGrain<IAssetGrain>(Keys.Asset(id)).GetAsync()));
        return [.. views.Where(view => view.Enabled).Select(view => view.Definition.Id)];
    }
}

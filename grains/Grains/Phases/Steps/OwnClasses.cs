using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>Tells the classes of a phase that no other phase in force needs: forex, say, belongs to two.</summary>
internal sealed class OwnClasses(AssetsConfiguration configuration)
{
    public async Task<ImmutableArray<string>> OfAsync(IGrainFactory grains, PhaseDefinition phase)
    {
        var others = configuration.Phases.Where(
            other => other.Id != phase.Id && other.Classes.Intersect(phase.Classes, StringComparer.Ordinal).Any());
        var views = await Task.WhenAll(others.Select(other => grains.GetGrain<IPhaseGrain>(Keys.Phase(other.Id)).GetAsync()));
        var needed = views.Where(view => view.Status is PhaseStatus.Activating or PhaseStatus.Active or PhaseStatus.RollingBack)
            .SelectMany(view => view.Definition.Classes).ToHashSet(StringComparer.Ordinal);
        return [.. phase.Classes.Where(id => !needed.Contains(id))];
    }
}

using System.Collections.Immutable;
using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.Phases.Steps;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>Gathers what a plan is made of. It changes nothing.</summary>
internal sealed class PhasePlanner(AssetsConfiguration configuration, EvidenceReader evidence, OwnClasses own, IConfigurationFile file, TimeProvider clock)
{
    public async Task<PhasePlan> PlanAsync(
        IGrainFactory grains, PhaseState state, PhaseDefinition phase, PhaseOperationKind kind, CancellationToken cancellationToken)
    {
        var measured = await evidence.ReadAsync(grains, phase, state.CoolDownUntil, cancellationToken);
        var others = configuration.Phases.Where(other => other.Id != phase.Id);
        var input = new PlanInput(
            phase,
            kind,
            state,
            ReadinessRules.Evaluate(phase, measured, clock.GetUtcNow()),
            measured.Portfolio,
            configuration,
            [.. await Task.WhenAll(configuration.Classes.Select(known => grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(known.Id)).GetAsync()))],
            [.. await Task.WhenAll(configuration.Assets.Select(known => grains.GetGrain<IAssetGrain>(Keys.Asset(known.Id)).GetAsync()))],
            [.. await Task.WhenAll(others.Select(other => grains.GetGrain<IPhaseGrain>(Keys.Phase(other.Id)).GetAsync()))],
            await own.OfAsync(grains, phase),
            file.IsOwned);
        return PhasePlanRules.Plan(input);
    }
}

using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>Brings the registry tables in line: classes, assets, and the phase as it will be.</summary>
internal sealed class RegistryStep(IRegistryStore registry, TimeProvider clock) : IPhaseStep
{
    public string Name => StepNames.Registry;

    public Task<StepOutcome> DoAsync(StepContext context) =>
        WriteAsync(context, context.IsActivation ? PhaseStatus.Active : PhaseStatus.Inactive);

    public Task<StepOutcome> UndoAsync(StepContext context) => WriteAsync(context, PhaseStatus.Inactive);

    private async Task<StepOutcome> WriteAsync(StepContext context, PhaseStatus status)
    {
        foreach (var classId in context.Definition.Classes)
        {
            var view = await context.Grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(classId)).GetAsync();
            await registry.UpsertClassAsync(view.Definition, view.Enabled, CancellationToken.None);
        }

        foreach (var assetId in context.Definition.Assets)
        {
            var view = await context.Grains.GetGrain<IAssetGrain>(Keys.Asset(assetId)).GetAsync();
            await registry.UpsertAssetAsync(view.Definition, view.Enabled, CancellationToken.None);
        }

        var forced = status == PhaseStatus.Active ? context.Saga.Override : null;
        await registry.UpsertPhaseAsync(
            new PhaseRegistryEntry(
                context.Definition.Id, context.Definition.Name, context.Definition.Order, status, clock.GetUtcNow(), context.Saga.By,
                forced?.Reason, forced?.ExpiresAt),
            CancellationToken.None);
        return StepOutcome.Ok;
    }
}

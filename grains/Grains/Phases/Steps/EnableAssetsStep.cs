using OrleansAssets.Assets;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Phases;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>Enables the assets.</summary>
internal sealed class EnableAssetsStep : IPhaseStep
{
    public string Name => StepNames.EnableAssets;

    public async Task<StepOutcome> DoAsync(StepContext context)
    {
        foreach (var assetId in context.Definition.Assets)
        {
            await context.Grains.GetGrain<IAssetGrain>(Keys.Asset(assetId)).SetEnabledAsync(true, context.Definition.Id);
        }

        return StepOutcome.Ok;
    }

    public async Task<StepOutcome> UndoAsync(StepContext context)
    {
        foreach (var flag in context.Saga.Before.Where(flag => flag.Kind == CatalogueRules.AssetKind))
        {
            await context.Grains.GetGrain<IAssetGrain>(Keys.Asset(flag.Id)).SetEnabledAsync(flag.Enabled, flag.By);
        }

        return StepOutcome.Ok;
    }
}

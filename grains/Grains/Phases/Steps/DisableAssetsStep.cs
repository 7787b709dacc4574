using OrleansAssets.Assets;
using OrleansAssets.Domain.Phases;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>Disables the assets of a phase that has ended.</summary>
internal sealed class DisableAssetsStep : IPhaseStep
{
    public string Name => StepNames.DisableAssets;

    public async Task<StepOutcome> DoAsync(StepContext context)
    {
        foreach (var assetId in context.Definition.Assets)
        {
            await context.Grains.GetGrain<IAssetGrain>(Keys.Asset(assetId)).SetEnabledAsync(false, context.Definition.Id);
        }

        return StepOutcome.Ok;
    }

    public Task<StepOutcome> UndoAsync(StepContext context) => Task.FromResult(StepOutcome.Ok);
}

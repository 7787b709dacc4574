using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>Disables the classes of a phase that has ended, but those that another phase still needs.</summary>
internal sealed class DisableClassesStep(OwnClasses own) : IPhaseStep
{
    public string Name => StepNames.DisableClasses;

    public async Task<StepOutcome> DoAsync(StepContext context)
    {
        foreach (var classId in await own.OfAsync(context.Grains, context.Definition))
        {
            var grain = context.Grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(classId));
            await grain.SetEnabledAsync(false, context.Definition.Id);
            await grain.SetModeAsync(TradingMode.Normal, context.Definition.Id, null);
        }

        return StepOutcome.Ok;
    }

    public Task<StepOutcome> UndoAsync(StepContext context) => Task.FromResult(StepOutcome.Ok);
}

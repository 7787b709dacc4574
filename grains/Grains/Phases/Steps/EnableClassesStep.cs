using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>Enables the classes: before the assets, as an asset trades only with its class. One that another phase enabled is left as it is.</summary>
internal sealed class EnableClassesStep : IPhaseStep
{
    public string Name => StepNames.EnableClasses;

    public async Task<StepOutcome> DoAsync(StepContext context)
    {
        foreach (var classId in context.Definition.Classes)
        {
            var grain = context.Grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(classId));
            if (!(await grain.GetAsync()).Enabled)
            {
                await grain.SetModeAsync(TradingMode.Normal, context.Definition.Id, null);
                await grain.SetEnabledAsync(true, context.Definition.Id);
            }
        }

        return StepOutcome.Ok;
    }

    public async Task<StepOutcome> UndoAsync(StepContext context)
    {
        foreach (var flag in context.Saga.Before.Where(flag => flag.Kind == CatalogueRules.ClassKind))
        {
            await context.Grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(flag.Id)).SetEnabledAsync(flag.Enabled, flag.By);
        }

        return StepOutcome.Ok;
    }
}

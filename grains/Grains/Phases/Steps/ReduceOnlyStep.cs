using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>
/// Lets positions of the phase be reduced and not opened. A class that another phase needs keeps its mode: there the phase's own status
/// stops new positions in its assets.
/// </summary>
internal sealed class ReduceOnlyStep(OwnClasses own) : IPhaseStep
{
    public string Name => StepNames.ReduceOnly;

    public async Task<StepOutcome> DoAsync(StepContext context)
    {
        foreach (var classId in await own.OfAsync(context.Grains, context.Definition))
        {
            await context.Grains.GetGrain<IAssetClassGrain>(Keys.AssetClass(classId))
                .SetModeAsync(TradingMode.ReduceOnly, context.Definition.Id, context.Saga.Notes);
        }

        return StepOutcome.Ok;
    }

    public Task<StepOutcome> UndoAsync(StepContext context) => Task.FromResult(StepOutcome.Ok);
}

using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Grains.Catalogue;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>
/// Has the sources of the phase's assets plan anew: an enabled asset's feeds start, a disabled one's stop. Taking the same definition
/// again wakes a source without spending any of its budget.
/// </summary>
internal sealed class FeedsStep(string name, AssetsConfiguration configuration, ISourceDirectory sources) : IPhaseStep
{
    public string Name => name;

    public Task<StepOutcome> DoAsync(StepContext context) => PlanAnewAsync(context);

    public Task<StepOutcome> UndoAsync(StepContext context) => PlanAnewAsync(context);

    private async Task<StepOutcome> PlanAnewAsync(StepContext context)
    {
        var used = context.Definition.Assets.Select(configuration.FindAsset)
            .SelectMany(asset => asset?.Sources ?? [])
            .Distinct(StringComparer.Ordinal).Select(configuration.FindSource);
        foreach (var source in used)
        {
            if (source is not null)
            {
                await sources.ConfigureAsync(source);
            }
        }

        return StepOutcome.Ok;
    }
}

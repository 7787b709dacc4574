using System.Collections.Frozen;
using OrleansAssets.Domain.Phases;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>Runs the step that an operation is at.</summary>
internal sealed class PhaseSteps(IEnumerable<IPhaseStep> steps)
{
    private readonly FrozenDictionary<string, IPhaseStep> _steps = steps.ToFrozenDictionary(step => step.Name, StringComparer.Ordinal);

    /// <summary>What an id or a value cannot heal by itself is a failure; anything else is thrown and tried again.</summary>
    public async Task<StepOutcome> RunAsync(StepContext context)
    {
        var step = _steps[SagaRules.StepOf(context.Saga)];
        try
        {
            return context.Saga.IsBack ? await step.UndoAsync(context) : await step.DoAsync(context);
        }
        catch (Exception exception) when (exception is NotFoundException or InvalidRequestException)
        {
            // Undone as far as it goes: what is unknown now needs no undoing.
            return context.Saga.IsBack ? StepOutcome.Ok : new StepOutcome.Failed(exception.Message);
        }
    }
}

using Orleans;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>One step of an operation. Doing or undoing it twice is the same as once.</summary>
internal interface IPhaseStep
{
    string Name { get; }

    Task<StepOutcome> DoAsync(StepContext context);

    /// <summary>Brings back what was before, whether the step was done, half done or not at all.</summary>
    Task<StepOutcome> UndoAsync(StepContext context);
}

/// <summary>What a step works on.</summary>
internal sealed record StepContext(IGrainFactory Grains, PhaseDefinition Definition, PhaseSaga Saga)
{
    public bool IsActivation => Saga.Kind == PhaseOperationKind.Activate;
}

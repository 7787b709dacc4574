using System.Collections.Frozen;
using System.Collections.Immutable;
using OrleansAssets.Domain.Phases;
using OrleansAssets.Phases;

namespace OrleansAssets.Grains.Phases;

/// <summary>
/// Takes a phase's operation from step to step. Where it stands is written after each, so that a crash at any point leaves a place to go on
/// from; the grain has the reminder that does so before the first.
/// </summary>
internal sealed class PhaseOperations
{
    private readonly FrozenDictionary<(PhaseOperationKind Kind, string Name), PhaseStep> _steps;
    private readonly TimeProvider _clock;

    public PhaseOperations(IEnumerable<IPhaseSteps> operations, TimeProvider clock)
    {
        _clock = clock;
        var known = operations.ToArray();
        foreach (var operation in known)
        {
            if (!SagaRules.StepsOf(operation.Kind).SequenceEqual(operation.Steps.Select(step => step.Name), StringComparer.Ordinal))
            {
                throw new InvalidOperationException(
                    $"The steps of '{operation.Kind}' are not those of {nameof(SagaRules)} in their order.");
            }
        }

        _steps = known.SelectMany(operation => operation.Steps.Select(step => ((operation.Kind, step.Name), step)))
            .ToFrozenDictionary(pair => pair.Item1, pair => pair.step);
    }

    /// <summary>Goes on until the operation is over or has to wait.</summary>
    public async Task RunAsync(Stored<PhaseState> state)
    {
        while (state.Value is { Saga: { } saga, Definition: { } definition })
        {
            var outcome = await StepAsync(new PhaseWork(definition, saga));
            var next = SagaRules.After(state.Value, outcome, _clock.GetUtcNow());
            if (next.Saga != saga)
            {
                await state.WriteAsync(next);
            }

            if (next.Saga is { IsBack: false, Waiting: not null })
            {
                return;
            }
        }
    }

    /// <summary>Goes on after a crash, a failure or a wait.</summary>
    public async Task ResumeAsync(Stored<PhaseState> state)
    {
        if (state.Value.Saga is null)
        {
            return;
        }

        var next = SagaRules.Retry(state.Value);
        if (next.Saga != state.Value.Saga)
        {
            await state.WriteAsync(next);
        }

        await RunAsync(state);
    }

    // What an id or a value cannot heal by itself is a failure; anything else is thrown and tried again.
    private async Task<StepOutcome> StepAsync(PhaseWork work)
    {
        var step = _steps[(work.Saga.Kind, SagaRules.StepOf(work.Saga))];
        try
        {
            return !work.Saga.IsBack ? await step.DoAsync(work)
                : step.UndoAsync is { } undo ? await undo(work)
                : StepOutcome.Ok;
        }
        catch (Exception exception) when (exception is NotFoundException or InvalidRequestException)
        {
            // Undone as far as it goes: what is unknown now needs no undoing.
            return work.Saga.IsBack ? StepOutcome.Ok : new StepOutcome.Failed(exception.Message);
        }
    }
}

/// <summary>One step of an operation. Doing or undoing it twice is the same as once.</summary>
/// <param name="Name">One of <see cref="PhaseStepNames"/>.</param>
/// <param name="UndoAsync">
/// Brings back what was before, whether the step was done, half done or not at all; null where nothing is to be brought back.
/// </param>
internal sealed record PhaseStep(
    string Name, Func<PhaseWork, Task<StepOutcome>> DoAsync, Func<PhaseWork, Task<StepOutcome>>? UndoAsync = null);

/// <summary>What a step works on.</summary>
internal sealed record PhaseWork(PhaseDefinition Definition, PhaseSaga Saga);

/// <summary>The steps of one operation, in the order of <see cref="SagaRules.StepsOf"/>.</summary>
internal interface IPhaseSteps
{
    PhaseOperationKind Kind { get; }

    ImmutableArray<PhaseStep> Steps { get; }
}

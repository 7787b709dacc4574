using OrleansAssets.Domain.Phases;

namespace OrleansAssets.Grains.Phases.Steps;

/// <summary>The last step: the log states what is done.</summary>
internal sealed class AuditStep(PhaseJournal journal, TimeProvider clock) : IPhaseStep
{
    public string Name => StepNames.Audit;

    public async Task<StepOutcome> DoAsync(StepContext context)
    {
        var saga = context.Saga;
        var action = context.IsActivation ? PhaseActions.Activated : PhaseActions.Deactivated;
        await journal.AppendAsync(
            context.Definition.Id, new PhaseEvent(saga.Id, action, clock.GetUtcNow(), saga.By, saga.Notes, saga.Evidence));
        return StepOutcome.Ok;
    }

    /// <summary>Nothing is taken out of a log: that the activation was rolled back is an entry of its own.</summary>
    public Task<StepOutcome> UndoAsync(StepContext context) => Task.FromResult(StepOutcome.Ok);
}

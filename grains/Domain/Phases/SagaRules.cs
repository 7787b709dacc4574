using System.Collections.Immutable;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>
/// How an operation goes from step to step. An activation is finished or undone whole. A deactivation is only ever finished: undoing one
/// would widen what was just narrowed, so what hinders it is told and tried again.
/// </summary>
public static class SagaRules
{
    /// <summary>Reminders that an activation's step may fail before the activation is undone: some 20 minutes.</summary>
    public const int AttemptsMax = 20;

    private static readonly ImmutableArray<string> Activation =
    [
        PhaseStepNames.VerifyEvidence, PhaseStepNames.EnableClasses, PhaseStepNames.EnableAssets, PhaseStepNames.StartFeeds,
        PhaseStepNames.Registry, PhaseStepNames.ConfigurationFile,
    ];

    private static readonly ImmutableArray<string> Deactivation =
    [
        PhaseStepNames.ReduceOnly, PhaseStepNames.AwaitFlat, PhaseStepNames.DisableAssets, PhaseStepNames.DisableClasses,
        PhaseStepNames.StopFeeds, PhaseStepNames.Registry, PhaseStepNames.ConfigurationFile,
    ];

    public static ImmutableArray<string> StepsOf(PhaseOperationKind kind) =>
        kind == PhaseOperationKind.Activate ? Activation : Deactivation;

    /// <summary>
    /// The step to do or to undo next. An earlier version wrote the log in a step of its own, the last: what it stored there does the one
    /// before it again, which changes nothing.
    /// </summary>
    public static string StepOf(PhaseSaga saga)
    {
        var steps = StepsOf(saga.Kind);
        return steps[Math.Min(saga.Step, steps.Length - 1)];
    }

    /// <summary>The state before the first step.</summary>
    public static PhaseState Begin(PhaseState state, PhaseSaga saga) =>
        state with { Saga = saga, Status = StatusOf(saga), Pending = null, ReadyStreak = 0 };

    /// <summary>The state after a step, done or undone.</summary>
    /// <exception cref="ArgumentException">No operation is under way.</exception>
    public static PhaseState After(PhaseState state, StepOutcome outcome, DateTimeOffset now)
    {
        var saga = state.Saga ?? throw new ArgumentException("No operation is under way.", nameof(state));
        return outcome switch
        {
            StepOutcome.Done when saga.IsBack => saga.Step == 0 ? RolledBack(state, saga, now) : Go(state, saga, saga.Step - 1),
            StepOutcome.Done when saga.Step + 1 >= StepsOf(saga.Kind).Length => Finished(state, saga, now),
            StepOutcome.Done => Told(Go(state, saga, saga.Step + 1), saga, now),
            StepOutcome.Failed failed when saga is { IsBack: false, Kind: PhaseOperationKind.Activate } =>
                TurnBack(state, saga, failed.Because),
            StepOutcome.Failed failed => state with { Saga = saga with { Waiting = failed.Because } },
            StepOutcome.Wait wait => state with { Saga = saga with { Waiting = wait.For } },
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "Unknown outcome."),
        };
    }

    /// <summary>The state when the reminder comes for an operation that did not get on. Too often, and an activation is undone.</summary>
    public static PhaseState Retry(PhaseState state)
    {
        if (state.Saga is not { IsBack: false, Kind: PhaseOperationKind.Activate } saga)
        {
            return state;
        }

        return saga.Attempts < AttemptsMax
            ? state with { Saga = saga with { Attempts = saga.Attempts + 1 } }
            : TurnBack(state, saga, $"step {StepOf(saga)} did not succeed in {AttemptsMax} attempts");
    }

    private static PhaseState Go(PhaseState state, PhaseSaga saga, int step)
    {
        // What stopped an activation stays with it while it is undone: the log tells it at the end.
        var next = saga with { Step = step, Attempts = 0, Waiting = saga.IsBack ? saga.Waiting : null };
        return state with { Saga = next, Status = StatusOf(next) };
    }

    // The step that failed may have done half of its work: it is undone too.
    private static PhaseState TurnBack(PhaseState state, PhaseSaga saga, string because)
    {
        var next = saga with { IsBack = true, Attempts = 0, Waiting = because };
        return state with { Saga = next, Status = StatusOf(next) };
    }

    private static PhaseState Told(PhaseState state, PhaseSaga done, DateTimeOffset now) => StepOf(done) == PhaseStepNames.ReduceOnly
        ? EventRules.Happened(state, Event(Guid.NewGuid(), PhaseActions.ReduceOnly, done, done.Notes, now))
        : state;

    // The entry has the operation's id: written with its end, it is in the log once, whatever happens before it is there.
    private static PhaseState Finished(PhaseState state, PhaseSaga saga, DateTimeOffset now) => saga.Kind == PhaseOperationKind.Activate
        ? EventRules.Happened(
            state with
            {
                Saga = null,
                Status = PhaseStatus.Active,
                Activation = new PhaseActivation(saga.Id, saga.By, saga.Notes, saga.At, saga.Evidence),
                Override = saga.Override,
                CoolDownUntil = null,
                AssetsOutside = [],
            },
            Event(saga.Id, PhaseActions.Activated, saga, saga.Notes, now))
        : EventRules.Happened(
            state with
            {
                Saga = null,
                Status = PhaseStatus.Inactive,
                Activation = null,
                Override = null,
                CoolDownUntil = saga.IsDemotion ? now.AddDays(state.Definition?.CoolDownDays ?? 0) : null,
            },
            Event(saga.Id, PhaseActions.Deactivated, saga, saga.Notes, now));

    private static PhaseState RolledBack(PhaseState state, PhaseSaga saga, DateTimeOffset now) => EventRules.Happened(
        state with { Saga = null, Status = PhaseStatus.Inactive },
        Event(Guid.NewGuid(), PhaseActions.RolledBack, saga, saga.Waiting, now));

    private static PhaseEvent Event(Guid id, string action, PhaseSaga saga, string? notes, DateTimeOffset now) =>
        new(id, action, now, saga.By, notes, saga.Evidence);

    private static PhaseStatus StatusOf(PhaseSaga saga) => saga switch
    {
        { IsBack: true } => PhaseStatus.RollingBack,
        { Kind: PhaseOperationKind.Activate } => PhaseStatus.Activating,
        _ when saga.Step <= Deactivation.IndexOf(PhaseStepNames.AwaitFlat) => PhaseStatus.ReduceOnly,
        _ => PhaseStatus.Deactivating,
    };
}

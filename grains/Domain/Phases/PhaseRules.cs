using System.Collections.Immutable;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Phases;

/// <summary>What happens to a phase's state outside of operations.</summary>
public static class PhaseRules
{
    /// <summary>The state after the file is read. Active from the start counts in a new installation only.</summary>
    public static PhaseState Configure(PhaseState state, PhaseDefinition definition, DateTimeOffset now)
    {
        if (state.Definition is not null || !definition.ActiveFromStart)
        {
            return state with { Definition = definition };
        }

        var start = new PhaseActivation(Guid.NewGuid(), EnabledFlag.Configuration, "active from the start", now, null);
        var logged = new PhaseEvent(start.Id, PhaseActions.Activated, now, start.By, start.Notes, null);
        return state with
        {
            Definition = definition, Status = PhaseStatus.Active, Activation = start, Unlogged = state.Unlogged.Add(logged),
        };
    }

    /// <summary>The state after an evaluation. Only those on schedule count for the streak that activates by itself.</summary>
    /// <param name="enabledAssets">The phase's assets that are enabled now.</param>
    public static PhaseState Evaluated(
        PhaseState state, Readiness readiness, ImmutableArray<string> enabledAssets, bool onSchedule, DateTimeOffset now)
    {
        var before = state.LastReadiness?.Verdict;
        var ready = readiness.Verdict == ReadinessVerdict.Ready;
        var streak = onSchedule ? (ready ? state.ReadyStreak + 1 : 0) : (ready ? state.ReadyStreak : 0);
        var next = state with { LastReadiness = readiness, ReadyStreak = state.Status == PhaseStatus.Inactive ? streak : 0 };
        if (before != readiness.Verdict && (before is not null || ready))
        {
            var notes = ready ? "ready" : string.Join("; ", readiness.Missing);
            next = EventRules.Notify(
                next, new PhaseEvent(Guid.NewGuid(), PhaseActions.VerdictChanged, now, ActorNames.Evaluation, notes, readiness));
        }

        return Gated(next, enabledAssets, now);
    }

    /// <summary>
    /// Whether a halt keeps phases of its portfolio from being opened: trading is stopped, or its configuration waits for people's word.
    /// </summary>
    public static bool Bars(ActiveHalt halt)
    {
        ArgumentNullException.ThrowIfNull(halt);
        return halt.Scope == HaltScope.Portfolio && (halt.Mode == TradingMode.Halted || halt.Automatic);
    }

    /// <summary>Whether the phase activates by itself now.</summary>
    public static bool ActivatesByItself(PhaseState state, int consecutiveEvaluations) =>
        state is { Status: PhaseStatus.Inactive, Definition.AutoActivate: true }
        && state.LastReadiness is { Verdict: ReadinessVerdict.Ready, IsImported: false }
        && state.ReadyStreak >= consecutiveEvaluations;

    public static PhaseView View(PhaseState state, PhaseDefinition definition) => new(
        definition,
        state.Status,
        state.Status is PhaseStatus.Active or PhaseStatus.ReduceOnly ? state.Activation?.At : null,
        state.Activation?.By,
        state.Activation?.Notes,
        state.LastReadiness,
        new PhaseGate(state.Override, state.Pending, Operation(state.Saga), state.CoolDownUntil, state.ReadyStreak, state.AssetsOutside));

    private static PhaseOperation? Operation(PhaseSaga? saga) => saga is null
        ? null
        : new PhaseOperation(saga.Id, saga.Kind, SagaRules.StepOf(saga), saga.IsBack, saga.By, saga.Notes, saga.At, saga.Waiting);

    // An asset that is enabled while its phase is inactive was not earned, whoever enabled it: the log says so, once a change.
    private static PhaseState Gated(PhaseState state, ImmutableArray<string> enabledAssets, DateTimeOffset now)
    {
        ImmutableArray<string> outside = state.Status == PhaseStatus.Inactive ? enabledAssets : [];
        if (outside.SequenceEqual(state.AssetsOutside, StringComparer.Ordinal))
        {
            return state;
        }

        var (action, told) = outside.IsEmpty ? (PhaseActions.AssetsInside, state.AssetsOutside) : (PhaseActions.AssetsOutside, outside);
        return EventRules.Happened(
            state with { AssetsOutside = outside },
            new PhaseEvent(Guid.NewGuid(), action, now, ActorNames.Evaluation, string.Join(", ", told), null));
    }
}

using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>
/// When an active phase is taken back, how that begins and what is answered. Missing or old evidence alone never takes one back: an outage
/// is no loss.
/// </summary>
public static class DeactivationRules
{
    /// <summary>Why the phase is demoted now, as an action of the log and in words; null where it stays.</summary>
    public static (string Action, string Because)? CauseOfDemotion(PhaseState state, Readiness readiness, DateTimeOffset now)
    {
        if (state is not { Status: PhaseStatus.Active, Saga: null })
        {
            return null;
        }

        if (state.Override is { } forced && now >= forced.ExpiresAt)
        {
            return (PhaseActions.OverrideExpired, FormattableString.Invariant(
                $"the override of {forced.Approvers[0]} expired at {forced.ExpiresAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC without evidence"));
        }

        var failing = readiness.Exits.Where(exit => exit.Verdict == ReadinessVerdict.NotReady
            // An override stands for what was missing from the start; capital may have been.
            && (state.Override is null || exit.Metric != RequirementMetric.Capital)).ToArray();
        return failing.Length == 0
            ? null
            : (PhaseActions.Demoted, string.Join("; ", failing.Select(exit => $"{exit.Name} no longer holds: {exit.Missing}")));
    }

    /// <summary>The state before the first step of a deactivation.</summary>
    public static PhaseState Begin(
        PhaseState state, string action, string by, string because, Readiness? evidence, bool isDemotion, DateTimeOffset now)
    {
        var told = new PhaseEvent(Guid.NewGuid(), action, now, by, because, evidence);
        var saga = new PhaseSaga(
            Guid.NewGuid(), PhaseOperationKind.Deactivate, IsBack: false, Step: 0, by, because, now, evidence, Override: null, isDemotion,
            Before: [], FileBefore: [], Attempts: 0, Waiting: null);
        return SagaRules.Begin(EventRules.Happened(state, told), saga);
    }

    /// <summary>What became of a deactivation.</summary>
    public static DeactivationResult Answer(PhaseView phase, bool begun)
    {
        var id = phase.Definition.Id;
        var waiting = phase.Gate.Operation?.Waiting;
        return phase switch
        {
            { Status: PhaseStatus.Inactive } when begun => new(DeactivationOutcome.Deactivated, phase, $"{id} is disabled now"),
            { Status: PhaseStatus.Inactive } => new(DeactivationOutcome.NotActive, phase, $"{id} is not active; nothing changed"),
            { Status: PhaseStatus.ReduceOnly } when begun => new(
                DeactivationOutcome.ReduceOnly, phase, $"{id} is reduce-only and is disabled once it is flat: {waiting}"),
            _ => new(
                DeactivationOutcome.InProgress, phase,
                $"another operation of {id} is under way{(waiting is null ? "" : $": {waiting}")}"),
        };
    }
}

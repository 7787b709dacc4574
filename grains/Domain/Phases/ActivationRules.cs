using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>Whether a phase may be activated now. The one place that opens the gate.</summary>
public static class ActivationRules
{
    /// <summary>What an activation is answered with before anything is done; <see cref="ActivationOutcome.Activated"/> lets it begin.</summary>
    public static (ActivationOutcome Outcome, string? Explanation) Decide(
        PhaseState state, PhaseDefinition definition, ActivationRequest request, Readiness readiness)
    {
        if (state.Saga is { } saga)
        {
            return (ActivationOutcome.InProgress, InProgress(saga));
        }

        if (state.Status == PhaseStatus.Active)
        {
            return (ActivationOutcome.AlreadyActive, null);
        }

        if (readiness.Halt is { } halt)
        {
            return (ActivationOutcome.Halted, halt);
        }

        if (readiness.Verdict == ReadinessVerdict.Ready)
        {
            return (ActivationOutcome.Activated, null);
        }

        if (request.Force is null)
        {
            return (ActivationOutcome.Refused, null);
        }

        return definition.Approvals > 1
            ? (ActivationOutcome.AwaitingApproval, $"{definition.Approvals - 1} more operator must approve: assets phases approve {definition.Id}")
            : (ActivationOutcome.Activated, null);
    }

    /// <summary>A granted activation before its first step. Ready, it is earned; else it is by override, openly.</summary>
    public static PhaseSaga Grant(
        string by, string? notes, Readiness readiness, PhaseOverride? wanted, FlagsBefore before, DateTimeOffset now)
    {
        var forced = readiness.Verdict == ReadinessVerdict.Ready ? null : wanted;
        if (readiness.Verdict != ReadinessVerdict.Ready && forced is null)
        {
            throw new ArgumentException("An activation is granted by evidence or by an override.", nameof(wanted));
        }

        var id = forced?.ActivationId ?? Guid.NewGuid();
        return new PhaseSaga(
            id, PhaseOperationKind.Activate, IsBack: false, Step: 0, by, forced?.Reason ?? notes, now, readiness, forced, IsDemotion: false,
            before.Flags, before.File, Attempts: 0, Waiting: null);
    }

    /// <summary>The override that a request, or one that has been approved, asks for.</summary>
    public static PhaseOverride? Override(ActivationRequest request, DateTimeOffset now) => request.Force is { } force
        ? new PhaseOverride(Guid.NewGuid(), force.Reason.Trim(), now, force.ExpiresAt, [request.Operator.Trim()])
        : null;

    /// <inheritdoc cref="Override(ActivationRequest, DateTimeOffset)" />
    public static PhaseOverride Override(PendingForce pending, DateTimeOffset now) =>
        new(Guid.NewGuid(), pending.Reason, now, pending.ExpiresAt, pending.Approvers);

    /// <summary>What is under way, in words.</summary>
    public static string InProgress(PhaseSaga saga) =>
        $"{(saga.Kind == PhaseOperationKind.Activate ? "an activation" : "a deactivation")} by {saga.By} is under way, at step "
        + $"{SagaRules.StepOf(saga)}{(saga.Waiting is { } waiting ? $": {waiting}" : "")}";
}

using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>Whether a phase may be activated now. The one place that opens the gate.</summary>
public static class ActivationRules
{
    /// <summary>
    /// What an activation is answered with before anything is done; <see cref="ActivationOutcome.Activated"/> lets it begin.
    /// </summary>
    /// <param name="force">An operator's word in the place of evidence; null without.</param>
    public static (ActivationOutcome Outcome, string? Explanation) Decide(
        PhaseState state, PhaseDefinition definition, ForceRequest? force, Readiness readiness) =>
        WithoutForce(state, readiness) is { } decided ? decided
        : force is null && readiness.Verdict == ReadinessVerdict.Ready ? (
            ActivationOutcome.AwaitingApproval,
            $"its evidence was imported ({readiness.Provenance}), and another operator must agree: assets phases approve {definition.Id}")
        : force is null ? (ActivationOutcome.Refused, null)
        : definition.Approvals > 1 ? (
            ActivationOutcome.AwaitingApproval,
            $"{definition.Approvals - 1} more operator must approve: assets phases approve {definition.Id}")
        : (ActivationOutcome.Activated, null);

    /// <summary>The same for the forced activation that operators have approved: it begins once enough of them have.</summary>
    public static (ActivationOutcome Outcome, string? Explanation) DecideApproved(PhaseState state, Readiness readiness) =>
        WithoutForce(state, readiness) is { } decided ? decided
        : state.Pending is not { } pending ? (ActivationOutcome.Refused, "the activation waited too long for approval")
        : ForceRules.Awaited(pending) is { } awaited ? (ActivationOutcome.AwaitingApproval, awaited)
        : pending.OnImport && readiness.Verdict != ReadinessVerdict.Ready ? (ActivationOutcome.Refused, "it is not READY any more")
        : (ActivationOutcome.Activated, null);

    /// <summary>
    /// A granted activation before its first step. Ready, it is earned; else, or where its evidence was imported and an override is wanted,
    /// it is by override, openly.
    /// </summary>
    public static PhaseSaga Grant(
        string by, string? notes, Readiness readiness, PhaseOverride? wanted, FlagsBefore before, DateTimeOffset now)
    {
        var forced = readiness is { Verdict: ReadinessVerdict.Ready, IsImported: false } ? null : wanted;
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
    public static PhaseOverride? Override(PendingForce pending, DateTimeOffset now) => pending.OnImport
        ? null
        : new PhaseOverride(Guid.NewGuid(), pending.Reason, now, pending.ExpiresAt, pending.Approvers);

    /// <summary>The notes of an activation that operators have approved: on imported evidence they name who agreed.</summary>
    public static string? Notes(PendingForce pending) => !pending.OnImport ? pending.Notes
        : $"{(pending.Notes is { Length: > 0 } notes ? $"{notes}; " : "")}on imported evidence, "
            + $"agreed by {string.Join(" and ", pending.Approvers.Skip(1))}";

    /// <summary>What is under way, in words.</summary>
    public static string InProgress(PhaseSaga saga) =>
        $"{(saga.Kind == PhaseOperationKind.Activate ? "an activation" : "a deactivation")} by {saga.By} is under way, at step "
        + $"{SagaRules.StepOf(saga)}{(saga.Waiting is { } waiting ? $": {waiting}" : "")}";

    // What holds whoever asks: nothing begins twice or while a halt stands, and evidence opens the phase.
    private static (ActivationOutcome Outcome, string? Explanation)? WithoutForce(PhaseState state, Readiness readiness) =>
        state.Saga is { } saga ? (ActivationOutcome.InProgress, InProgress(saga))
        : state.Status == PhaseStatus.Active ? (ActivationOutcome.AlreadyActive, null)
        : readiness.Halt is { } halt ? (ActivationOutcome.Halted, halt)
        : readiness is { Verdict: ReadinessVerdict.Ready, IsImported: false } ? (ActivationOutcome.Activated, null)
        : null;
}

using System.Collections.Immutable;
using OrleansAssets.Domain.Access;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>Activation by operators' word, or with it on imported evidence: who must agree, and when the word ends.</summary>
public static class ForceRules
{
    /// <summary>How long an activation waits for approval at most.</summary>
    public static readonly TimeSpan ApprovalWithin = TimeSpan.FromHours(24);

    /// <summary>The state once the first operator has asked for what needs another's word.</summary>
    public static PhaseState Ask(PhaseState state, PhaseDefinition definition, ActivationRequest request, DateTimeOffset now)
    {
        var pending = request.Force is { } force
            ? new PendingForce(
                Guid.NewGuid(), force.Reason.Trim(), request.Notes, now, force.ExpiresAt, [request.Operator.Trim()], definition.Approvals)
            : new PendingForce(
                Guid.NewGuid(), $"on imported evidence ({state.LastReadiness?.Provenance})", request.Notes, now, now + ApprovalWithin,
                [request.Operator.Trim()], Math.Max(2, definition.Approvals), OnImport: true);
        var action = pending.OnImport ? PhaseActions.ImportApprovalAsked : PhaseActions.ForceRequested;
        return EventRules.Happened(
            state with { Pending = pending },
            new PhaseEvent(pending.Id, action, now, request.Operator.Trim(), pending.Reason, state.LastReadiness));
    }

    /// <summary>
    /// The state once another operator has agreed, and the request as it stands in it: without those whose word counts no more.
    /// </summary>
    /// <exception cref="InvalidRequestException">Nothing waits, it waited too long, or the operator has agreed before.</exception>
    public static (PhaseState State, PendingForce Approved) Approve(
        PhaseState state, string phaseId, ApprovalRequest request, WordStanding standing, DateTimeOffset now)
    {
        if (state.Pending is not { } pending || IsLapsed(pending, now))
        {
            throw InvalidRequestException.At(
                "phase", phaseId, "must be a phase whose activation waits for approval",
                $"No activation of {phaseId} waits for approval.");
        }

        var lapsed = LapsedOf(pending, standing);
        pending = pending with { Approvers = pending.Approvers.RemoveRange(lapsed, StringComparer.Ordinal) };
        if (pending.Approvers.FirstOrDefault(known => OperatorRules.IsSame(known, request.Operator)) is { } known)
        {
            throw InvalidRequestException.At(
                "operator", known, "must be another operator than those who have said so",
                $"'{known}' has said so already; another operator must approve.");
        }

        var approved = pending with { Approvers = pending.Approvers.Add(request.Operator.Trim()) };
        var action = pending.OnImport ? PhaseActions.ImportApproved : PhaseActions.ForceApproved;
        var told = new PhaseEvent(Guid.NewGuid(), action, now, request.Operator.Trim(), request.Notes, null);
        return (EventRules.Happened(state with { Pending = approved }, told), approved);
    }

    /// <summary>
    /// Those whose word counts no more. When each of them said so is not kept: whose token ended after it was asked for is one of them.
    /// </summary>
    public static ImmutableArray<string> LapsedOf(PendingForce pending, WordStanding standing) =>
        [.. pending.Approvers.Where(by => !standing.Counts(by, pending.AskedAt))];

    /// <summary>Whose word is still missing, in words; null where enough operators have agreed.</summary>
    public static string? Awaited(PendingForce pending) => pending.Approvers.Length >= pending.Needed
        ? null
        : $"{pending.Needed - pending.Approvers.Length} more operators must approve";

    /// <summary>The state without a request that nobody approved in time.</summary>
    public static PhaseState DropLapsed(PhaseState state, DateTimeOffset now) => state.Pending is { } pending && IsLapsed(pending, now)
        ? EventRules.Happened(
            state with { Pending = null },
            new PhaseEvent(Guid.NewGuid(), PhaseActions.ForceLapsed, now, pending.Approvers[0], pending.Reason, null))
        : state;

    /// <summary>The state once evidence has earned what an override opened.</summary>
    public static PhaseState Ratify(PhaseState state, Readiness readiness, DateTimeOffset now) =>
        state is { Status: PhaseStatus.Active, Override: { } ended, Activation: { } activation, Saga: null }
        && readiness is { Verdict: ReadinessVerdict.Ready, IsImported: false }
            ? EventRules.Happened(
                state with { Override = null, Activation = activation with { Evidence = readiness } },
                new PhaseEvent(Guid.NewGuid(), PhaseActions.OverrideRatified, now, ActorNames.Evaluation, ended.Reason, readiness))
            : state;

    private static bool IsLapsed(PendingForce pending, DateTimeOffset now) =>
        now >= pending.ExpiresAt || now >= pending.AskedAt + ApprovalWithin;
}

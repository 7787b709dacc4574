using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Phases;

/// <summary>A phase as it stands now.</summary>
/// <param name="ActivatedAt">UTC; null while it is inactive.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PhaseView")]
public sealed record PhaseView(
    PhaseDefinition Definition,
    PhaseStatus Status,
    DateTimeOffset? ActivatedAt,
    string? ActivatedBy,
    string? Notes,
    Readiness? LastReadiness,
    PhaseGate Gate);

/// <summary>What stands between a phase and its assets beside the readiness.</summary>
/// <param name="Override">Active by an operator's word, not by evidence; null where it is earned or inactive.</param>
/// <param name="Pending">A forced activation that waits for another operator.</param>
/// <param name="Operation">The activation or deactivation that is under way.</param>
/// <param name="CoolDownUntil">Before this instant a demoted phase is not activated again.</param>
/// <param name="ReadyStreak">Scheduled evaluations in a row that found it ready.</param>
/// <param name="AssetsOutside">Its assets that were enabled while it was not active when it was last evaluated.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PhaseGate")]
public sealed record PhaseGate(
    PhaseOverride? Override,
    PendingForce? Pending,
    PhaseOperation? Operation,
    DateTimeOffset? CoolDownUntil,
    int ReadyStreak,
    ImmutableArray<string> AssetsOutside)
{
    /// <summary>
    /// Those of <see cref="Pending"/> who said so and whose word counts no more: no operator's token of that name is in force.
    /// </summary>
    [Id(0)]
    public ImmutableArray<string> LapsedApprovers { get; init; } = [];
}

/// <summary>An activation by an operator's word.</summary>
/// <param name="ExpiresAt">When it ends by itself, UTC.</param>
/// <param name="Approvers">Who said so, the one who asked first.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PhaseOverride")]
public sealed record PhaseOverride(
    Guid ActivationId, string Reason, DateTimeOffset Since, DateTimeOffset ExpiresAt, ImmutableArray<string> Approvers);

/// <summary>An activation that waits for approval: a forced one, or one whose evidence was imported.</summary>
/// <param name="ExpiresAt">When the request lapses, UTC.</param>
/// <param name="Approvers">Who has approved, the one who asked first.</param>
/// <param name="Needed">How many different operators must approve, the one who asked included.</param>
/// <param name="OnImport">The evidence is imported: with another's word it opens the phase, and no override stays.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PendingForce")]
public sealed record PendingForce(
    Guid Id, string Reason, string? Notes, DateTimeOffset AskedAt, DateTimeOffset ExpiresAt, ImmutableArray<string> Approvers, int Needed,
    bool OnImport = false);

/// <summary>An operation that is under way.</summary>
/// <param name="Step">The step it is at, e.g. <c>enable_assets</c>.</param>
/// <param name="RollingBack">Its steps are being undone.</param>
/// <param name="Waiting">What it waits for or failed with last, null where it is running.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PhaseOperation")]
public sealed record PhaseOperation(
    Guid Id, PhaseOperationKind Kind, string Step, bool RollingBack, string By, string? Notes, DateTimeOffset Since, string? Waiting);

/// <summary>What is done to a phase.</summary>
[GenerateSerializer, Alias("OrleansAssets.PhaseOperationKind")]
public enum PhaseOperationKind
{
    /// <summary>Makes the phase active.</summary>
    Activate = 0,

    /// <summary>Ends the phase.</summary>
    Deactivate = 1,
}

/// <summary>Where a phase stands.</summary>
[GenerateSerializer, Alias("OrleansAssets.PhaseStatus")]
public enum PhaseStatus
{
    /// <summary>Its assets are disabled.</summary>
    Inactive = 0,

    /// <summary>An activation is under way.</summary>
    Activating = 1,

    /// <summary>Its assets are enabled.</summary>
    Active = 2,

    /// <summary>An activation is being undone.</summary>
    RollingBack = 3,

    /// <summary>On its way out: positions may be reduced and not opened.</summary>
    ReduceOnly = 4,

    /// <summary>Flat, and being disabled.</summary>
    Deactivating = 5,
}

/// <summary>An entry of a phase's log.</summary>
/// <param name="Action">E.g. <c>activated</c>, <c>force_requested</c>, <c>override_expired</c>, <c>reduce_only</c>,
/// <c>deactivated</c>.</param>
/// <param name="Verdict">That of the readiness which the entry carries, null without one.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PhaseLogEntry")]
public sealed record PhaseLogEntry(
    Guid Id, string PhaseId, string Action, DateTimeOffset At, string By, string? Notes, ReadinessVerdict? Verdict);

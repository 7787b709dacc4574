using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>What a phase keeps: with the saga, all that is needed to finish or undo an operation after a crash.</summary>
[GenerateSerializer, Alias("OrleansAssets.PhaseState")]
public sealed record PhaseState
{
    /// <summary>Null until the catalogue has configured the phase.</summary>
    [Id(0)]
    public PhaseDefinition? Definition { get; set; }

    [Id(1)]
    public PhaseStatus Status { get; set; }

    /// <summary>The activation that the phase is active by; null while inactive.</summary>
    [Id(2)]
    public PhaseActivation? Activation { get; set; }

    [Id(3)]
    public Readiness? LastReadiness { get; set; }

    /// <summary>The operation that is under way.</summary>
    // The id 4 held the period of the reminder of evaluations, which its row tells; it stays reserved.
    [Id(5)]
    public PhaseSaga? Saga { get; set; }

    /// <summary>Active by this word and not by evidence.</summary>
    [Id(6)]
    public PhaseOverride? Override { get; set; }

    /// <summary>A forced activation that waits for another operator.</summary>
    [Id(7)]
    public PendingForce? Pending { get; set; }

    /// <summary>Scheduled evaluations in a row that found the phase ready.</summary>
    [Id(8)]
    public int ReadyStreak { get; set; }

    [Id(9)]
    public DateTimeOffset? CoolDownUntil { get; set; }

    /// <summary>What happened and is not in the log yet: written with the change that it tells of, so that a crash loses none.</summary>
    [Id(10)]
    public ImmutableArray<PhaseEvent> Unlogged { get; set; } = [];

    /// <summary>What people are to be told of and is in no notice yet.</summary>
    [Id(11)]
    public ImmutableArray<PhaseNotice> Outbox { get; set; } = [];

    /// <summary>Its assets that were enabled when it was last evaluated, while it was inactive.</summary>
    [Id(12)]
    public ImmutableArray<string> AssetsOutside { get; set; } = [];
}

/// <summary>One activation.</summary>
/// <param name="Evidence">The readiness that earned it; null where the phase was active from the start.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PhaseActivation")]
public sealed record PhaseActivation(Guid Id, string By, string? Notes, DateTimeOffset At, Readiness? Evidence);

/// <summary>Something that happened to a phase.</summary>
/// <param name="Id">The log takes each id once.</param>
/// <param name="Action">See <see cref="PhaseActions"/>.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PhaseEvent")]
public sealed record PhaseEvent(Guid Id, string Action, DateTimeOffset At, string By, string? Notes, Readiness? Evidence);

/// <summary>An event on its way to the notices. The attempts and what follows them were of the webhook that phases had.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PhaseNotice")]
public sealed record PhaseNotice(PhaseEvent Event, int Attempts, DateTimeOffset NextTryAt, string? LastError);

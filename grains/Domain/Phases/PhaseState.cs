using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Domain.Configuration;
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

/// <summary>An operation that is under way. Stored after each step, so that it goes on from there whatever happens.</summary>
/// <param name="Id">That of its entry in the log.</param>
/// <param name="IsBack">The steps are being undone, from <paramref name="Step"/> down to 0.</param>
/// <param name="Step">Index of the step to do, or to undo, next.</param>
/// <param name="Evidence">The readiness that it was decided by.</param>
/// <param name="Override">For a forced activation.</param>
/// <param name="IsDemotion">A deactivation that no operator asked for: a cool-down follows.</param>
/// <param name="Before">The flags before an activation, for its undoing.</param>
/// <param name="FileBefore">The flags of the configuration file before an activation; empty where the silo does not own it.</param>
/// <param name="Attempts">How often the reminder has come for the present step.</param>
/// <param name="Waiting">What it waits for, or why it failed.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PhaseSaga")]
public sealed record PhaseSaga(
    Guid Id,
    PhaseOperationKind Kind,
    bool IsBack,
    int Step,
    string By,
    string? Notes,
    DateTimeOffset At,
    Readiness? Evidence,
    PhaseOverride? Override,
    bool IsDemotion,
    ImmutableArray<FlagBefore> Before,
    ImmutableArray<FileFlag> FileBefore,
    int Attempts,
    string? Waiting);

/// <summary>An enabled flag as it was.</summary>
/// <param name="Kind"><c>assets</c> or <c>asset_classes</c>, as in the file.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FlagBefore")]
public sealed record FlagBefore(string Kind, string Id, bool Enabled, string By);

/// <summary>The enabled flags before an activation.</summary>
/// <param name="File">Those of the configuration file; empty where the silo does not own it.</param>
public sealed record FlagsBefore(ImmutableArray<FlagBefore> Flags, ImmutableArray<FileFlag> File);

/// <summary>The steps of operations, as views show them.</summary>
public static class PhaseStepNames
{
    public const string VerifyEvidence = "verify_evidence";
    public const string EnableClasses = "enable_classes";
    public const string EnableAssets = "enable_assets";
    public const string StartFeeds = "start_feeds";
    public const string Registry = "registry";
    public const string ConfigurationFile = "configuration_file";
    public const string ReduceOnly = "reduce_only";
    public const string AwaitFlat = "await_flat";
    public const string DisableAssets = "disable_assets";
    public const string DisableClasses = "disable_classes";
    public const string StopFeeds = "stop_feeds";
}

/// <summary>How a step went. An exception is none of these: the step is tried again.</summary>
public abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    public static StepOutcome Ok { get; } = new Done();

    public sealed record Done : StepOutcome;

    /// <summary>The world is not there yet.</summary>
    public sealed record Wait(string For) : StepOutcome;

    /// <summary>Trying again would not help.</summary>
    public sealed record Failed(string Because) : StepOutcome;
}

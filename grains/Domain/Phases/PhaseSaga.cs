using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

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

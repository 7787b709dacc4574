using System.Collections.Immutable;

namespace OrleansAssets.Cli.Output;

/// <summary>Why a command did not do what it was asked.</summary>
/// <param name="Code">Stable name for scripts, e.g. <c>bad_input</c>.</param>
/// <param name="Message">One or two sentences: the place, the value, the rule, the remedy.</param>
/// <param name="Details">Further faults, one an entry.</param>
internal sealed record CommandError(int ExitCode, string Code, string Message, ImmutableArray<string> Details)
{
    private const string StartHint = "Start it with ./run.sh, or name another with --url https://host:port.";

    public static CommandError BadInput(string message, params ImmutableArray<string> details) =>
        new(ExitCodes.BadInput, "bad_input", message, details);

    public static CommandError NotFound(string message) => new(ExitCodes.BadInput, "not_found", message, []);

    public static CommandError Denied(string message) => new(ExitCodes.Refused, "denied", message, []);

    public static CommandError Unreachable(string message) =>
        new(ExitCodes.SiloNotReachable, "silo_not_reachable", $"{message} {StartHint}", []);

    /// <summary>A silo is there, or should be: starting one is no remedy.</summary>
    public static CommandError NoAnswer(string message) => new(ExitCodes.SiloNotReachable, "silo_not_reachable", message, []);

    public static CommandError Cancelled(string message) => new(ExitCodes.Cancelled, "cancelled", message, []);

    public static CommandError Unexpected(string message) => new(ExitCodes.UnexpectedFailure, "unexpected_failure", message, []);
}

/// <summary>What the process answers to scripts. The numbers are documented in docs/console.md and never change.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int UnexpectedFailure = 1;
    public const int BadInput = 2;
    public const int Refused = 3;
    public const int EvidenceLacking = 4;
    public const int Halted = 5;
    public const int SiloNotReachable = 6;
    public const int Cancelled = 130;

    /// <summary>Number and meaning, in order, as the help prints them.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Done, "done; the phase is ready or active"),
        (UnexpectedFailure, "unexpected failure; the audit log is broken; a source failed its check"),
        (BadInput, "bad input: usage, unknown id, bad rows, bad configuration"),
        (Refused, "not ready, or refused"),
        (EvidenceLacking, "the evidence is insufficient or stale"),
        (Halted, "trading is halted"),
        (SiloNotReachable, "the silo cannot be reached, or stopped answering"),
        (Cancelled, "cancelled (Ctrl-C)"),
    ];
}

namespace OrleansAssets.Cli;

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

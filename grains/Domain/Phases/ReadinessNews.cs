using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>
/// Which evaluations are kept. Whoever may look at a phase may have it measured as often as he likes; what is kept is kept for ever, so
/// that a question adds to it only where it found something new, or nobody looked for a minute.
/// </summary>
public static class ReadinessNews
{
    /// <summary>So often an evaluation is kept in which nothing but time has changed.</summary>
    public static readonly TimeSpan KeptEvery = TimeSpan.FromMinutes(1);

    /// <summary>Whether the state after an evaluation that was only asked for is to be kept.</summary>
    public static bool IsToBeKept(PhaseState before, PhaseState after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return before.LastReadiness is not { } known || after.LastReadiness is not { } measured
            || (measured.AsOf - known.AsOf).Duration() >= KeptEvery // a clock that was set back, too
            || before with { LastReadiness = null } != after with { LastReadiness = null }
            || !IsSame(known, measured);
    }

    // Figures move with each quote; what is decided by them does not.
    private static bool IsSame(Readiness known, Readiness measured) =>
        WordOf(known) == WordOf(measured)
        && known.Remarks.SequenceEqual(measured.Remarks, StringComparer.Ordinal)
        && known.Requirements.Select(WordOf).SequenceEqual(measured.Requirements.Select(WordOf))
        && known.Exits.Select(WordOf).SequenceEqual(measured.Exits.Select(WordOf));

    private static (ReadinessVerdict, string?, string?, bool, DateOnly?) WordOf(Readiness one) =>
        (one.Verdict, one.Halt, one.Provenance, one.IsImported, one.EvidenceUntil);

    private static (string, ReadinessVerdict, bool, decimal?) WordOf(RequirementResult one) =>
        (one.Name, one.Verdict, one.Met, one.Threshold);
}

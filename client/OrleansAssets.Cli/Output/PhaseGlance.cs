using System.Collections.Immutable;
using OrleansAssets.Phases;

namespace OrleansAssets.Cli.Output;

/// <summary>What of a phase is watched: one line a change.</summary>
/// <param name="At">When it was seen, UTC.</param>
/// <param name="Verdict">That of the last stored readiness, null before the first.</param>
/// <param name="Met">Requirements that were met then.</param>
/// <param name="Forced">Whether it is active by an override.</param>
/// <param name="Waiting">What an operation waits for, null where none does.</param>
internal sealed record PhaseGlance(
    DateTimeOffset At, string Phase, PhaseStatus Status, ReadinessVerdict? Verdict, int Met, int Requirements, bool Forced, string? Waiting)
{
    public static PhaseGlance Of(PhaseView phase, DateTimeOffset at) => new(
        at,
        phase.Definition.Id,
        phase.Status,
        phase.LastReadiness?.Verdict,
        phase.LastReadiness?.Requirements.Count(result => result.Met) ?? 0,
        phase.LastReadiness?.Requirements.Length ?? 0,
        phase.Gate.Override is not null,
        phase.Gate.Operation?.Waiting);

    /// <summary>The phases that differ from what was seen before, whenever that was; all of them at first.</summary>
    public static ImmutableArray<PhaseGlance> Changes(IReadOnlyCollection<PhaseGlance> before, IEnumerable<PhaseGlance> now) =>
        [.. now.Where(glance => before.All(known => known with { At = glance.At } != glance))];

    public override string ToString() => string.Join("  ", new[]
    {
        Formats.Instant(At),
        Phase,
        PhasePages.Word(Status) + (Forced ? " (forced)" : ""),
        Verdict is { } verdict ? $"{ReadinessPage.Word(verdict)} {Met}/{Requirements}" : "not measured yet",
        Waiting ?? "",
    }.Where(part => part.Length > 0));
}

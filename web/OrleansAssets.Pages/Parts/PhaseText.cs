using OrleansAssets.Phases;

namespace OrleansAssets.Pages.Parts;

/// <summary>Where a phase stands, in words and as a colour.</summary>
internal static class PhaseText
{
    public static string Word(ReadinessVerdict verdict) => verdict switch
    {
        ReadinessVerdict.Ready => "Ready",
        ReadinessVerdict.NotReady => "Not ready",
        ReadinessVerdict.InsufficientEvidence => "Too little evidence",
        _ => "Evidence is old",
    };

    public static Tone Tone(ReadinessVerdict? verdict) => verdict switch
    {
        ReadinessVerdict.Ready => Parts.Tone.Good,
        ReadinessVerdict.NotReady or ReadinessVerdict.StaleEvidence => Parts.Tone.Warn,
        _ => Parts.Tone.Plain,
    };

    public static Tone Tone(PhaseStatus status) => status switch
    {
        PhaseStatus.Active => Parts.Tone.Good,
        PhaseStatus.Inactive => Parts.Tone.Plain,
        _ => Parts.Tone.Warn,
    };

    /// <summary>The first that is not active: the one that is worked towards.</summary>
    public static PhaseView? Next(IEnumerable<PhaseView> phases) =>
        phases.OrderBy(phase => phase.Definition.Order).FirstOrDefault(phase => phase.Status == PhaseStatus.Inactive);
}

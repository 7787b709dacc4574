using OrleansAssets.Cli.Output;
using OrleansAssets.Domain;
using OrleansAssets.Phases;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Phases;

/// <summary>Readiness for people: each requirement with threshold, current value and below them what is missing.</summary>
internal static class ReadinessPage
{
    public static IEnumerable<IRenderable> Show(Readiness readiness) => Show(readiness, isActive: false);

    /// <param name="isActive">Whether the phase is active: nobody has to agree to its activation any more.</param>
    public static IEnumerable<IRenderable> Show(Readiness readiness, bool isActive) =>
    [
        PageParts.Facts(
            ("Readiness", $"{Word(readiness.Verdict)} of {readiness.PhaseId}, measured {ValueText.Instant(readiness.AsOf)}"),
            ("Evidence until", ValueText.Day(readiness.EvidenceUntil)),
            ("Evidence of", Whose(readiness))),
        Requirements(readiness),
        .. Notes(readiness, isActive).Select(PageParts.Line),
    ];

    private static AnswerTable Requirements(Readiness readiness)
    {
        var table = PageParts.Table("Requirement", "Required", "~Actual", "~Interval", ">Sample", "Verdict");
        foreach (var result in readiness.Requirements)
        {
            table.Row(
                PageParts.Cell(result.Name),
                PageParts.Cell(Threshold(result)),
                PageParts.Cell(Current(result)),
                PageParts.Cell(Interval(result)),
                PageParts.Cell(result.SampleSize == 0 ? null : $"{ValueText.Count(result.SampleSize)} in {result.WindowDays} d"),
                ShortVerdict(result.Verdict));
        }

        return table;
    }

    private static IEnumerable<string> Notes(Readiness readiness, bool isActive)
    {
        var lucky = readiness.Requirements.Where(result => result.ChanceByLuck is not null)
            .Select(result => $"{result.Name} {ValueText.Percent(Math.Round((decimal)result.ChanceByLuck!.Value, 2))}").ToList();
        if (lucky.Count > 0)
        {
            yield return $" Luck alone passes: {string.Join(", ", lucky)}";
        }

        if (readiness.Halt is { } halt)
        {
            yield return $" Halted when measured: {halt}";
        }

        if (readiness.IsImported && !isActive)
        {
            yield return " Imported: another operator must agree to an activation on this evidence";
        }

        foreach (var remark in readiness.Remarks.IsDefault ? [] : readiness.Remarks)
        {
            yield return $" Remark: {remark}";
        }

        foreach (var missing in readiness.Missing)
        {
            yield return $" Missing: {missing}";
        }
    }

    /// <summary>The verdict in the width of a column.</summary>
    public static Text ShortVerdict(ReadinessVerdict verdict) => verdict switch
    {
        ReadinessVerdict.Ready => PageParts.Colored("ready", good: true),
        ReadinessVerdict.NotReady => PageParts.Colored("not ready", good: false),
        ReadinessVerdict.InsufficientEvidence => PageParts.Colored("insufficient", good: null),
        _ => PageParts.Colored("stale", good: null),
    };

    internal static string Word(ReadinessVerdict verdict) => verdict switch
    {
        ReadinessVerdict.Ready => "READY",
        ReadinessVerdict.NotReady => "NOT_READY",
        ReadinessVerdict.InsufficientEvidence => "INSUFFICIENT_EVIDENCE",
        _ => "STALE_EVIDENCE",
    };

    /// <summary>In a sandbox everything that was measured is made up, whoever brought it.</summary>
    private static string Whose(Readiness readiness) =>
        readiness.Provenance is { } whose ? whose + (readiness.Mode is "sandbox" ? ", in a sandbox" : "") : ValueText.None;

    internal static string? Threshold(RequirementResult result) => result.Threshold is { } threshold
        ? $"{Sign(result.Direction)} {ValueText.Measure((double)threshold, result.Unit)}"
        : null;

    private static string? Interval(RequirementResult result) => result.Interval is { Low: { } low, High: { } high } interval
        ? $"{ValueText.Measure(low, result.Unit)} to {ValueText.Measure(high, result.Unit)} ({ValueText.Percent((decimal)interval.Level)})"
        : null;

    private static string? Current(RequirementResult result) => result.Current is { } current
        ? $"{ValueText.Measure(current, result.Unit)} {result.CurrentText}".TrimEnd()
        : result.CurrentText;

    private static string Sign(Direction direction) => direction switch
    {
        Direction.AtLeast => ">=",
        Direction.MoreThan => ">",
        Direction.AtMost => "<=",
        _ => "<",
    };
}

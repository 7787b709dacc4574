using OrleansAssets.Phases;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>Readiness for people: each requirement with threshold, current value and below them what is missing.</summary>
internal static class ReadinessPage
{
    public static IEnumerable<IRenderable> Show(Readiness readiness)
    {
        var table = Page.Table("Requirement", "Required", "~Actual", "~Interval", ">Sample", "Verdict");
        foreach (var result in readiness.Requirements)
        {
            table.Row(
                Page.Cell(result.Name),
                Page.Cell(Threshold(result)),
                Page.Cell(Current(result)),
                Page.Cell(Interval(result)),
                Page.Cell(result.SampleSize == 0 ? null : $"{Formats.Count(result.SampleSize)} in {result.WindowDays} d"),
                ShortVerdict(result.Verdict));
        }

        yield return Page.Facts(
            ("Readiness", $"{Word(readiness.Verdict)} of {readiness.PhaseId}, measured {Formats.Instant(readiness.AsOf)}"),
            ("Evidence until", Formats.Day(readiness.EvidenceUntil)));
        yield return table;
        if (readiness.Halt is { } halt)
        {
            yield return Page.Line($" Halted: {halt}");
        }

        foreach (var missing in readiness.Missing)
        {
            yield return Page.Line($" Missing: {missing}");
        }
    }

    /// <summary>The verdict in the width of a column.</summary>
    public static Text ShortVerdict(ReadinessVerdict verdict) => verdict switch
    {
        ReadinessVerdict.Ready => Page.Colored("ready", good: true),
        ReadinessVerdict.NotReady => Page.Colored("not ready", good: false),
        ReadinessVerdict.InsufficientEvidence => Page.Colored("insufficient", good: null),
        _ => Page.Colored("stale", good: null),
    };

    internal static string Word(ReadinessVerdict verdict) => verdict switch
    {
        ReadinessVerdict.Ready => "READY",
        ReadinessVerdict.NotReady => "NOT_READY",
        ReadinessVerdict.InsufficientEvidence => "INSUFFICIENT_EVIDENCE",
        _ => "STALE_EVIDENCE",
    };

    internal static string? Threshold(RequirementResult result) => result.Threshold is { } threshold
        ? $"{Sign(result.Direction)} {Formats.Measure((double)threshold, result.Unit)}"
        : null;

    private static string? Interval(RequirementResult result) => result.Interval is { Low: { } low, High: { } high } interval
        ? $"{Formats.Measure(low, result.Unit)} to {Formats.Measure(high, result.Unit)} ({Formats.Percent((decimal)interval.Level)})"
        : null;

    private static string? Current(RequirementResult result) => result.Current is { } current
        ? $"{Formats.Measure(current, result.Unit)} {result.CurrentText}".TrimEnd()
        : result.CurrentText;

    private static string Sign(Direction direction) => direction switch
    {
        Direction.AtLeast => ">=",
        Direction.MoreThan => ">",
        Direction.AtMost => "<=",
        _ => "<",
    };
}

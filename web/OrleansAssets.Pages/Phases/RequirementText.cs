using OrleansAssets.Domain;
using OrleansAssets.Phases;

namespace OrleansAssets.Pages.Phases;

/// <summary>A requirement's figures, for people.</summary>
internal static class RequirementText
{
    public static string Threshold(RequirementResult result) => result.Threshold is { } threshold
        ? $"{Sign(result.Direction)} {ValueText.Measure((double)threshold, result.Unit)}"
        : "a fact";

    public static string Current(RequirementResult result) => result.Current is { } current
        ? $"{ValueText.Measure(current, result.Unit)} {result.CurrentText}".TrimEnd()
        : result.CurrentText ?? "not known";

    public static string Interval(RequirementResult result) => result.Interval is { } interval
        ? $"{Bound(interval.Low, result.Unit)} to {Bound(interval.High, result.Unit)} at {ValueText.Percent((decimal)interval.Level)}"
            + (interval.Decides ? ", and the worse bound decides" : "")
        : ValueText.None;

    public static string Sample(RequirementResult result) => result.SampleSize == 0
        ? ValueText.None
        : $"{ValueText.Count(result.SampleSize)} in {result.WindowDays} d"
            + (result.ImportedSample > 0 ? $", {ValueText.Count(result.ImportedSample)} imported" : "")
            + (result.Ledger == EvidenceLedger.Shadow ? ", on paper" : "");

    private static string Bound(double? bound, string unit) => bound is { } known ? ValueText.Measure(known, unit) : "open";

    private static string Sign(Direction direction) => direction switch
    {
        Direction.AtLeast => "≥",
        Direction.MoreThan => ">",
        Direction.AtMost => "≤",
        _ => "<",
    };
}

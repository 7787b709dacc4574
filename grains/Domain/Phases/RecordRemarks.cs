using System.Collections.Immutable;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;

namespace OrleansAssets.Domain.Phases;

/// <summary>What is said of a record beside its figures: whose it is, and how much of it the trades explain.</summary>
internal static class RecordRemarks
{
    /// <summary>Days of the longest record by whose they are; null without one.</summary>
    public static string? Provenance(ReadinessEvidence evidence)
    {
        var parts = new[] { Words(Longest(evidence.Records), "own"), Words(Longest(evidence.ShadowRecords), "paper") }.OfType<string>();
        return string.Join("; ", parts) is { Length: > 0 } words ? words : null;
    }

    public static ImmutableArray<string> Of(ReadinessEvidence evidence) =>
        [.. new[] { Unexplained(Longest(evidence.Records)) }.OfType<string>(), .. Revised(evidence)];

    private static ImmutableArray<string> Revised(ReadinessEvidence evidence) => evidence.Revised is not { } revised ? [] :
    [
        FormattableString.Invariant($"{revised.Days.Length} of the days that the evidence of ")
            + FormattableString.Invariant($"{revised.MeasuredAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC was measured on were revised since, ")
            + FormattableString.Invariant($"the first {revised.Days[0]:yyyy-MM-dd}"),
    ];

    /// <summary>Of the whole portfolio where that is measured, else of a class.</summary>
    private static PerformanceReport? Longest(ImmutableArray<MeasuredRecord> records) => records.Select(record => record.Report)
        .Where(report => report.Days > 0).OrderBy(report => report.ClassId is null ? 0 : 1).ThenByDescending(report => report.WindowDays)
        .FirstOrDefault();

    private static string? Unexplained(PerformanceReport? report) => report is null ? null : RecordWords.Unexplained(report);

    private static string? Words(PerformanceReport? report, string own) => report is null ? null : RecordWords.Of(report, own);
}

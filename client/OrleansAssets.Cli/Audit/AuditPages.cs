using System.Collections.Immutable;
using OrleansAssets.Audit;
using OrleansAssets.Cli.Data;
using OrleansAssets.Cli.Output;
using OrleansAssets.Domain.Audit;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Audit;

/// <summary>The audit log for people.</summary>
internal static class AuditPages
{
    /// <summary>The columns of entries for programs, named as in the database.</summary>
    public static IReadOnlyList<CsvColumn<AuditEntry>> Columns { get; } =
    [
        new("stream", entry => entry.Stream), new("sequence", entry => entry.Sequence), new("at", entry => entry.At),
        new("kind", entry => entry.Kind), new("actor", entry => entry.Actor), new("payload", entry => entry.Payload),
        new("previous_hash", entry => entry.PreviousHash), new("hash", entry => entry.Hash),
    ];

    public static IEnumerable<IRenderable> Entries(ImmutableArray<AuditEntry> entries)
    {
        var table = new AnswerTable("Stream", ">Entry", "At", "Kind", "By", "~Content") { Empty = "There is no entry." };
        foreach (var entry in entries)
        {
            table.Row(
                PageParts.Cell(entry.Stream),
                PageParts.Cell(ValueText.Count(entry.Sequence)),
                PageParts.Cell(ValueText.Instant(entry.At)),
                PageParts.Cell(entry.Kind),
                PageParts.Cell(entry.Actor),
                PageParts.Cell(PayloadText.Of(entry.Payload)));
        }

        return [table];
    }

    public static IEnumerable<IRenderable> Export(ExportReport report)
    {
        yield return PageParts.Facts(
            ("File", report.File),
            ("Installation", report.Heads is { } of ? $"{of.InstallationId}, {of.Mode}" : ValueText.None),
            ("Signed", report.Heads is { } at ? ValueText.Instant(at.At) : ValueText.None),
            ("Key", report.Heads?.PublicKey ?? ValueText.None),
            ("Entries", ValueText.Count(report.Entries)));
        yield return PageParts.Line(report.Fault is null ? " The log is whole." : $" The log is BROKEN: {report.Fault}.");
    }

    public static IEnumerable<IRenderable> Report(AuditReport report)
    {
        var table = PageParts.Table("Stream", ">Entries", "Whole", "~First broken entry");
        foreach (var check in report.Streams)
        {
            table.Row(
                PageParts.Cell(check.Stream),
                PageParts.Cell(ValueText.Count(check.Until.Sequence)),
                PageParts.Colored(check.Fault is null ? "yes" : "NO", check.Fault is null),
                PageParts.Cell(check.Fault));
        }

        var guard = report.Guard is { AppendOnly: true } kept
            ? $" The silo's role {kept.Role} may only add entries."
            : $" The silo itself could change entries: {report.Guard.Reason}.";
        return [table, PageParts.Line(report.Whole ? " The log is whole." : " The log is BROKEN."), PageParts.Line(guard)];
    }
}

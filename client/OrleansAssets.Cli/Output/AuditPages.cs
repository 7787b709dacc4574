using System.Collections.Immutable;
using OrleansAssets.Audit;
using OrleansAssets.Cli.Commands;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>The audit log for people.</summary>
internal static class AuditPages
{
    private const int PayloadLengthMax = 300;

    public static IEnumerable<IRenderable> Entries(ImmutableArray<AuditEntry> entries)
    {
        var table = Page.Table("Stream", ">Entry", "At", "Kind", "By", "~Content");
        foreach (var entry in entries)
        {
            table.Row(
                Page.Cell(entry.Stream),
                Page.Cell(Formats.Count(entry.Sequence)),
                Page.Cell(Formats.Instant(entry.At)),
                Page.Cell(entry.Kind),
                Page.Cell(entry.Actor),
                Page.Cell(entry.Payload.Length <= PayloadLengthMax ? entry.Payload : $"{entry.Payload[..PayloadLengthMax]}..."));
        }

        return [table];
    }

    public static IEnumerable<IRenderable> Report(AuditReport report)
    {
        var table = Page.Table("Stream", ">Entries", "Whole", "~First broken entry");
        foreach (var check in report.Streams)
        {
            table.Row(
                Page.Cell(check.Stream),
                Page.Cell(Formats.Count(check.Until.Sequence)),
                Page.Colored(check.Fault is null ? "yes" : "NO", check.Fault is null),
                Page.Cell(check.Fault));
        }

        var guard = report.Guard is { AppendOnly: true } kept
            ? $" The silo's role {kept.Role} may only add entries."
            : $" The silo itself could change entries: {report.Guard.Reason}.";
        return [table, Page.Line(report.Whole ? " The log is whole." : " The log is BROKEN."), Page.Line(guard)];
    }
}

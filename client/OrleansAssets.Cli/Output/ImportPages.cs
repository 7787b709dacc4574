using OrleansAssets.Cli.Importing;
using OrleansAssets.Imports;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>The outcome of an import for people.</summary>
internal static class ImportPages
{
    /// <summary>Faults that fit on a screen; the JSON has more.</summary>
    private const int FaultsShownMax = 20;

    public static IEnumerable<IRenderable> Show(ImportReport report)
    {
        var facts = new List<(string, string?)>
        {
            ("File", report.File),
            ("Holds", Subject(report)),
            ("Rows", $"{Formats.Count(report.GoodRows)} good, {Formats.Count(report.BadRows)} bad"),
        };
        if (report.OddRows > 0)
        {
            facts.Add(("Warning", $"{Formats.Count(report.OddRows)} rows have an open or close outside of low to high; kept as they are"));
        }

        if (!report.IgnoredColumns.IsEmpty)
        {
            facts.Add(("Ignored columns", string.Join(", ", report.IgnoredColumns)));
        }

        facts.Add(("Outcome", Outcome(report)));
        return [Page.Facts(facts)];
    }

    /// <summary>The faults as lines, the first ones and a count of the others.</summary>
    public static IEnumerable<string> Faults(FileCheck check)
    {
        var lines = check.HeaderFaults.Concat(check.Faults.Take(FaultsShownMax).Select(fault => fault.ToString()));
        var left = check.FaultCount - check.HeaderFaults.Length - Math.Min(check.Faults.Length, FaultsShownMax);
        return left > 0
            ? lines.Append($"... and {Formats.Count(left)} more (--json lists up to {Formats.Count(FileCheck.FaultsKeptMax)})")
            : lines;
    }

    private static string Subject(ImportReport report) => report.Kind switch
    {
        ImportKind.Candles => $"candles of {report.Asset ?? "several assets"}, {report.Timeframe ?? "several timeframes"}",
        ImportKind.Trades => $"trades of portfolio {report.Portfolio}",
        _ => $"daily equity of portfolio {report.Portfolio}",
    };

    private static string Outcome(ImportReport report) => report.Outcome == "imported"
        ? $"{Formats.Count(report.Inserted)} inserted, {Formats.Count(report.Updated)} updated, {Formats.Count(report.Unchanged)} unchanged"
        : "checked only (--dry-run), nothing was sent";
}

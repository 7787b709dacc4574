using OrleansAssets.Cli.Output;
using OrleansAssets.Imports;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Imports;

/// <summary>The outcome of an import for people.</summary>
internal static class ImportPages
{
    /// <summary>Faults that fit on a screen; the JSON has more.</summary>
    private const int FaultsShownMax = 20;

    public static IEnumerable<IRenderable> State(ImportView view) =>
    [
        PageParts.KnownFacts(
            ("Import", $"{view.ImportId}: {view.Step.ToString().ToLowerInvariant()}"),
            ("Holds", view.Target.Kind.ToString().ToLowerInvariant()),
            ("Portfolio", view.Target.PortfolioId),
            ("Begun", $"{ValueText.Instant(view.BegunAt)} by {view.Target.By}"),
            ("Came", view.Step is ImportStep.Open or ImportStep.Committing
                ? $"{ValueText.Count(view.Rows)} rows in {ValueText.Count(view.Batches)} batches" : null),
            ("Outcome", view.Counts is { } counts
                ? $"{ValueText.Count(counts.Inserted)} new, {ValueText.Count(counts.Updated)} changed, "
                    + $"{ValueText.Count(counts.Unchanged)} as before, {ValueText.Count(counts.Kept)} kept as the book has them"
                : null),
            ("Note", view.Counts?.Remark)),
    ];

    public static IEnumerable<IRenderable> Show(ImportReport report)
    {
        var facts = new List<(string, string?)>
        {
            ("File", report.File),
            ("Holds", Subject(report)),
            ("Rows", $"{ValueText.Count(report.GoodRows)} good, {ValueText.Count(report.BadRows)} bad"),
        };
        facts.AddRange(report.Detected.Select(said => ($"{char.ToUpperInvariant(said.Key[0])}{said.Key[1..]}", (string?)said.Value)));
        if (report is { From: { } from, Until: { } until })
        {
            facts.Add(("Span", Span(report, from, until)));
        }

        if (report.Trades is { } trades)
        {
            facts.Add(("Round trips", $"{ValueText.Count(trades)} whole, {ValueText.Count(report.OpenTrades ?? 0)} open"));
        }

        if (report.Gaps is > 0)
        {
            facts.Add(("Gaps", $"{ValueText.Count(report.Gaps.Value)} bars of the market's calendar are not in the file"));
        }

        if (!report.Splits.IsEmpty)
        {
            facts.Add(("Splits", $"{string.Join(", ", report.Splits)}: prices change their unit there, kept as they are"));
        }

        if (!report.Aside.IsEmpty)
        {
            facts.Add(("Left aside", string.Join(", ", report.Aside.Select(kind => $"{ValueText.Count(kind.Value)} of '{kind.Key}'"))));
        }

        if (report.OddRows > 0)
        {
            facts.Add(
                ("Warning", $"{ValueText.Count(report.OddRows)} rows have an open or close outside of low to high; kept as they are"));
        }

        if (!report.IgnoredColumns.IsEmpty)
        {
            facts.Add(("Ignored columns", string.Join(", ", report.IgnoredColumns)));
        }

        facts.Add(("Outcome", Outcome(report)));
        if (report.Remark is { } remark)
        {
            facts.Add(("Note", remark));
        }

        if (report.Doubted > 0)
        {
            var what = report.IsAsked ? "taken with --yes only" : "taken as confirmed";
            facts.Add(("Hard to believe", $"{ValueText.Count(report.Doubted)} fills, {what} ({report.DoubtedRows})"));
        }

        if (report.Unbooked > 0)
        {
            facts.Add((
                "In no position",
                $"{ValueText.Count(report.Unbooked)} fills, as the book keeps its own ({report.UnbookedRows}). They are kept as history; "
                    + $"what the book lacks of them, record: assets order fill --portfolio {report.Portfolio} --fill-id ID"));
        }

        return [PageParts.Facts(facts)];
    }

    /// <summary>The faults as lines, the first ones and a count of the others.</summary>
    public static IEnumerable<string> Faults(ImportCheck check)
    {
        var lines = check.HeaderFaults.Concat(check.Faults.Take(FaultsShownMax).Select(fault => fault.ToString()));
        var left = check.FaultCount - check.HeaderFaults.Length - Math.Min(check.Faults.Length, FaultsShownMax);
        return left > 0
            ? lines.Append($"... and {ValueText.Count(left)} more (--json lists up to {ValueText.Count(ImportCheck.FaultsKeptMax)})")
            : lines;
    }

    /// <summary>
    /// The first and the last day of rows that last for days, else the instants of the first and the last one; and on how many days there
    /// are any.
    /// </summary>
    private static string Span(ImportReport report, DateTimeOffset from, DateTimeOffset until)
    {
        var lasts = report.Kind is ImportKind.Candles or ImportKind.Equity;
        var isWhole = lasts && until > from && from.UtcDateTime.TimeOfDay == TimeSpan.Zero && until.UtcDateTime.TimeOfDay == TimeSpan.Zero;
        var (first, last) = (DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(until.UtcDateTime).AddDays(isWhole ? -1 : 0));
        var span = isWhole
            ? $"{ValueText.Day(first)} to {ValueText.Day(last)}"
            : $"{ValueText.Instant(from)} to {ValueText.Instant(until)}";
        var isEach = report.Days == last.DayNumber - first.DayNumber + 1;
        return report.Days is { } days ? $"{span}, {(isEach ? "" : "on ")}{ValueText.Days(days)}" : span;
    }

    private static string Subject(ImportReport report) => report.Kind switch
    {
        ImportKind.Candles => $"candles of {report.Asset ?? "several assets"}, {report.Timeframe ?? "several timeframes"}",
        ImportKind.Trades => $"trades of portfolio {report.Portfolio}",
        ImportKind.Fills => $"fills of portfolio {report.Portfolio}",
        ImportKind.Events => $"events of portfolio {report.Portfolio}",
        _ => $"daily equity of portfolio {report.Portfolio}",
    };

    private static string Kept(ImportReport report) => report.Kept == 0 ? ""
        : report.Kind == ImportKind.Events ? $", {ValueText.Count(report.Kept)} in the book without them ({report.KeptRows})"
        : $", {ValueText.Count(report.Kept)} kept as the book wrote them itself ({report.KeptRows}"
            + (report.Kept > report.KeptRows?.Split(", ").Length ? " and more)" : ")");

    private static string Outcome(ImportReport report) => report switch
    {
        { Outcome: "imported" } => Counts(report),
        { IsAsked: true } => $"checked only (--dry-run): the book would have {Counts(report)}; nothing was taken",
        _ => "checked only (--dry-run), nothing was sent",
    };

    private static string Counts(ImportReport report) => $"{ValueText.Count(report.Inserted)} inserted, "
        + $"{ValueText.Count(report.Updated)} updated, {ValueText.Count(report.Unchanged)} unchanged{Kept(report)}";
}

using System.Collections.Immutable;
using OrleansAssets.Cli.Output;
using OrleansAssets.DataSources;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Sources;

/// <summary>Gap ledgers for people.</summary>
internal static class SourceGapPages
{
    public static Func<ImmutableArray<FeedView>, IEnumerable<IRenderable>> List(DateTimeOffset now) => feeds =>
    {
        if (feeds.IsEmpty)
        {
            return [PageParts.Line(
                " Nothing is measured yet: a feed of candles is once its history is filled, any other once it is collected.")];
        }

        var table = new AnswerTable(
            "Source", "Asset", "Dataset", ">Missing", ">Done", ">Expected", ">Got", ">Absent", ">Rev.", "Next")
        {
            Empty = "No feed has a gap.",
        };
        var broken = feeds.Where(feed => LedgerOf(feed).Missing > 0).OrderByDescending(feed => LedgerOf(feed).Missing).ToList();
        foreach (var feed in broken)
        {
            var gaps = LedgerOf(feed);
            table.Row(
                PageParts.Cell(feed.Id.SourceId),
                PageParts.Cell(feed.Id.AssetId),
                PageParts.Cell(feed.Id.Dataset),
                PageParts.BadIf(true, ValueText.Count(gaps.Missing)),
                PageParts.Cell(Complete(gaps)),
                PageParts.Cell(ValueText.Count(gaps.Expected)),
                PageParts.Cell(ValueText.Count(gaps.Received)),
                PageParts.Cell(ValueText.Count(gaps.Absent)),
                PageParts.Cell(ValueText.Count(feed.Revisions)),
                PageParts.Cell(gaps.Next is { } next ? ValueText.Day(DateOnly.FromDateTime(next.From.UtcDateTime)) : null));
        }

        var oldest = feeds.Min(feed => feed.Gaps?.MeasuredAt);
        return
        [
            table,
            .. feeds.Where(feed => LedgerOf(feed).Missing == 0).GroupBy(feed => feed.Id.SourceId, StringComparer.Ordinal)
                .Select(whole => PageParts.Line(Whole(whole.Key, [.. whole]))),
            PageParts.Line(
                " Absent: asked for again, and the source has none; of quotes: nobody brought them in time. Done: received of what exists. "
                + "Rev.: rows that the source revised. --json lists every feed."),
            PageParts.Line($" Next: the day that backfill fetches next. Measured within the last {ValueText.ShortAge(oldest, now)}."),
        ];
    };

    private static GapLedger LedgerOf(FeedView feed) =>
        feed.Gaps ?? throw new ArgumentException($"The feed {feed.Id} has no ledger.", nameof(feed));

    /// <summary>What of a source has no gap, summed.</summary>
    private static string Whole(string sourceId, FeedView[] feeds)
    {
        var (absent, revised) = (feeds.Sum(feed => LedgerOf(feed).Absent), feeds.Sum(feed => feed.Revisions));
        return $" {sourceId}: {ValueText.Count(feeds.Length)} {(feeds.Length == 1 ? "feed is" : "feeds are")} whole, with "
            + $"{ValueText.Count(feeds.Sum(feed => LedgerOf(feed).Received))} intervals"
            + (absent == 0 ? "" : $", {ValueText.Count(absent)} that the source lacks")
            + (revised == 0 ? "" : $", {ValueText.Count(revised)} rows revised");
    }

    /// <summary>Received of what exists at the source, rounded down: 100 % only where nothing is missing.</summary>
    public static string Complete(GapLedger gaps)
    {
        var exists = gaps.Expected - gaps.Absent;
        return ValueText.Percent(exists == 0 ? 1m : decimal.Floor(10_000m * gaps.Received / exists) / 10_000m);
    }
}

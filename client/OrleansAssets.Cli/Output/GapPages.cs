using System.Collections.Immutable;
using OrleansAssets.DataSources;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>Gap ledgers for people.</summary>
internal static class GapPages
{
    public static Func<ImmutableArray<FeedView>, IEnumerable<IRenderable>> List(DateTimeOffset now) => feeds =>
    {
        if (feeds.IsEmpty)
        {
            return [Page.Line(" Nothing is measured yet: a feed of candles is, once its history is filled.")];
        }

        var table = Page.Table(
            "Source", "Asset", "Dataset", ">Expected", ">Got", ">Absent", ">Missing", ">Done", ">Rev.", "Next");
        foreach (var feed in feeds)
        {
            var gaps = feed.Gaps ?? throw new ArgumentException("Every feed must have a ledger.", nameof(feeds));
            table.Row(
                Page.Cell(feed.Id.SourceId),
                Page.Cell(feed.Id.AssetId),
                Page.Cell(feed.Id.Dataset),
                Page.Cell(Formats.Count(gaps.Expected)),
                Page.Cell(Formats.Count(gaps.Received)),
                Page.Cell(Formats.Count(gaps.Absent)),
                Page.BadIf(gaps.Missing > 0, Formats.Count(gaps.Missing)),
                Page.Cell(Complete(gaps)),
                Page.Cell(Formats.Count(feed.Revisions)),
                Page.Cell(gaps.Next is { } next ? Formats.Day(DateOnly.FromDateTime(next.From.UtcDateTime)) : null));
        }

        var oldest = feeds.Min(feed => feed.Gaps?.MeasuredAt);
        return
        [
            table,
            Page.Line(" Absent: asked for again, and the source has none. Done: received of what exists. Rev.: rows that the source revised."),
            Page.Line($" Next: the day that backfill fetches next. Measured within the last {Formats.ShortAge(oldest, now)}."),
        ];
    };

    /// <summary>Received of what exists at the source, rounded down: 100 % only where nothing is missing.</summary>
    private static string Complete(GapLedger gaps)
    {
        var exists = gaps.Expected - gaps.Absent;
        return Formats.Percent(exists == 0 ? 1m : decimal.Floor(10_000m * gaps.Received / exists) / 10_000m);
    }
}

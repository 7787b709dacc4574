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
            "Source", "Asset", "Dataset", ">Expected", ">Received", ">Absent", ">Missing", ">Complete", ">Revised", "Next backfill",
            ">Measured");
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
                Page.Cell(gaps.Next is { } next ? Formats.Instant(next.From) : null),
                Page.Cell(Formats.Age(gaps.MeasuredAt, now)));
        }

        return [table, Page.Line(" Absent: the source was asked again and has no candle there. Complete: received of what exists.")];
    };

    /// <summary>Received of what exists at the source, rounded down: 100 % only where nothing is missing.</summary>
    private static string Complete(GapLedger gaps)
    {
        var exists = gaps.Expected - gaps.Absent;
        return Formats.Percent(exists == 0 ? 1m : decimal.Floor(10_000m * gaps.Received / exists) / 10_000m);
    }
}

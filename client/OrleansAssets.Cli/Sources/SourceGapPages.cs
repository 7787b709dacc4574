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

        var table = PageParts.Table(
            "Source", "Asset", "Dataset", ">Expected", ">Got", ">Absent", ">Missing", ">Done", ">Rev.", "Next");
        foreach (var feed in feeds)
        {
            var gaps = feed.Gaps ?? throw new ArgumentException("Every feed must have a ledger.", nameof(feeds));
            table.Row(
                PageParts.Cell(feed.Id.SourceId),
                PageParts.Cell(feed.Id.AssetId),
                PageParts.Cell(feed.Id.Dataset),
                PageParts.Cell(ValueText.Count(gaps.Expected)),
                PageParts.Cell(ValueText.Count(gaps.Received)),
                PageParts.Cell(ValueText.Count(gaps.Absent)),
                PageParts.BadIf(gaps.Missing > 0, ValueText.Count(gaps.Missing)),
                PageParts.Cell(Complete(gaps)),
                PageParts.Cell(ValueText.Count(feed.Revisions)),
                PageParts.Cell(gaps.Next is { } next ? ValueText.Day(DateOnly.FromDateTime(next.From.UtcDateTime)) : null));
        }

        var oldest = feeds.Min(feed => feed.Gaps?.MeasuredAt);
        return
        [
            table,
            PageParts.Line(
                " Absent: asked for again, and the source has none. Done: received of what exists. Rev.: rows that the source revised."),
            PageParts.Line($" Next: the day that backfill fetches next. Measured within the last {ValueText.ShortAge(oldest, now)}."),
        ];
    };

    /// <summary>Received of what exists at the source, rounded down: 100 % only where nothing is missing.</summary>
    public static string Complete(GapLedger gaps)
    {
        var exists = gaps.Expected - gaps.Absent;
        return ValueText.Percent(exists == 0 ? 1m : decimal.Floor(10_000m * gaps.Received / exists) / 10_000m);
    }
}

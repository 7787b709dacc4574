using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Domain.Feeds;

/// <summary>What must hold of any page before a row of it is stored.</summary>
public static class PageRules
{
    /// <summary>How far a vendor's clock may be ahead of ours before its rows are refused.</summary>
    private static readonly TimeSpan ClockSkewMax = TimeSpan.FromMinutes(5);

    /// <summary>How far ahead a page may go on: days are named by the date on which they end, which may be later than now.</summary>
    private static readonly TimeSpan GoesOnAheadMax = TimeSpan.FromDays(2);

    /// <summary>How far ahead the date of an event may lie.</summary>
    private static readonly TimeSpan AheadMax = TimeSpan.FromDays(5 * 366);

    /// <summary>What is wrong with a page, in words; null where nothing is.</summary>
    /// <param name="from">Where it was asked to start.</param>
    public static string? FaultOf<TRow>(FeedDataset<TRow> dataset, FeedId id, DataPage<TRow> page, DateTimeOffset from, DateTimeOffset now)
    {
        if (page.ContinueFrom is { } next && next <= from)
        {
            return $"the page from {Text(from)} goes on at {Text(next)}, which is no later: it would never end";
        }

        if (page.ContinueFrom is { } ahead && ahead > now + (dataset.MayLieAhead ? AheadMax : GoesOnAheadMax))
        {
            return $"the page from {Text(from)} goes on at {Text(ahead)}, which lies in the future: it is {Text(now)} now";
        }

        DateTimeOffset? previous = null;
        foreach (var row in page.Rows)
        {
            var key = dataset.KeyOf(row);
            if ((FaultOf(dataset, id, key, previous, from, now) ?? dataset.FaultOf(row)) is { } fault)
            {
                return fault;
            }

            previous = key.At;
        }

        return page.ContinueFrom is { } after && dataset.OneRowAnInstant && after <= previous
            ? $"the page holds rows up to {Text(previous.Value)} and goes on at {Text(after)}, which it holds already"
            : null;
    }

    private static string? FaultOf<TRow>(
        FeedDataset<TRow> dataset, FeedId id, RowKey key, DateTimeOffset? previous, DateTimeOffset from, DateTimeOffset now)
    {
        var isOfAsset = id.AssetId == FeedId.Market || key.AssetId == id.AssetId;
        if (!isOfAsset || key.SourceId != id.SourceId)
        {
            return $"a row of {key.AssetId ?? "no asset"} at {key.SourceId} came, not of {id.AssetId} at {id.SourceId}";
        }

        if ((dataset.StartsWhereAsked && key.At < from) || key.At < previous || (dataset.OneRowAnInstant && key.At == previous))
        {
            return $"the row of {Text(key.At)} is out of order: rows from {Text(from)} on were asked for, in order";
        }

        return key.At > now + (dataset.MayLieAhead ? AheadMax : ClockSkewMax)
            ? $"the row of {Text(key.At)} lies in the future: it is {Text(now)} now"
            : null;
    }

    private static string Text(DateTimeOffset instant) => InstantText.Seconds(instant);
}

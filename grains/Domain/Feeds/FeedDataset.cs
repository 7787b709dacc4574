using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Feeds.Vendors;

namespace OrleansAssets.Domain.Feeds;

/// <summary>One kind of rows at one source: how a page is asked for, what a row must be, where rows go, and who is told of them.</summary>
/// <param name="FetchAsync">Asks for the page that starts at an instant: one call to the vendor.</param>
/// <param name="KeyOf">What a row says it belongs to.</param>
/// <param name="StoreAsync">Stores rows; twice changes nothing.</param>
public sealed record FeedDataset<TRow>(
    Func<DateTimeOffset, CancellationToken, Task<VendorReply<DataPage<TRow>>>> FetchAsync,
    Func<TRow, RowKey> KeyOf,
    Func<ImmutableArray<TRow>, Task<ImportCounts>> StoreAsync)
{
    /// <summary>What is wrong with a row beside its key and its place, as a sentence; null where nothing is.</summary>
    public Func<TRow, string?> FaultOf { get; init; } = _ => null;

    /// <summary>Notifies the asset of what was stored.</summary>
    public Func<ImmutableArray<TRow>, Task> NotifyAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>Whether an instant has one row at most, so that the rows behind the watermark can be counted without the store.</summary>
    public bool OneRowAnInstant { get; init; }

    /// <summary>Whether the page is asked for by where it starts, so that no row may lie before that.</summary>
    public bool StartsWhereAsked { get; init; }

    /// <summary>The state with what is to be remembered of its newest row.</summary>
    public Func<FeedState, TRow, FeedState> Remember { get; init; } = (state, _) => state;

    /// <summary>The ratio by which a page says that all that was stored before is adjusted; null where it says so of nothing.</summary>
    public Func<FeedState, ImmutableArray<TRow>, SplitRatio?> AdjustedBy { get; init; } = (_, _) => null;

    /// <summary>Whether a page has all there is, so that what it lacks is no more: then no row may be left out.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether rows may lie in the future, as dates of coming events do.</summary>
    public bool MayLieAhead { get; init; }
}

/// <summary>What a row says it belongs to, and when.</summary>
/// <param name="AssetId">Null for a row of no asset.</param>
public readonly record struct RowKey(string? AssetId, string SourceId, DateTimeOffset At);

/// <summary>A page that was checked.</summary>
/// <param name="Page">With the rows that may be stored; null where there is a fault.</param>
/// <param name="Fault">Why it may not be used at all, in words.</param>
public sealed record CheckedPage<TRow>(DataPage<TRow>? Page, LeftOut? LeftOut, string? Fault)
{
    internal static CheckedPage<TRow> Bad(string fault) => new(Page: null, LeftOut: null, fault);
}

/// <summary>What is made of a vendor's clock that is ahead of ours.</summary>
public static class ClockSkew
{
    /// <summary>How far it may be ahead before what it stamps is refused.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The time of a quote, polled or pushed: one that is ahead a little counts as of now, or the true ones behind it would all be older
    /// than it, and its asset would stand still until the clock has caught up.
    /// </summary>
    public static DateTimeOffset Heal(DateTimeOffset at, DateTimeOffset now) => at > now && at <= now + Max ? now : at;
}

/// <summary>What must hold of any page, and of any row of it, before the row is stored.</summary>
public static class PageRules
{
    /// <summary>How far ahead a page may go on: days are named by the date on which they end, which may be later than now.</summary>
    private static readonly TimeSpan GoesOnAheadMax = TimeSpan.FromDays(2);

    /// <summary>How far ahead the date of an event may lie.</summary>
    private static readonly TimeSpan AheadMax = TimeSpan.FromDays(5 * 366);

    /// <summary>
    /// The page with the rows that may be stored, and those that may not; or what is wrong with it as a whole, in words.
    /// </summary>
    /// <param name="from">Where it was asked to start.</param>
    public static CheckedPage<TRow> Check<TRow>(
        FeedDataset<TRow> dataset, FeedId id, DataPage<TRow> page, DateTimeOffset from, DateTimeOffset now)
    {
        if (page.ContinueFrom is { } next && next <= from)
        {
            return CheckedPage<TRow>.Bad($"the page from {Text(from)} goes on at {Text(next)}, which is no later: it would never end");
        }

        if (page.ContinueFrom is { } ahead && ahead > now + (dataset.MayLieAhead ? AheadMax : GoesOnAheadMax))
        {
            return CheckedPage<TRow>.Bad(
                $"the page from {Text(from)} goes on at {Text(ahead)}, which lies in the future: it is {Text(now)} now");
        }

        var (kept, leftOut, previous) = (ImmutableArray.CreateBuilder<TRow>(page.Rows.Length), (LeftOut?)null, (DateTimeOffset?)null);
        foreach (var row in page.Rows)
        {
            var key = dataset.KeyOf(row);
            if ((FaultOf(dataset, id, key, previous, from, now) ?? dataset.FaultOf(row)) is { } fault)
            {
                leftOut = LeftOut.Sum(leftOut, new LeftOut(1, fault));
                continue;
            }

            kept.Add(row);
            previous = key.At;
        }

        var isBad = leftOut is not null && (dataset.IsWhole || LeftOut.IsTooMany(leftOut.Count, kept.Count));
        return isBad ? CheckedPage<TRow>.Bad(leftOut!.First) // there is one
            : page.ContinueFrom is { } after && dataset.OneRowAnInstant && after <= previous ? CheckedPage<TRow>.Bad(
                $"the page holds rows up to {Text(previous.Value)} and goes on at {Text(after)}, which it holds already")
            : new CheckedPage<TRow>(leftOut is null ? page : page with { Rows = kept.ToImmutable() }, leftOut, Fault: null);
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

        return key.At > now + (dataset.MayLieAhead ? AheadMax : ClockSkew.Max)
            ? $"the row of {Text(key.At)} lies in the future: it is {Text(now)} now"
            : null;
    }

    private static string Text(DateTimeOffset instant) => InstantText.Seconds(instant);
}

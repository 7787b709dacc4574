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

    /// <summary>
    /// Whether a page has all there is, so that what it lacks is no more; not of assets of which rows were left out
    /// (<see cref="DataPage{T}.Unsure"/>).
    /// </summary>
    public bool IsWhole { get; init; }

    /// <summary>Withdraws what a whole page with rows no longer tells.</summary>
    public Func<DataPage<TRow>, Task> WithdrawAsync { get; init; } = _ => Task.CompletedTask;

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
        if (page.ContinueFrom is { } next && (next < from || (next == from && page.OlderUntil is null)))
        {
            return CheckedPage<TRow>.Bad($"the page from {Text(from)} goes on at {Text(next)}, which is no later: it would never end");
        }

        if (page.ContinueFrom is { } ahead && ahead > now + (dataset.MayLieAhead ? AheadMax : GoesOnAheadMax))
        {
            return CheckedPage<TRow>.Bad(
                $"the page from {Text(from)} goes on at {Text(ahead)}, which lies in the future: it is {Text(now)} now");
        }

        var faults = FaultsOf(dataset, id, page.Rows, from, now);
        ImmutableArray<TRow> kept = [.. page.Rows.Where((_, index) => faults[index] is null)];
        var first = faults.FirstOrDefault(fault => fault is not null);
        var leftOut = first is null ? null : new LeftOut(page.Rows.Length - kept.Length, first);
        var last = kept.IsEmpty ? (DateTimeOffset?)null : dataset.KeyOf(kept[^1]).At;
        var isBad = leftOut is not null && (dataset.IsWhole
            ? LeftOut.IsTooManyOfFew(leftOut.Count, kept.Length)
            : LeftOut.IsTooMany(leftOut.Count, kept.Length));
        return isBad ? CheckedPage<TRow>.Bad(leftOut!.First) // there is one
            : page.ContinueFrom is { } after && dataset.OneRowAnInstant && after <= last ? CheckedPage<TRow>.Bad(
                $"the page holds rows up to {Text(last.Value)} and goes on at {Text(after)}, which it holds already")
            : new CheckedPage<TRow>(leftOut is null ? page : Without(dataset, page, kept, faults), leftOut, Fault: null);
    }

    private static DataPage<TRow> Without<TRow>(
        FeedDataset<TRow> dataset, DataPage<TRow> page, ImmutableArray<TRow> kept, string?[] faults) => page with
    {
        Rows = kept,
        Unsure =
        [
            .. page.Unsure.Concat(page.Rows.Where((_, index) => faults[index] is not null)
                .Select(row => dataset.KeyOf(row).AssetId ?? FeedId.Market)).Distinct(StringComparer.Ordinal),
        ],
    };

    /// <summary>What is wrong with each row by itself; and, of those with nothing wrong, with the ones that break the order.</summary>
    private static string?[] FaultsOf<TRow>(
        FeedDataset<TRow> dataset, FeedId id, ImmutableArray<TRow> rows, DateTimeOffset from, DateTimeOffset now)
    {
        string?[] faults = [.. rows.Select(row => FaultOf(dataset, id, dataset.KeyOf(row), from, now) ?? dataset.FaultOf(row))];
        List<int> sound = [.. Enumerable.Range(0, rows.Length).Where(index => faults[index] is null)];
        List<DateTimeOffset> times = [.. sound.Select(index => dataset.KeyOf(rows[index]).At)];
        var isInOrder = TimeOrder.Of(times, mayRepeat: !dataset.OneRowAnInstant);
        for (var index = 0; index < sound.Count; index++)
        {
            faults[sound[index]] = isInOrder[index] ? null : OutOfOrder(times[index], from);
        }

        return faults;
    }

    private static string? FaultOf<TRow>(FeedDataset<TRow> dataset, FeedId id, RowKey key, DateTimeOffset from, DateTimeOffset now)
    {
        var isOfAsset = id.AssetId == FeedId.Market || key.AssetId == id.AssetId;
        if (!isOfAsset || key.SourceId != id.SourceId)
        {
            return $"a row of {key.AssetId ?? "no asset"} at {key.SourceId} came, not of {id.AssetId} at {id.SourceId}";
        }

        if (dataset.StartsWhereAsked && key.At < from)
        {
            return OutOfOrder(key.At, from);
        }

        return key.At > now + (dataset.MayLieAhead ? AheadMax : ClockSkew.Max)
            ? $"the row of {Text(key.At)} lies in the future: it is {Text(now)} now"
            : null;
    }

    private static string OutOfOrder(DateTimeOffset at, DateTimeOffset from) =>
        $"the row of {Text(at)} is out of order: rows from {Text(from)} on were asked for, in order";

    private static string Text(DateTimeOffset instant) => InstantText.Seconds(instant);
}

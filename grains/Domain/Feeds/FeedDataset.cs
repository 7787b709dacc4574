using System.Collections.Immutable;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Imports;

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

    /// <summary>Whether rows may lie in the future, as dates of coming events do.</summary>
    public bool MayLieAhead { get; init; }
}

/// <summary>What a row says it belongs to, and when.</summary>
/// <param name="AssetId">Null for a row of no asset.</param>
public readonly record struct RowKey(string? AssetId, string SourceId, DateTimeOffset At);

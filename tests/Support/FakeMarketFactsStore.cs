using System.Collections.Concurrent;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Support;

/// <summary>Rows by natural key, as the tables keep them.</summary>
internal sealed class FakeMarketFactsStore : IMarketFactsStore
{
    public ConcurrentDictionary<object, IndicatorValue> Indicators { get; } = [];

    public ConcurrentDictionary<object, SentimentSnapshot> Sentiment { get; } = [];

    public ConcurrentDictionary<object, OptionsFlow> Flow { get; } = [];

    public ConcurrentDictionary<object, EconomicEvent> Events { get; } = [];

    public ConcurrentDictionary<object, TrendingSymbol> Trending { get; } = [];

    public ConcurrentDictionary<object, WatchedPost> Posts { get; } = [];

    public Task<ImportCounts> UpsertPostsAsync(
        string classId, IReadOnlyCollection<WatchedPost> posts, CancellationToken cancellationToken) =>
        Upsert(Posts, posts, post => (post.AssetId, post.SourceId, post.PostId, post.At));

    public Task<ImportCounts> UpsertIndicatorsAsync(
        string classId, IReadOnlyCollection<IndicatorValue> values, CancellationToken cancellationToken) =>
        Upsert(Indicators, values, value => (value.AssetId, value.SourceId, value.Indicator, value.At));

    public Task<ImportCounts> UpsertSentimentAsync(
        string classId, IReadOnlyCollection<SentimentSnapshot> snapshots, CancellationToken cancellationToken) =>
        Upsert(Sentiment, snapshots, snapshot => (snapshot.AssetId, snapshot.SourceId, snapshot.At));

    public Task<ImportCounts> UpsertOptionsFlowAsync(
        string classId, IReadOnlyCollection<OptionsFlow> trades, CancellationToken cancellationToken) =>
        Upsert(Flow, trades, trade => (trade.SourceId, trade.FlowId, trade.At));

    public Task<ImportCounts> UpsertTrendingAsync(
        IReadOnlyCollection<TrendingSymbol> symbols, CancellationToken cancellationToken) =>
        Upsert(Trending, symbols, one => (one.SourceId, one.LookbackMinutes, one.Symbol, one.At));

    public Task<ImportCounts> UpsertEventsAsync(IReadOnlyCollection<EconomicEvent> events, CancellationToken cancellationToken) =>
        Upsert(Events, events, one => (one.SourceId, one.EventId));

    private static Task<ImportCounts> Upsert<T>(
        ConcurrentDictionary<object, T> table, IReadOnlyCollection<T> rows, Func<T, object> keyOf)
    {
        var (inserted, updated) = (0, 0);
        foreach (var row in rows)
        {
            var key = keyOf(row);
            inserted += table.ContainsKey(key) ? 0 : 1;
            updated += table.TryGetValue(key, out var stored) && !Equals(stored, row) ? 1 : 0;
            table[key] = row;
        }

        return Task.FromResult(new ImportCounts(inserted, updated, rows.Count - inserted - updated));
    }
}

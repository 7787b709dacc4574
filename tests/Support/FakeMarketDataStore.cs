using System.Collections.Concurrent;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Support;

/// <summary>Rows by natural key, as the tables keep them.</summary>
internal sealed class FakeMarketDataStore : IMarketDataStore
{
    private int _breaks;

    public ConcurrentDictionary<(string Asset, string Source, Timeframe Timeframe, DateTimeOffset Open), Candle> Candles { get; } = [];

    public ConcurrentDictionary<(string Asset, string Source, DateTimeOffset At), Quote> Quotes { get; } = [];

    /// <summary>What writes fail with while it is set; nothing is stored.</summary>
    public Exception? Fault { get; set; }

    /// <summary>The next write stores its rows and then loses the connection, so that the caller never hears of it.</summary>
    public void BreakOnceAfterStoring() => _breaks = 1;

    public Task<ImportCounts> UpsertCandlesAsync(
        string classId, IReadOnlyCollection<Candle> candles, CancellationToken cancellationToken)
    {
        if (Fault is { } fault)
        {
            return Task.FromException<ImportCounts>(fault);
        }

        var (inserted, updated) = (0, 0);
        foreach (var candle in candles)
        {
            var key = (candle.AssetId, candle.SourceId, candle.Timeframe, candle.OpenTime);
            inserted += Candles.ContainsKey(key) ? 0 : 1;
            updated += Candles.TryGetValue(key, out var stored) && stored != candle ? 1 : 0;
            Candles[key] = candle;
        }

        return Done(new ImportCounts(inserted, updated, candles.Count - inserted - updated));
    }

    /// <summary>How many candles were told again under a split that holds.</summary>
    public int Restated { get; private set; }

    public Task<ImportCounts> RestateCandlesAsync(
        string classId, IReadOnlyCollection<Candle> candles, CancellationToken cancellationToken)
    {
        Restated += candles.Count;
        return UpsertCandlesAsync(classId, candles, cancellationToken);
    }

    public Task<ImportCounts> UpsertQuotesAsync(
        string classId, IReadOnlyCollection<Quote> quotes, CancellationToken cancellationToken)
    {
        var inserted = quotes.Count(quote => Quotes.TryAdd((quote.AssetId, quote.SourceId, quote.At), quote));
        return Done(new ImportCounts(inserted, 0, quotes.Count - inserted));
    }

    public Task<IReadOnlyList<DateTimeOffset>> OpenTimesAsync(
        string assetId, string sourceId, Timeframe timeframe, TimeRange range, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DateTimeOffset>>([.. Candles.Keys
            .Where(key => (key.Asset, key.Source, key.Timeframe) == (assetId, sourceId, timeframe))
            .Select(key => key.Open).Where(open => open >= range.From && open < range.Until).Order()]);

    public Task<IReadOnlyList<DateTimeOffset>> QuoteMinutesAsync(
        string assetId, string sourceId, TimeRange range, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DateTimeOffset>>([.. Quotes.Keys
            .Where(key => (key.Asset, key.Source) == (assetId, sourceId) && key.At >= range.From && key.At < range.Until)
            .Select(key => new DateTimeOffset(key.At.UtcTicks / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero))
            .Distinct().Order()]);

    public Task<RowCounts> CountRowsAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new RowCounts(Candles.Count, Quotes.Count, AreEstimates: false));

    public Task EnsurePartitionsAsync(
        DateTimeOffset from, DateTimeOffset until, IReadOnlyDictionary<string, DateTimeOffset> keptSince,
        CancellationToken cancellationToken) => Task.CompletedTask;

    private Task<ImportCounts> Done(ImportCounts counts) => Interlocked.Exchange(ref _breaks, 0) == 1
        ? Task.FromException<ImportCounts>(new IOException("the connection to the database was lost"))
        : Task.FromResult(counts);
}

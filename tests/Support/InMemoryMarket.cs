using OrleansAssets.Domain.Catalogue;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Support;

/// <summary>Notes what partitions were asked for; counts are fixed.</summary>
internal sealed class InMemoryMarket(FaultPlan faults) : IMarketDataStore
{
    public (DateTimeOffset From, DateTimeOffset Until)? Partitions { get; private set; }

    /// <summary>Open times of the stored candles of a range and an asset, ascending.</summary>
    public Func<TimeRange, string, IEnumerable<DateTimeOffset>> OpenTimes { get; set; } = (_, _) => [];

    public Task<ImportCounts> UpsertCandlesAsync(
        string classId, IReadOnlyCollection<Candle> candles, CancellationToken cancellationToken) =>
        Task.FromResult(new ImportCounts(candles.Count, 0, 0));

    public Task<ImportCounts> RestateCandlesAsync(
        string classId, IReadOnlyCollection<Candle> candles, CancellationToken cancellationToken) =>
        UpsertCandlesAsync(classId, candles, cancellationToken);

    public Task<ImportCounts> UpsertQuotesAsync(string classId, IReadOnlyCollection<Quote> quotes, CancellationToken cancellationToken) =>
        Task.FromResult(new ImportCounts(quotes.Count, 0, 0));

    public Task<IReadOnlyList<DateTimeOffset>> OpenTimesAsync(
        string assetId, string sourceId, Timeframe timeframe, TimeRange range, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DateTimeOffset>>([.. OpenTimes(range, assetId)]);

    public Task<IReadOnlyList<DateTimeOffset>> QuoteMinutesAsync(
        string assetId, string sourceId, TimeRange range, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DateTimeOffset>>([]);

    public async Task<RowCounts> CountRowsAsync(CancellationToken cancellationToken)
    {
        await faults.PassAsync("count", cancellationToken);
        return new RowCounts(7, 5, AreEstimates: false);
    }

    public Task EnsurePartitionsAsync(
        DateTimeOffset from, DateTimeOffset until, IReadOnlyDictionary<string, DateTimeOffset> keptSince,
        CancellationToken cancellationToken)
    {
        Partitions = (from, until);
        return Task.CompletedTask;
    }
}

using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>Candles and quotes in PostgreSQL. Every write is one transaction, in bulk, and idempotent by natural key.</summary>
public interface IMarketDataStore
{
    /// <summary>Inserts new candles and updates those whose values differ (a vendor's revision). All of one asset class.</summary>
    Task<ImportCounts> UpsertCandlesAsync(string classId, IReadOnlyCollection<Candle> candles, CancellationToken cancellationToken);

    /// <summary>Inserts quotes; one already stored for the same asset, source and instant is left.</summary>
    Task<ImportCounts> UpsertQuotesAsync(string classId, IReadOnlyCollection<Quote> quotes, CancellationToken cancellationToken);

    /// <summary>Open times of a source's candles that open within a stretch, ascending.</summary>
    Task<IReadOnlyList<DateTimeOffset>> OpenTimesAsync(
        string assetId, string sourceId, Timeframe timeframe, TimeRange range, CancellationToken cancellationToken);

    /// <summary>Rows in all: an exact count where it is cheap, else the planner's estimate.</summary>
    Task<RowCounts> CountRowsAsync(CancellationToken cancellationToken);

    /// <summary>Makes the partitions for the months ahead (and drops none). Nothing to do on hypertables.</summary>
    Task EnsurePartitionsAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellationToken);
}

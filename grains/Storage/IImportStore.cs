using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Storage;

/// <summary>Staging of imports. A batch number staged twice replaces itself; publishing moves all rows in one transaction and empties the stage.</summary>
public interface IImportStore
{
    /// <param name="classOf">Asset id to class id.</param>
    Task StageCandlesAsync(
        Guid importId, int batch, IReadOnlyCollection<Candle> candles, Func<string, string> classOf, CancellationToken cancellationToken);

    /// <param name="classOf">Asset id to class id.</param>
    Task StageTradesAsync(
        Guid importId, int batch, IReadOnlyCollection<Trade> trades, Func<string, string> classOf, CancellationToken cancellationToken);

    Task StageEquityAsync(Guid importId, int batch, IReadOnlyCollection<EquityPoint> points, CancellationToken cancellationToken);

    /// <summary>Publishes an import. Published before: the counts of that time.</summary>
    /// <param name="portfolioId">For trades and equity.</param>
    Task<ImportCounts> PublishAsync(Guid importId, ImportKind kind, string? portfolioId, CancellationToken cancellationToken);

    /// <summary>Drops what an import staged.</summary>
    Task DiscardAsync(Guid importId, CancellationToken cancellationToken);

    /// <summary>Drops what imports staged before an instant and never published.</summary>
    Task<int> DiscardAbandonedAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

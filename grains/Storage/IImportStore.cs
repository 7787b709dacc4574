using System.Collections.Immutable;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Storage;

/// <summary>
/// Imports. What is of a portfolio is staged: a batch number staged twice replaces itself, and publishing moves all rows in one transaction
/// and empties the stage. Candles are written straight into their table.
/// </summary>
public interface IImportStore
{
    /// <summary>Opens the one transaction in which the candles of an import are written.</summary>
    /// <param name="classOf">Asset id to class id.</param>
    Task<ICandleImport> OpenCandlesAsync(Guid importId, Func<string, string> classOf, CancellationToken cancellationToken);

    /// <summary>What an import did that is published; null for any other.</summary>
    Task<ImportCounts?> FindPublishedAsync(Guid importId, CancellationToken cancellationToken);

    /// <summary>How many batches of an import are staged, and their rows; candles are not staged.</summary>
    Task<(long Batches, long Rows)> CountStagedAsync(Guid importId, CancellationToken cancellationToken);

    /// <param name="classOf">Asset id to class id.</param>
    Task StageTradesAsync(
        Guid importId, int batch, IReadOnlyCollection<Trade> trades, Func<string, string> classOf, CancellationToken cancellationToken);

    /// <param name="classOf">Asset id to class id.</param>
    Task StageFillsAsync(
        Guid importId, int batch, IReadOnlyCollection<ImportedFill> fills, Func<string, string> classOf,
        CancellationToken cancellationToken);

    Task StageEquityAsync(Guid importId, int batch, IReadOnlyCollection<EquityPoint> points, CancellationToken cancellationToken);

    /// <summary>
    /// Publishes what an import staged: all but candles. Published before: the counts of that time. Fills are paired to trades on the way.
    /// </summary>
    /// <exception cref="InvalidRequestException">
    /// What a currency was worth on the day of a fill is not known, or the book has another fill of its own under the id of one.
    /// </exception>
    Task<ImportCounts> PublishAsync(Guid importId, ImportKind kind, string portfolioId, CancellationToken cancellationToken);

    /// <summary>
    /// What publishing would do, with the first fills that it would bring and no book has, and how many there are; nothing is published.
    /// </summary>
    /// <exception cref="InvalidRequestException">Publishing would be refused so.</exception>
    Task<(ImportCounts Counts, ImmutableArray<ImportedFill> Unbooked, long UnbookedCount)> DryPublishAsync(
        Guid importId, ImportKind kind, string portfolioId, int max, CancellationToken cancellationToken);

    /// <summary>Staged fills that are hard to believe, the first of them by line, and how many there are.</summary>
    /// <param name="equity">The portfolio's now, for days of which none is known; null where it has none.</param>
    /// <param name="leverage">How many times the equity a fill may be worth.</param>
    Task<(ImmutableArray<DoubtedFill> First, long Count)> FindDoubtedAsync(
        ImportedFills fills, IReadOnlyCollection<DoubtLimits> limits, decimal? equity, decimal leverage,
        CancellationToken cancellationToken);

    /// <param name="events">Their amounts in the portfolio's currency.</param>
    Task StageEventsAsync(Guid importId, int batch, IReadOnlyCollection<ImportedEvent> events, CancellationToken cancellationToken);

    /// <summary>The days that an import staged, in the portfolio's currency, by day.</summary>
    Task<ImmutableArray<EquityPoint>> ReadEquityAsync(Guid importId, CancellationToken cancellationToken);

    /// <summary>The events that an import staged, in their order.</summary>
    Task<ImmutableArray<ImportedEvent>> ReadEventsAsync(Guid importId, CancellationToken cancellationToken);

    /// <summary>
    /// Notes that the events of an import are in the journal of a portfolio, and drops them from the stage. Noted before: the counts of
    /// that time.
    /// </summary>
    Task<ImportCounts> NoteEventsAsync(Guid importId, string portfolioId, ImportCounts counts, CancellationToken cancellationToken);

    /// <summary>Drops what an import staged.</summary>
    Task DiscardAsync(Guid importId, CancellationToken cancellationToken);

    /// <summary>Drops what imports staged before an instant and never published.</summary>
    Task<int> DiscardAbandonedAsync(DateTimeOffset before, CancellationToken cancellationToken);
}

/// <summary>The fills that an import staged for a portfolio.</summary>
public sealed record ImportedFills(Guid ImportId, string PortfolioId);

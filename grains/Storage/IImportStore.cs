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

    /// <summary>Imports of a portfolio that are published and that its book did not begin with.</summary>
    Task<ImmutableArray<Guid>> ReadUnadoptedAsync(string portfolioId, CancellationToken cancellationToken);

    /// <summary>Notes that the book of a portfolio begins with imports: their fills are in it from now on.</summary>
    Task NoteAdoptedAsync(string portfolioId, IReadOnlyCollection<Guid> importIds, CancellationToken cancellationToken);

    /// <summary>A fill of an import that the book began with; null for any other id.</summary>
    Task<ImportedFill?> FindAdoptedAsync(string portfolioId, string fillId, CancellationToken cancellationToken);

    /// <summary>The ids of such fills, in no order; no more than so many.</summary>
    Task<ImmutableArray<string>> ReadAdoptedIdsAsync(string portfolioId, int max, CancellationToken cancellationToken);

    /// <summary>Fills that an import brought and that no book has, the first of them by line, and how many there are.</summary>
    Task<(ImmutableArray<ImportedFill> First, long Count)> ReadUnbookedAsync(Guid importId, int max, CancellationToken cancellationToken);

    /// <summary>A fill that an import brought, taken back or not; null for any other id.</summary>
    Task<ImportedRow?> FindFillAsync(string portfolioId, string fillId, CancellationToken cancellationToken);

    /// <summary>What the fills of an asset make with which a book began.</summary>
    /// <param name="takenBack">One that is left out, and what takes its place; null for all as they are.</param>
    /// <param name="until">When the book began with them: later splits are in no unit of theirs.</param>
    Task<PairedFills> PairAdoptedAsync(
        AssetFills fills, TakenBackFill? takenBack, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>Takes a fill of an import back, and makes the trades of its asset anew. Saying it again changes nothing.</summary>
    /// <param name="classOf">Asset id to class id.</param>
    Task TakeBackAsync(
        string portfolioId, TakenBackFill takenBack, Func<string, string> classOf, CancellationToken cancellationToken);

    /// <param name="events">Their amounts in the portfolio's currency.</param>
    Task StageEventsAsync(Guid importId, int batch, IReadOnlyCollection<ImportedEvent> events, CancellationToken cancellationToken);

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

/// <summary>The imported fills of an asset in a portfolio.</summary>
public sealed record AssetFills(string PortfolioId, string AssetId, string ClassId);

/// <summary>The fills that an import staged for a portfolio.</summary>
public sealed record ImportedFills(Guid ImportId, string PortfolioId);

using System.Collections.Immutable;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Imports;

namespace OrleansAssets.Storage;

/// <summary>Fills that imports brought, and which of them a book began with.</summary>
public interface IImportedFillStore
{
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
}

/// <summary>The imported fills of an asset in a portfolio.</summary>
public sealed record AssetFills(string PortfolioId, string AssetId, string ClassId);

using System.Collections.Immutable;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>
/// Fills of imports that were wrong: what the book began with is paired anew without them, and their rows say who took them back. The
/// journal comes first; what is left of the tables where the silo is lost in between is done with the next correction.
/// </summary>
internal sealed class ImportedCorrections(LiveBook book, BookContext context, IImportedFillStore imports, TimeProvider clock)
{
    private static readonly ImmutableArray<string> Kinds = [PortfolioEventJson.Import, PortfolioEventJson.FillCorrection];

    /// <summary>The fill that a correction names, where an import brought it; null for any other.</summary>
    public Task<ImportedRow?> FindAsync(string fillId, PortfolioBook written) =>
        written.Imported is null || written.Fills.Find(fillId) is not null
            ? Task.FromResult<ImportedRow?>(null)
            : imports.FindFillAsync(book.PortfolioId, fillId, CancellationToken.None);

    /// <summary>What a correction takes back.</summary>
    public TakenBackFill Of(FillCorrection correction, ImportedRow row)
    {
        var right = TakenBackFills.RightOf(row.Fill, correction.Replacement);
        if (right is not null)
        {
            ImportRules.CheckFills(
                0, [right], context.Configuration.Assets.ToDictionary(asset => asset.Id, asset => asset.ClassId, StringComparer.Ordinal),
                clock.GetUtcNow(), context.Configuration.HasNegativePrices);
        }

        return new TakenBackFill(correction.CorrectionId, correction.FillId, right, correction.Operator, correction.Reason);
    }

    /// <summary>What the book began with in truth, once a fill of it is taken back.</summary>
    /// <param name="until">The last entry that is known.</param>
    public async Task<ImportTaken> BegunAsync(TakenBackFill takenBack, ImportedRow row, long until)
    {
        var (begun, at, left) = await book.FoldKindsAsync(
            Kinds, until, (Begun: (ImportTaken?)null, At: default(DateTimeOffset), Corrections: ImmutableArray<FillCorrection>.Empty),
            (known, entry) => PortfolioEventJson.Read(entry.Kind, entry.Payload) switch
            {
                ImportTaken { Positions: not null } taken => (taken, entry.At, known.Corrections),
                FillCorrected { Begun: { } right, Correction: var correction } => (right, known.At, known.Corrections.Add(correction)),
                _ => known,
            });
        foreach (var correction in left)
        {
            await FinishAsync(correction);
        }

        var known = begun ?? throw new NotFoundException(
            $"Portfolio '{book.PortfolioId}' has no fill '{takenBack.FillId}'."); // one that is adopted has its entry
        foreach (var asset in new[] { row.Fill.AssetId, takenBack.Right?.AssetId }.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            var fills = new AssetFills(book.PortfolioId, asset, ClassOf(asset));
            var before = await imports.PairAdoptedAsync(fills, null, at, CancellationToken.None);
            var after = await imports.PairAdoptedAsync(fills, takenBack, at, CancellationToken.None);
            known = TakenBackFills.Of(known, asset, fills.ClassId, before, after);
        }

        return known;
    }

    /// <summary>Takes the row back whose correction is in the journal; done before, nothing changes.</summary>
    public async Task FinishAsync(FillCorrection correction)
    {
        if (await imports.FindFillAsync(book.PortfolioId, correction.FillId, CancellationToken.None) is { CorrectionId: null } row)
        {
            await imports.TakeBackAsync(book.PortfolioId, Of(correction, row), ClassOf, CancellationToken.None);
        }
    }

    private string ClassOf(string assetId) =>
        context.Configuration.FindAsset(assetId)?.ClassId ?? PortfolioRules.UnknownClass;
}

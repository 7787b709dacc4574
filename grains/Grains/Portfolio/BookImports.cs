using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Portfolio;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>
/// What imports make of the book of one activation: their rows go from where they were staged into the tables, and the book takes from
/// there what it does not have.
/// </summary>
internal sealed class BookImports(LiveBook book, BookContext context, PortfolioServices services, FactsReader facts, BookStore store)
{
    private readonly ImportsUnderWay _underWay = new();

    /// <summary>Imports whose rows are on their way into the tables.</summary>
    private int _publishing;

    /// <summary>Moves an import's staged rows into the tables, once, and takes the new figures.</summary>
    public async Task<ImportCounts> TakeAsync(Guid importId, ImportKind kind)
    {
        if (kind is not (ImportKind.Trades or ImportKind.Equity or ImportKind.Fills))
        {
            throw new InvalidRequestException($"A portfolio takes fills, trades and equity, not {kind}.");
        }

        await book.RequireKnownAsync();
        return await _underWay.TakeAsync(importId, () => PublishAsync(importId, kind));
    }

    private async Task<ImportCounts> PublishAsync(Guid importId, ImportKind kind)
    {
        await EndDaysAsync();
        var (counts, remark) = await PublishedAsync(importId, kind);
        counts = remark is null ? counts : counts with { Remark = remark };
        return kind == ImportKind.Fills && (await book.WrittenAsync()).HasOwnRecord ? await InTablesOnlyAsync(importId, counts) : counts;
    }

    private async Task<(ImportCounts Counts, string? Remark)> PublishedAsync(Guid importId, ImportKind kind)
    {
        _publishing++;
        try
        {
            await store.NoteAsync(state => state with { Outdated = true });
            var counts = await services.Imports.PublishAsync(importId, kind, book.PortfolioId, CancellationToken.None);
            return (counts, await TakeLedgerAsync(importId, kind, isNews: counts is not { Inserted: 0, Updated: 0 } || _publishing > 1));
        }
        finally
        {
            _publishing--;
        }
    }

    // The book's own rows of the days that are over come before those of a file, and the day under way has begun.
    private async Task EndDaysAsync()
    {
        if (await book.GetAsync() is { HasMoney: true, Day: not null })
        {
            await book.RunAsync(draft =>
            {
                BookCommands.Begin(draft, context, []);
                return draft.Book;
            });
        }
    }

    /// <summary>What it would make of the rows that an import staged; nothing is published.</summary>
    public async Task<ImportCounts> DryTakeAsync(Guid importId, ImportKind kind, CancellationToken cancellationToken)
    {
        var written = await book.GetAsync();
        var (counts, first, added) = await services.Imports.DryPublishAsync(
            importId, kind, book.PortfolioId, UnbookedRules.NamedMax, cancellationToken);
        if (kind == ImportKind.Fills)
        {
            return written.HasOwnRecord ? UnbookedRules.Of(counts, first, added) : counts;
        }

        var remark = ImportRemarks.Of(book.PortfolioId, written, written);
        return remark is null && kind == ImportKind.Equity
            ? counts with
            {
                Remark = RecordForecast.Of(
                    await services.Imports.ReadEquityAsync(importId, cancellationToken),
                    context.Configuration.Risk.EmergencyStopDrawdown),
            }
            : counts with { Remark = remark };
    }

    // A book with a record of its own takes no fill of a file: what it lacks is named, and not counted as taken.
    private async Task<ImportCounts> InTablesOnlyAsync(Guid importId, ImportCounts counts)
    {
        var (first, added) = await services.ImportedFills.ReadUnbookedAsync(importId, UnbookedRules.NamedMax, CancellationToken.None);
        return UnbookedRules.Of(counts, first, added);
    }

    /// <summary>Takes what imports left in the tables.</summary>
    /// <param name="importId">The import that is taken; null where that of another activation is.</param>
    /// <returns>What it did to the book, in words; null where there is nothing to tell.</returns>
    public async Task<string?> TakeLedgerAsync(Guid? importId, ImportKind? kind, bool isNews)
    {
        // A book that took none yet does, whoever wrote the rows.
        if (!isNews && await book.WrittenAsync() is { Imported: not null } written)
        {
            await store.NoteAsync(state => state with { Outdated = false });
            return ImportRemarks.Of(book.PortfolioId, written, written);
        }

        var unadopted = await services.ImportedFills.ReadUnadoptedAsync(book.PortfolioId, CancellationToken.None);
        var closed = await services.Ledger.CountClosedTradesAsync(book.PortfolioId, CancellationToken.None);
        var days = await services.Ledger.GetKnownEquityAsync(
            book.PortfolioId, DateOnly.MinValue, DateOnly.MaxValue, knownAt: null, CancellationToken.None);
        var open = await services.Ledger.GetOpenTradesAsync(book.PortfolioId, CancellationToken.None);
        var positions = PortfolioRules.Positions(open, id => context.Configuration.FindAsset(id)?.ClassId);
        var (taken, remark) = await book.RunAloneAsync(async draft =>
        {
            // Before the book has them: no fill may be told in between under an id that counts already.
            if (!draft.Book.HasOwnRecord)
            {
                await services.ImportedFills.NoteAdoptedAsync(book.PortfolioId, unadopted, CancellationToken.None);
                facts.ReadAdoptedAgain();
            }

            return draft.Run(tentative =>
            {
                var before = tentative.Book;
                var after = MoneyCommands.TakeImport(tentative, importId, kind, days, closed, positions, context);
                return (after, ImportRemarks.Of(book.PortfolioId, before, after));
            });
        });
        await store.TakeAsync(taken);
        return remark;
    }
}

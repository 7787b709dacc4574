using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>How the record of an import goes on from the one that the book had before.</summary>
public enum ImportSequel
{
    /// <summary>In older entries: all that was before is set aside.</summary>
    None = 0,

    /// <summary>It is another record.</summary>
    Other = 1,

    /// <summary>It has the days of the one before, and more of them.</summary>
    Longer = 2,

    /// <summary>It has the same days: what is open or closed is another.</summary>
    Same = 3,
}

/// <summary>
/// What an import makes of a book that has begun with one and has no fills or flows of its own. The book was marked since, its day runs,
/// and what was held may have been split: nothing of that is set back by rows that tell the same again. What the book earned since the last
/// row is added to the equity of the record, and the loss of its day stays what it was.
/// </summary>
public static class ImportSequels
{
    /// <summary>The entry that is to be written; null where the tables tell nothing that the book has not.</summary>
    /// <param name="taken">With what the tables have.</param>
    /// <param name="days">The rows of the record, ascending.</param>
    public static ImportTaken? Of(PortfolioBook book, ImportTaken taken, ImmutableArray<EquityPoint> days)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(taken);
        var isKnown = book.Imported is not null && taken.Figures.ClosedTrades == book.ClosedTrades;
        if (book.HasOwnRecord)
        {
            return isKnown && taken.Figures == book.Imported ? null : taken with { Positions = null };
        }

        var sequel = SequelOf(book, taken, days);
        var isSame = sequel == ImportSequel.Same && book.Begun is { } begun && begun.SequenceEqual(taken.Positions ?? []);
        return isKnown && isSame ? null : taken with { Sequel = sequel };
    }

    /// <summary>Whether what the book earned since the record's last row stays.</summary>
    public static bool GoesOn(PortfolioBook book, ImportTaken taken)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(taken);
        return taken.Sequel == ImportSequel.Same
            || (taken.Sequel != ImportSequel.None && LastRow(book) is not null && taken.Figures.Last?.Day < book.Day);
    }

    /// <summary>The book with it.</summary>
    /// <param name="next">The book with its figures and nothing else.</param>
    public static PortfolioBook Apply(PortfolioBook book, ImportTaken taken, PortfolioBook next)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(taken);
        var open = taken.Positions ?? [];
        var changed = ChangedAssets(book, open);
        var areMarksGood = GoesOn(book, taken);
        var positions = book.Positions.RemoveRange(changed)
            .ToImmutableSortedDictionary(
                held => held.Key,
                held => areMarksGood || IsOfRecord(held.Value, book, taken.Figures) ? held.Value : held.Value with { Unmarked = true },
                StringComparer.Ordinal)
            .SetItems(open.Where(position => changed.Contains(position.AssetId))
                .GroupBy(position => position.AssetId, StringComparer.Ordinal)
                .Select(ImportedPositions.Of).OfType<BookPosition>()
                .Select(held => KeyValuePair.Create(held.AssetId, held)));
        var equity = EquityOf(book, taken);
        var cash = equity - positions.Values.Sum(Conversions.Currency, held => held.Value).Amount;
        return next with
        {
            Begun = open,
            Positions = positions,
            Trips = book.Trips.RemoveRange(
                book.Trips.Where(trip => changed.Contains(trip.Value.Lot.AssetId)).Select(trip => trip.Key)),
            Unpriced = book.Unpriced.Except(changed),
            Cash = cash,
            // What it brought counts as one deposit.
            Flows = cash + positions.Values.Sum(held => held.Cost) - book.RealisedProfit + book.Fees - book.Income + book.Costs,
            Chain = taken.Sequel == ImportSequel.Same ? PortfolioFold.ChainOf(book) : ChainOf(book, taken),
        };
    }

    private static ImportSequel SequelOf(PortfolioBook book, ImportTaken taken, ImmutableArray<EquityPoint> days)
    {
        var (figures, known) = (taken.Figures, LastRow(book));
        if (figures.Last is not { } last || known is null)
        {
            return figures.Last is null && known is null ? ImportSequel.Same : ImportSequel.Other;
        }

        // The rows are those of the import before, or no rows came: then those that the book wrote since are the last.
        var isSameEnd = last.Day == known.Day && last.Equity == known.Equity && figures.EquityDays == book.EquityDays;
        if (isSameEnd && (taken.Kind is ImportKind.Trades or ImportKind.Fills
            || (book.Imported is { } before && before.Last == last && before.Drawdown == figures.Drawdown)))
        {
            return ImportSequel.Same;
        }

        // The row of a day that is not over is told anew as the day goes on.
        return days.Count(day => day.Day <= known.Day) == book.EquityDays && days.Any(day => day.Day == known.Day
                && day.CashFlow == known.CashFlow && (day.Equity == known.Equity || day.Day >= book.Day))
            ? ImportSequel.Longer
            : ImportSequel.Other;
    }

    /// <summary>The last row that the book knows of, its own or an import's.</summary>
    private static EquityPoint? LastRow(PortfolioBook book) =>
        book.LastDay?.Day >= (book.Imported?.Last?.Day ?? DateOnly.MinValue) ? book.LastDay : book.Imported?.Last;

    private static decimal EquityOf(PortfolioBook book, ImportTaken taken)
    {
        var equity = book.Equity.Amount;
        return taken.Sequel == ImportSequel.Same || taken.Figures.Last is not { } last ? equity
            : GoesOn(book, taken) && StartOf(book, last) is { } start ? last.Equity + equity - start
            : last.Equity;
    }

    // What the book was worth at the end of the row: where it has none of that day, its own day began later and tells of the rest.
    private static decimal? StartOf(PortfolioBook book, EquityPoint last)
    {
        var (chain, equity) = (PortfolioFold.ChainOf(book), book.Equity.Amount);
        return last.Day > LastRow(book)?.Day ? chain.LossStartEquityAt(equity) : chain.DayStartEquityAt(equity);
    }

    // What the book was worth at other times of the day moves as its equity does.
    private static ReturnChain ChainOf(PortfolioBook book, ImportTaken taken)
    {
        var (known, figures, now) = (PortfolioFold.ChainOf(book), taken.Figures, book.Equity.Amount);
        var ended = figures.Last?.Equity ?? 0;
        var chain = figures.Drawdown is { } drawdown
            ? ReturnChain.After(ended, drawdown)
            : ReturnChain.From(ended, Math.Max(figures.PeakEquity ?? 0, ended), ended);
        var peak = taken.Sequel == ImportSequel.Longer ? known.PeakEquityAt(now) : null;
        var moved = EquityOf(book, taken) - now;
        return GoesOn(book, taken) ? chain.GoOn(known.LossStartEquityAt(now) + moved, peak + moved)
            : figures.Last?.Day == book.Day ? chain.WithinDay(figures.LastReturn, peak)
            : chain;
    }

    /// <summary>Whether a position's mark is of the time since the record's end, or of its last day while that is not over.</summary>
    private static bool IsOfRecord(BookPosition held, PortfolioBook book, ImportedFigures figures) =>
        figures.Last is not { } last || DayRules.DayOf(held.MarkedAt) >= (last.Day < book.Day ? last.Day.AddDays(1) : last.Day);

    /// <summary>Assets of which other trades are open than in the import before; what became of others is the book's to tell.</summary>
    private static ImmutableHashSet<string> ChangedAssets(PortfolioBook book, ImmutableArray<Position> open)
    {
        if (book.Begun is { } begun)
        {
            return
            [
                .. begun.Concat(open).Select(position => position.AssetId).Distinct(StringComparer.Ordinal)
                    .Where(id => !Of(begun, id).SequenceEqual(Of(open, id))),
            ];
        }

        return
        [
            .. book.Positions.Keys.Concat(open.Select(position => position.AssetId)).Distinct(StringComparer.Ordinal)
                .Where(id => !IsHeld(book.Positions.GetValueOrDefault(id), Of(open, id))),
        ];

        static IEnumerable<Position> Of(ImmutableArray<Position> positions, string id) =>
            positions.Where(position => position.AssetId == id);
    }

    // A snapshot that is older than what the book began with has what it holds alone.
    private static bool IsHeld(BookPosition? held, IEnumerable<Position> open) =>
        open.GroupBy(position => position.AssetId, StringComparer.Ordinal).Select(ImportedPositions.Of).FirstOrDefault() is { } imported
            && held is not null && (held.Quantity, held.AverageEntryPrice, held.OpenedAt)
                == (imported.Quantity, imported.AverageEntryPrice, imported.OpenedAt);
}

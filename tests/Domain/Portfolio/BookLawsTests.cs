using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>What holds of a book whatever happens to it, with and without trades.</summary>
public sealed class BookLawsTests
{
    private const int Cases = 10_000;
    private const int StepsMax = 40;

    [Fact]
    public void Book_AnyHistory_ReconcilesAndItsLotsAreWhatIsHeld() => Laws.Hold(Cases, choices =>
    {
        var history = Begun(choices);
        for (var step = 0; step < StepsMax && choices.Next(25) > 0; step++)
        {
            history.Step();
            BookEventTests.AssertReconciles(history.Book);
            foreach (var (asset, held) in history.Book.Positions)
            {
                Assert.NotEqual(0, held.Quantity);
                Assert.Equal(held.Quantity, LotsOf(history.Book, asset));
            }

            Assert.All(
                history.Book.Trips.Values.Select(trip => trip.Lot.AssetId).Distinct().Where(id => !history.Book.Positions.ContainsKey(id)),
                asset => Assert.Equal(0, LotsOf(history.Book, asset)));
        }
    });

    [Fact]
    public void Journal_OfAnyHistory_FoldsToTheSameBook() => Laws.Hold(Cases, choices =>
    {
        var history = Begun(choices);
        for (var step = 0; step < StepsMax && choices.Next(25) > 0; step++)
        {
            history.Step();
        }

        Assert.Equal(JournaledBook.TextOf(history.Book), JournaledBook.TextOf(history.Told.Folded()));
    });

    [Fact]
    public void Split_AnywhereInAnyHistory_MovesNeitherEquityNorDrawdownNorTheDaysLoss() => Laws.Hold(Cases, choices =>
    {
        var history = Begun(choices);
        for (var step = 0; step < StepsMax && choices.Next(8) > 0; step++)
        {
            history.Step();
        }

        var (before, after) = history.Split();

        // Equity is kept to 8 decimals, and the fraction of a unit to 12: what rounding moves, it moves nothing that is measured by.
        Assert.InRange(after.Item1.Amount - before.Item1.Amount, -0.000_001m, 0.000_001m);
        Assert.Equal((before.Item2, before.Item3), (after.Item2, after.Item3));
    });

    /// <summary>A fill that is taken back, or replaced, leaves the book of the history without it.</summary>
    [Fact]
    public void Correction_OfAnyFill_GivesTheBookWithoutIt() => Laws.Hold(Cases, choices =>
    {
        var history = Begun(choices);
        for (var step = 0; step < StepsMax && choices.Next(12) > 0; step++)
        {
            history.Step();
        }

        Fill[] fills = [.. history.Fills];
        if (fills.Length == 0)
        {
            return;
        }

        var wrong = fills[choices.Next(fills.Length)];
        var right = choices.Next(2) == 0 ? null : wrong with { FillId = "right", Quantity = wrong.Quantity * 2, Price = wrong.Price + 1 };
        history.Tell($"{wrong.FillId} was wrong, right is {right?.Quantity} at {right?.Price}");
        if (history.Without(wrong.FillId, right) is not { } expected)
        {
            return;
        }

        history.Told.Correct(new FillCorrection("correction", wrong.FillId, right, "Ada", "test"));

        AssertSame(expected, history.Told);
    });

    /// <summary>A split or a dividend that comes late leaves the book of the history in which it came in time, day by day.</summary>
    [Fact]
    public void Event_ThatComesLate_GivesTheBookOfOneInTime() => Laws.Hold(Cases, choices =>
    {
        var history = Begun(choices);
        for (var step = 0; step < StepsMax && choices.Next(12) > 0; step++)
        {
            history.Step();
        }

        BookEvent[] events =
        [
            .. history.Events.Where(one => one.Kind is not (BookEventKind.Delisting or BookEventKind.SymbolChange)),
        ];
        if (events.Length == 0)
        {
            return;
        }

        var one = events[choices.Next(events.Length)];
        history.Tell($"{one.EventId} of {one.EffectiveAt:MM-dd HH:mm} came late");
        if (history.Without(one.EventId) is not { } late)
        {
            return;
        }

        late.Now = history.Told.Now;

        late.Happen(one);

        AssertSame(history.Told, late);
    });

    /// <summary>A fill that is told after its day has ended leaves the book of the history in which it was told in time.</summary>
    [Fact]
    public void Fill_ThatIsToldLate_GivesTheBookOfOneInTime()
    {
        var late = 0;
        Laws.Hold(Cases, choices =>
        {
            var history = Begun(choices);
            for (var step = 0; step < StepsMax && choices.Next(12) > 0; step++)
            {
                history.Step();
            }

            // What a split pays for a fraction is by a mark, and what was not held then was not marked.
            Fill[] fills =
            [
                .. history.Fills.Where(fill => fill.At.UtcDateTime.Date < history.Told.Now.UtcDateTime.Date
                    && !history.Events.Any(one => one.Kind == BookEventKind.Split && one.AssetId == fill.AssetId)),
            ];
            if (fills.Length == 0)
            {
                return;
            }

            var one = fills[choices.Next(fills.Length)];
            history.Tell($"{one.FillId} of {one.At:MM-dd HH:mm} is told late");
            if (history.Without(one.FillId) is not { } book)
            {
                return;
            }

            book.Now = history.Told.Now;

            book.Take(one);

            AssertSame(history.Told, book);
            late++;
        });

        Assert.True(late > Laws.Held(Cases) / 10, $"{late} were late");
    }

    /// <summary>
    /// Fills of a day that are told in any order, late by seconds or hours, with prices and flows between, leave the book of the history
    /// in which each was told as it was executed.
    /// </summary>
    [Fact]
    public void Fills_OfADay_ToldInAnyOrder_GiveTheBookOfTheOrderInWhichTheyWereExecuted()
    {
        var (late, near) = (0, 0);
        Laws.Hold(Cases, choices =>
        {
            var day = new ToldDay(choices);
            var (expected, actual) = (day.InOrder(), day.AsTold());

            AssertSame(expected, actual);
            Assert.Equal(expected.Book.Flows, actual.Book.Flows);
            if (expected.Book.Positions.Values.All(held => actual.Book.Positions[held.AssetId].MarkedAt == held.MarkedAt))
            {
                Assert.Equal(
                    expected.Days.Select(row => (row.Key, row.Value.Equity)), actual.Days.Select(row => (row.Key, row.Value.Equity)));
            }

            late += actual.Events.Any(Amendments.Is) ? 1 : 0;
            near += actual.BooksUsed;
        });

        Assert.True(late > Laws.Held(Cases) / 3, $"{late} had something that was late");
        Assert.True(near > Laws.Held(Cases) / 3, $"{near} were told from a book of late");
    }

    // Prices of what was not held because of it were not recorded: where there are such, equity is measured from the marks that are.
    private static void AssertSame(JournaledBook expected, JournaledBook actual)
    {
        var (other, book) = (expected.Book, actual.Book);
        BookEventTests.AssertReconciles(book);
        Assert.Equal(
            (other.Cash, other.RealisedProfit, other.Fees, other.Income, other.Costs, other.Flows, other.ClosedTrades),
            (book.Cash, book.RealisedProfit, book.Fees, book.Income, book.Costs, book.Flows, book.ClosedTrades));
        Assert.Equal(other.Positions.Values.Select(Figures), book.Positions.Values.Select(Figures));
        Assert.Equal(
            other.Trips.Select(trip => (trip.Key, Figures(trip.Value.Lot), trip.Value.ClosedUnits, trip.Value.Profit, trip.Value.Fees)),
            book.Trips.Select(trip => (trip.Key, Figures(trip.Value.Lot), trip.Value.ClosedUnits, trip.Value.Profit, trip.Value.Fees)));
        Assert.Equal(expected.Trades, actual.Trades);
        if (other.Positions.Values.All(held => book.Positions[held.AssetId].MarkedAt == held.MarkedAt))
        {
            Assert.Equal(other.Equity, book.Equity);
        }

        Assert.Equal(JournaledBook.TextOf(book), JournaledBook.TextOf(actual.Folded()));
    }

    private static (string, decimal, decimal, decimal, decimal) Figures(BookPosition held) =>
        (held.AssetId, held.Quantity, held.AverageEntryPrice, held.Cost, held.EntryFees);

    private static BookHistory Begun(Choices choices)
    {
        var history = new BookHistory(choices);
        history.Deposit(10_000);
        return history;
    }

    private static decimal LotsOf(PortfolioBook book, string assetId) =>
        book.Trips.Values.Where(trip => trip.Lot.AssetId == assetId).Sum(trip => trip.Lot.Quantity);
}

using OrleansAssets.Domain.Portfolio.Bookkeeping;
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
    public void Journal_OfAnyHistory_FoldsToTheSameBook() => Laws.Hold(Cases / 5, choices =>
    {
        var history = Begun(choices);
        for (var step = 0; step < StepsMax && choices.Next(25) > 0; step++)
        {
            history.Step();
        }

        Assert.Equal(BookHistory.TextOf(history.Book), BookHistory.TextOf(history.Folded()));
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

    private static BookHistory Begun(Choices choices)
    {
        var history = new BookHistory(choices);
        history.Deposit(10_000);
        return history;
    }

    private static decimal LotsOf(PortfolioBook book, string assetId) =>
        book.Trips.Values.Where(trip => trip.Lot.AssetId == assetId).Sum(trip => trip.Lot.Quantity);
}

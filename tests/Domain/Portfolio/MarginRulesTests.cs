using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>What may be taken out leaves what is held, and what approved orders may still open, its capital.</summary>
public sealed class MarginRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    /// <summary>9,990 of 10,000 could be taken out beside an approved order of 900, whose fill was then not believed.</summary>
    [Fact]
    public void Needed_OrdersThatAreApproved_CountAsIfTheyWereFilled()
    {
        var book = BookWith(Order("a", 9, 100), Order("b", 1, 100));

        Assert.Equal(1_000, Needed(book));
        Assert.Equal(0, Needed(book, Now.AddHours(2))); // they have lapsed
    }

    [Theory]
    [InlineData(-5, 500)] // an exit of all
    [InlineData(-10, 500)] // and as much on the other side
    [InlineData(-15, 1_000)]
    [InlineData(5, 1_000)]
    public void Needed_OrdersBesideAPosition_CountWhatTheyAddToIt(int units, int needed)
    {
        var book = BookWith(Order("a", units, 100));
        book = book with { Positions = book.Positions.SetItem("BTC/USDT", Held(5, 100)) };

        Assert.Equal(needed, Needed(book));
    }

    [Fact]
    public void Needed_OfACurrencyWithoutARate_SaysWhatToDo()
    {
        var order = Order("a", 1_000, 184) with { AssetId = "GBP/JPY" };

        var refused = Assert.Throws<InvalidRequestException>(() => Needed(BookWith(order)));

        Assert.Contains("knows no rate of JPY", refused.Message, StringComparison.Ordinal);
        Assert.Contains("assets portfolio rate JPY", refused.Message, StringComparison.Ordinal);
    }

    private static decimal Needed(PortfolioBook book, DateTimeOffset? at = null) =>
        MarginRules.Needed(book, TestConfiguration.Build(), at ?? Now).Amount;

    private static PortfolioBook BookWith(params Reservation[] orders)
    {
        var book = new PortfolioBook();
        return book with { Reservations = book.Reservations.SetItems(orders.Select(one => KeyValuePair.Create(one.ReservationId, one))) };
    }

    private static Reservation Order(string id, decimal units, decimal price) =>
        new(id, id, "BTC/USDT", "crypto", units, price, null, Now.AddHours(1));

    private static BookPosition Held(decimal units, decimal price) => new(
        "BTC/USDT", "crypto", units, price, units * price, Margined: false, price, Now, 1, "test", null, Now, 0, null, Unmarked: false);
}

using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>
/// Whatever is ordered and quoted, a paper portfolio gets nothing that a market would not have given: of each quote no more than its size,
/// after the decision, in session, at no better price, within the limit, and no exit beyond what is held.
/// </summary>
public sealed class PaperLawsTests
{
    private const int Cases = 2_000;
    private const int StepsMax = 25;

    private static readonly DateTimeOffset Open = new(2026, 11, 24, 20, 40, 0, TimeSpan.Zero); // twenty minutes before the close

    [Fact]
    public void Fills_Always_AreWhatTheQuoteGives() => Laws.Hold(Cases, choices =>
    {
        var book = new JournaledBook("main.shadow.stocks", new BookContext(IsShadow: true, ShippedConfiguration.Value)) { Now = Open };
        for (var step = 0; step < StepsMax && choices.Next(StepsMax) > 0; step++)
        {
            book.Now += TimeSpan.FromSeconds(choices.Next(3) == 0 ? 240 : 20);
            if (choices.Next(2) == 0)
            {
                Order(book, choices, $"o{step}");
            }
            else
            {
                Quote(book, choices);
            }
        }

        Assert.Equal(JournaledBook.TextOf(book.Book), JournaledBook.TextOf(book.Folded()));
    });

    private static void Order(JournaledBook book, Choices choices, string id)
    {
        var side = choices.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
        var held = book.Book.Positions.GetValueOrDefault("NVDA")?.Quantity ?? 0;
        var isExit = held != 0 && Math.Sign(held) == (side == OrderSide.Sell ? 1 : -1);
        decimal? limit = choices.Next(2) == 0 ? null : 95 + choices.Next(11);
        var inForce = (TimeInForce)choices.Next(4);
        var order = new OrderRequest(
            id, "NVDA", side, choices.Next(9) + 1, null, limit, isExit ? null : side == OrderSide.Buy ? 94 : 106,
            isExit ? null : side == OrderSide.Buy ? 106 : 94, null, ReduceOnly: false)
        {
            TimeInForce = inForce, GoodUntil = inForce == TimeInForce.Gtd ? book.Now.AddMinutes(5) : null,
        };
        choices.Tell($"{book.Now:HH:mm:ss} {id}: {side} {order.Quantity} at {limit} {inForce}");
        book.Place(order);
    }

    private static void Quote(JournaledBook book, Choices choices)
    {
        var bid = 90m + choices.Next(20);
        decimal? Size() => choices.Next(4) == 0 ? null : choices.Next(12) / 2m;
        var quote = new Quote("NVDA", "alpaca", book.Now.AddSeconds(-choices.Next(60)), bid, bid + choices.Next(3), Size(), Size());
        choices.Tell($"{book.Now:HH:mm:ss} {quote.At:HH:mm:ss} {quote.Bid} x {quote.BidSize} / {quote.Ask} x {quote.AskSize}");
        var (before, known) = (book.Book, book.Events.Count);
        book.Quote(quote);
        var fills = book.Events.Skip(known).OfType<FillRecorded>().ToArray();

        Assert.True(Bought(fills) <= (quote.AskSize ?? 1_000) && Sold(fills) <= (quote.BidSize ?? 1_000), "more than the quote's size");
        Assert.All(fills, fill => AssertFair(fill, before, quote));
        AssertProtected(before, quote, fills);
        book.Quote(quote);
        Assert.Equal(fills.Length, book.Events.Skip(known).OfType<FillRecorded>().Count()); // a quote is used once
    }

    private static void AssertFair(FillRecorded recorded, PortfolioBook before, Quote quote)
    {
        var (fill, order) = (recorded.Fill, before.OrderBook.Find(recorded.Fill.ClientOrderId));
        var isBuy = fill.Side == OrderSide.Buy;
        Assert.Equal(quote.At, fill.At);
        Assert.True(quote.At < new DateTimeOffset(2026, 11, 24, 21, 0, 0, TimeSpan.Zero), "out of session");
        Assert.True(isBuy ? fill.Price >= quote.Ask || fill.Price == order?.LimitPrice || order is null
            : fill.Price <= quote.Bid || fill.Price == order?.LimitPrice || order is null, $"{fill.Price} is better than the market's");
        Assert.True(
            order is null || (order.ApprovedAt < fill.At && fill.Quantity <= order.Left && (order.LimitPrice is not { } limit
                || (isBuy ? fill.Price <= limit && quote.Ask <= limit : fill.Price >= limit && quote.Bid >= limit))),
            $"beyond {order}");
        Assert.True(
            order is null or { IsExit: false } || Math.Sign(recorded.QuantityAfter) != (isBuy ? 1 : -1), "an exit turned the position");
    }

    // Nothing stays beyond its stop or its target where the market was open and large enough.
    private static void AssertProtected(PortfolioBook before, Quote quote, FillRecorded[] fills)
    {
        if (before.Positions.GetValueOrDefault("NVDA") is not { Quantity: > 0, StopPrice: { } stop } held || quote.Bid > stop
            || quote.BidSize is not null || before.LastTouchedAt["NVDA"] >= quote.At || quote.At >= Open.AddMinutes(20))
        {
            return;
        }

        Assert.True(Sold(fills) >= held.Quantity, $"{held.Quantity} stayed at {quote.Bid} with a stop at {stop}");
    }

    private static decimal Bought(FillRecorded[] fills) => SumOf(fills, OrderSide.Buy);

    private static decimal Sold(FillRecorded[] fills) => SumOf(fills, OrderSide.Sell);

    private static decimal SumOf(FillRecorded[] fills, OrderSide side) =>
        fills.Where(fill => fill.Fill.Side == side).Sum(fill => fill.Fill.Quantity);
}

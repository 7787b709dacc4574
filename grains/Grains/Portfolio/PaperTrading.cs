using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.Portfolio.Paper;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>The broker of a paper portfolio: it places what is approved, and fills what the newest quotes reach.</summary>
internal static class PaperTrading
{
    /// <summary>Whether there is a paper broker: a rehearsal of a halt trades nothing, its approvals lapse.</summary>
    public static bool IsTraded(BookDraft draft, BookContext context) => context.IsShadow && !Keys.IsDrillPortfolio(draft.PortfolioId);

    /// <summary>An order that was just approved rests at the paper market from now on.</summary>
    public static void Place(BookDraft draft, OrderDecision decision, BookContext context)
    {
        if (!IsTraded(draft, context)
            || draft.Book.OrderBook.Find(decision.Order.ClientOrderId) is not { State: OrderState.Approved } order)
        {
            return;
        }

        // One that is to be filled at once waits for the first quote, whenever that comes in the session: the quote ends it.
        var inForce = order.TimeInForce == TimeInForce.Ioc ? TimeInForce.Day : order.TimeInForce;
        var until = OrderTimes.UntilOf(
            inForce, order.GoodUntil, context.Configuration.HoursOf(order.AssetId), draft.Now, context.Grace);
        draft.Append(
            new OrderReported(order.ClientOrderId, OrderState.Working, draft.Now, until, null, null, "on paper"), BookCommands.Self);
    }

    /// <summary>Fills what the newest quotes reach; an asset without one, or without a rate of its currency, waits.</summary>
    public static void Trade(BookDraft draft, Func<string, Quote?> quoteOf, BookContext context)
    {
        if (!IsTraded(draft, context))
        {
            return;
        }

        var ids = draft.Book.Positions.Keys.Concat(OpenOrders(draft.Book).Select(order => order.AssetId))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        foreach (var id in ids)
        {
            if (quoteOf(id) is { } quote && PaperTerms.Of(id, context.Configuration, quote.At) is { } terms
                && Conversions.Find(Conversions.QuoteCurrencyOf(id), draft.Book, quoteOf, draft.Now) is not null)
            {
                Take(draft, quote, PaperMarket.Of(draft.Book, quote, terms), quoteOf, context);
            }
        }
    }

    /// <summary>Orders that may be filled.</summary>
    public static IEnumerable<Order> OpenOrders(PortfolioBook book) => book.OrderBook.ById.Values.Where(order => order.IsOpen);

    private static void Take(BookDraft draft, Quote quote, PaperOutcome outcome, Func<string, Quote?> quoteOf, BookContext context)
    {
        foreach (var fill in outcome.Fills)
        {
            FillCommands.TakePaper(
                draft,
                new Fill(
                    $"paper:{DecisionIds.Of(draft.PortfolioId, draft.NextSequence)}", fill.ClientOrderId, quote.AssetId, fill.Side,
                    fill.Quantity, fill.Price, fill.Fee, Currency: null, Rate: null, quote.At.ToUniversalTime(), fill.StrategyId),
                quoteOf, context);
        }

        foreach (var end in outcome.Ends.Where(end => draft.Book.OrderBook.Find(end.ClientOrderId) is { IsOpen: true }))
        {
            draft.Append(
                new OrderReported(end.ClientOrderId, OrderState.Cancelled, draft.Now, null, null, null, end.Reason), BookCommands.Self);
        }
    }
}

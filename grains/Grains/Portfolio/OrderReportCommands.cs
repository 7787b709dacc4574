using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>What brokers tell of orders that were decided: working, cancelled, expired, rejected.</summary>
internal sealed class OrderReportCommands(
    LiveBook book, FactsReader facts, OrderCommands orders, BookContext context, TimeProvider clock)
{
    /// <summary>Takes what became of an order at the broker.</summary>
    public async Task<Order> ReportAsync(OrderReport report)
    {
        OrderReports.Check(report, clock.GetUtcNow());
        return await book.RunAsync(
            async written => new ReportFacts(
                written.OrderBook.Find(report.ClientOrderId) ?? await orders.FindAsync(report.ClientOrderId, CancellationToken.None),
                await facts.QuoteOfAsync(written.OrderBook.Find(report.ClientOrderId)?.AssetId)),
            (draft, read) => Report(draft, report, read, context));
    }

    /// <returns>Null where the order must be read again.</returns>
    public static Order? Report(BookDraft draft, OrderReport report, ReportFacts facts, BookContext context)
    {
        BookCommands.Begin(draft, context, []);
        var order = draft.Book.OrderBook.Find(report.ClientOrderId) ?? facts.Order;
        if (order is { State: OrderState.Rejected, Quantity: 0 })
        {
            throw InvalidRequestException.At(
                "clientOrderId", order.ClientOrderId, "must be an order that was approved",
                $"The order '{order.ClientOrderId}' was rejected ({order.DecisionId}) and must not be at the broker: cancel it there. "
                + "Its fills are taken with its id all the same.");
        }

        if (OrderReports.IsKnown(order, report))
        {
            return order;
        }

        var until = report.State != OrderState.Working ? null : OrderTimes.UntilOf(
            order.TimeInForce, report.GoodUntil ?? order.GoodUntil, context.Configuration.HoursOf(order.AssetId), draft.Now,
            context.Grace);
        var stays = report.State == OrderState.Rejected ? StaysOf(order, draft, facts.Quote, context) : null;
        draft.Append(
            new OrderReported(
                order.ClientOrderId, report.State, report.At.ToUniversalTime(), until, PriceOf(order, facts.Quote), report.VenueOrderId,
                report.Reason)
            {
                Order = draft.Book.OrderBook.Find(order.ClientOrderId) is null ? order : null,
                Stays = stays,
            },
            BookCommands.Self);
        if (OrderReports.IsRevival(order, report))
        {
            BookCommands.Question(draft, Irregularities.OfRevived(order, draft.Now));
        }
        else if (stays is not null && draft.Book.OrderBook.HasLaterThan(order))
        {
            // Others were approved in the room that it had left.
            BookCommands.Question(draft, Irregularities.OfRevived(draft.Book.OrderBook.Find(stays.ClientOrderId)!, draft.Now));
        }

        if (report.State == OrderState.Rejected)
        {
            BookCommands.LatchRejected(draft, draft.Book.OrderBook.Find(order.ClientOrderId)!, context);
        }

        return draft.Book.OrderBook.Find(order.ClientOrderId)!; // it was there, or the event brought it
    }

    // A broker that rejects what was to replace an order has not taken that one back.
    private static OrderStays? StaysOf(Order rejected, BookDraft draft, Quote? quote, BookContext context) =>
        rejected is { Filled: 0, Replaces: { } id } && draft.Book.OrderBook.Find(id) is { State: OrderState.Replaced, Left: > 0 } old
            && old.ReplacedBy == rejected.ClientOrderId
            ? new OrderStays(
                id,
                OrderTimes.UntilOf(
                    old.TimeInForce, old.GoodUntil, context.Configuration.HoursOf(old.AssetId), draft.Now, context.Grace),
                PriceOf(old, quote))
            : null;

    // What a revived order is valued at: it had a price when it was decided, which its reservation took with it.
    private static decimal? PriceOf(Order order, Quote? quote) =>
        order.LimitPrice ?? (order.Side == OrderSide.Buy ? quote?.Ask : quote?.Bid);

    /// <summary>What a report needs: the order, also where the book has forgotten it, and the newest quote of its asset.</summary>
    public sealed record ReportFacts(Order Order, Quote? Quote);
}

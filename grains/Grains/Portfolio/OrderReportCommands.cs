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
            written => ReadAsync(report, written),
            (draft, read) => Report(draft, report, read, context));
    }

    private async Task<ReportFacts> ReadAsync(OrderReport report, PortfolioBook written)
    {
        var order = written.OrderBook.Find(report.ClientOrderId) ?? await orders.FindAsync(report.ClientOrderId, CancellationToken.None);
        var quote = await facts.QuoteOfAsync(order.AssetId);
        var replaced = order.Replaces is { } id ? written.OrderBook.Find(id) : null;
        return quote is not null
            ? new ReportFacts(order, quote, null, null)
            : new ReportFacts(order, null, await DecidedPriceAsync(order), await DecidedPriceAsync(replaced));
    }

    private async Task<decimal?> DecidedPriceAsync(Order? order) => order is null or { LimitPrice: not null }
        ? null
        : PriceOf(order, await orders.GetAsync(order.DecisionId, CancellationToken.None));

    /// <summary>What an order was decided at, in the units that it has by now; null where it was not approved.</summary>
    public static decimal? PriceOf(Order order, OrderDecision decision) =>
        order.Quantity == 0 ? null : decision.Price * decision.Quantity / order.Quantity;

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
                + "Its fills are taken with its id all the same.", "cancel it at the broker");
        }

        var stays = report.State == OrderState.Rejected ? StaysOf(order, draft, facts, context) : null;
        if (OrderReports.IsKnown(order, report, replacedStays: stays is not null))
        {
            return order;
        }

        var until = report.State != OrderState.Working ? null : OrderTimes.UntilOf(
            order.TimeInForce, report.GoodUntil ?? order.GoodUntil, context.Configuration.HoursOf(order.AssetId), draft.Now,
            context.Grace);
        draft.Append(
            new OrderReported(
                order.ClientOrderId, report.State, report.At.ToUniversalTime(), until, PriceOf(order, facts.Quote, facts.Decided),
                report.VenueOrderId,
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
        else if (draft.Book.OrderBook.Find(stays?.ClientOrderId) is { IsOpen: true } kept && draft.Book.OrderBook.HasLaterThan(order))
        {
            // Others were approved in the room that it had left.
            BookCommands.Question(draft, Irregularities.OfRevived(kept, draft.Now));
        }

        if (report.State == OrderState.Rejected)
        {
            BookCommands.LatchRejected(draft, draft.Book.OrderBook.Find(order.ClientOrderId)!, context);
        }

        return draft.Book.OrderBook.Find(order.ClientOrderId)!; // it was there, or the event brought it
    }

    // A broker that rejects what was to replace an order has not taken that one back: what was filled meanwhile was of that one.
    private static OrderStays? StaysOf(Order rejected, BookDraft draft, ReportFacts facts, BookContext context) =>
        rejected is { Replaces: { } id } && draft.Book.OrderBook.Find(id) is { State: OrderState.Replaced, Left: > 0 } old
            && old.ReplacedBy == rejected.ClientOrderId
            ? new OrderStays(
                id,
                OrderTimes.UntilOf(
                    old.TimeInForce, old.GoodUntil, context.Configuration.HoursOf(old.AssetId), draft.Now, context.Grace),
                PriceOf(old, facts.Quote, facts.DecidedBefore))
            {
                Filled = rejected.Filled,
            }
            : null;

    // What a revived order is valued at. Where the market is not known, what it was decided at: without a price it would be in no sum.
    private static decimal? PriceOf(Order order, Quote? quote, decimal? decided) =>
        order.LimitPrice ?? (order.Side == OrderSide.Buy ? quote?.Ask : quote?.Bid) ?? decided;

    /// <summary>What a report needs: the order, also where the book has forgotten it, and the newest quote of its asset.</summary>
    /// <param name="Decided">Where there is no quote: what it was decided at; null of a limit order.</param>
    /// <param name="DecidedBefore">Likewise of the one that it replaces.</param>
    public sealed record ReportFacts(Order Order, Quote? Quote, decimal? Decided, decimal? DecidedBefore);
}

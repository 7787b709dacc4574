using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>How an order that was decided before stands now, for who asks again.</summary>
public static class OrderStandings
{
    /// <param name="order">The order as it is kept, also one whose approval has lapsed and that no event tells of yet.</param>
    public static OrderStanding Of(Order order, PortfolioBook book, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(book);
        var present = Present(order, book, now);
        var halt = order.IsExit ? null : book.Halts.Select(one => one.Halt).FirstOrDefault(
            one => one.Reaches(order.AssetId, order.ClassId, order.StrategyId));
        var mayBePlaced = present.State == OrderState.Approved && halt is null;
        return new OrderStanding(
            present.State, present.Filled, present.Since, mayBePlaced, present.State == OrderState.Approved ? halt : null,
            Remark(present, halt));
    }

    /// <summary>
    /// What a decision says of its order, where nothing else is kept of it: rejected, or approved before orders were kept and long over.
    /// </summary>
    public static Order OfDecision(OrderDecision decision, string classId)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var request = decision.Order;
        var isRejected = decision.Outcome == DecisionOutcome.Rejected;
        return new Order(
            request.ClientOrderId, decision.DecisionId, request.AssetId, classId, request.Side, decision.Quantity, 0, request.LimitPrice,
            decision.StopPrice, decision.TargetPrice, request.StrategyId, OrderFold.TimeInForceOf(request), request.GoodUntil,
            IsExit: false, decision.DecidedAt, isRejected ? OrderState.Rejected : OrderState.Expired,
            isRejected ? decision.DecidedAt : decision.ReservedUntil ?? decision.DecidedAt, null, null,
            isRejected ? decision.BindingRule : "its approval lapsed", request.Replaces, null);
    }

    /// <summary>An order as it is at an instant: what has lapsed by then is over, whether an event tells so yet or not.</summary>
    public static Order Present(Order order, PortfolioBook book, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(book);
        return order.IsOpen && book.Reservations.GetValueOrDefault(order.DecisionId) is { } held && held.ExpiresAt <= now
            ? order with { State = OrderState.Expired, Since = held.ExpiresAt, Until = null, Remark = OrderFold.ExpiryOf(order) }
            : order;
    }

    private static string Remark(Order order, ActiveHalt? halt)
    {
        var since = TimeText.At(order.Since);
        return order.State switch
        {
            OrderState.Approved when halt is not null =>
                $"It must not be placed: {HaltText.Mode(halt.Mode)} for {HaltText.Scope(halt.Scope, halt.ScopeId)} since "
                + $"{TimeText.At(halt.Since)} ({halt.HaltId}).",
            OrderState.Approved when order.Until is { } until =>
                $"It was approved at {since} and may be placed until {TimeText.At(until)}.",
            OrderState.Approved => $"It was approved at {since} and may be placed until it is cancelled.",
            OrderState.Working => $"It works at the broker since {since}: it must not be placed again.",
            OrderState.PartlyFilled => "It works at the broker and was filled in part: it must not be placed again.",
            OrderState.Filled => $"It was filled at {since}: it must not be placed again.",
            OrderState.Replaced => $"It was replaced at {since} by '{order.ReplacedBy}'.",
            _ => $"It ended at {since} ({order.State.ToString().ToLowerInvariant()}{(order.Remark is { } why ? $": {why}" : "")}) "
                + "and must not be placed; to have it decided anew, give it an id of its own.",
        };
    }
}

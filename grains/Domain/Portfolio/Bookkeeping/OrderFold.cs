using System.Collections.Immutable;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>What an event makes of orders and of what they reserve: a reservation lives as long as its order.</summary>
internal static class OrderFold
{
    public static PortfolioBook Approve(PortfolioBook book, OrderDecided decided, DateTimeOffset at)
    {
        if (decided.Decision is not { ReservationId: { } id, ReservedUntil: { } until } decision)
        {
            return book; // a paper of old, or a rejection
        }

        var request = decision.Order;
        var signed = request.Side == OrderSide.Buy ? decision.Quantity : -decision.Quantity;
        var held = book.Positions.GetValueOrDefault(request.AssetId)?.Quantity ?? 0;
        var order = new Order(
            request.ClientOrderId, id, request.AssetId, decided.ClassId, request.Side, decision.Quantity, 0, request.LimitPrice,
            decision.StopPrice, decision.TargetPrice, request.StrategyId, TimeInForceOf(request), request.GoodUntil,
            held != 0 && Math.Sign(held) == -Math.Sign(signed), at, OrderState.Approved, at,
            until == OrderBook.Never ? null : until, null, null, request.Replaces, null);
        var before = request.Replaces is { } replaced && book.OrderBook.Find(replaced) is { IsOpen: true } old
            ? End(book, old, OrderState.Replaced, $"order '{order.ClientOrderId}' was approved in its place", at, order.ClientOrderId)
            : book;
        return before with
        {
            OrderBook = before.OrderBook.With(order),
            Reservations = before.Reservations.SetItem(id, ReservationOf(order, decision.Price, until)),
        };
    }

    public static PortfolioBook Report(PortfolioBook book, OrderReported reported)
    {
        if ((book.OrderBook.Find(reported.ClientOrderId) ?? reported.Order) is not { } order)
        {
            return book;
        }

        if (reported.State != OrderState.Working)
        {
            var ended = End(
                book,
                order with
                {
                    VenueOrderId = reported.VenueOrderId ?? order.VenueOrderId, Filled = order.Filled - (reported.Stays?.Filled ?? 0),
                },
                reported.State, reported.Reason, reported.At, null);
            return reported.Stays is { } stays ? Stay(ended, stays, order.ClientOrderId, reported.At) : ended;
        }

        var until = reported.Until ?? OrderBook.Never;
        var working = order with
        {
            State = order.Filled > 0 ? OrderState.PartlyFilled : OrderState.Working,
            Since = reported.At,
            Until = reported.Until,
            VenueOrderId = reported.VenueOrderId ?? order.VenueOrderId,
            Remark = reported.Reason,
        };
        var held = book.Reservations.GetValueOrDefault(order.DecisionId);
        return book with
        {
            OrderBook = book.OrderBook.With(working),
            // One whose approval lapsed holds its exposure again: it rests at the broker all the same.
            Reservations = book.Reservations.SetItem(
                order.DecisionId, held is null ? ReservationOf(working, reported.Price, until) : held with { ExpiresAt = until }),
        };
    }

    // The broker refused what was to take its place, so that it rests there as before.
    private static PortfolioBook Stay(PortfolioBook book, OrderStays stays, string refused, DateTimeOffset at)
    {
        if (book.OrderBook.Find(stays.ClientOrderId) is not { State: OrderState.Replaced } old)
        {
            return book;
        }

        if (old.Left <= stays.Filled)
        {
            return book with
            {
                OrderBook = book.OrderBook.With(old with
                {
                    State = OrderState.Filled, Filled = old.Filled + stays.Filled, Since = at, Until = null, ReplacedBy = null,
                    Remark = $"it was filled before the order '{refused}' could take its place",
                }),
            };
        }

        var filled = old.Filled + stays.Filled;
        var kept = old with
        {
            State = filled > 0 ? OrderState.PartlyFilled : OrderState.Working,
            Filled = filled,
            Since = at,
            Until = stays.Until,
            Remark = $"it rests at the broker, which rejected the order '{refused}' that was approved in its place",
            ReplacedBy = null,
        };
        return book with
        {
            OrderBook = book.OrderBook.With(kept),
            Reservations = book.Reservations.SetItem(
                old.DecisionId, ReservationOf(kept, stays.Price, stays.Until ?? OrderBook.Never)),
        };
    }

    public static PortfolioBook Release(PortfolioBook book, ReservationReleased released, DateTimeOffset at) => Ended(
        book with { Reservations = book.Reservations.Remove(released.ReservationId) },
        book.Reservations.GetValueOrDefault(released.ReservationId), OrderState.Cancelled, _ => released.Reason, at);

    public static PortfolioBook Expire(PortfolioBook book, ReservationsExpired expired, DateTimeOffset at) => expired.ReservationIds
        .Select(id => book.Reservations.GetValueOrDefault(id))
        .Aggregate(
            book with { Reservations = book.Reservations.RemoveRange(expired.ReservationIds) },
            (next, held) => Ended(next, held, OrderState.Expired, ExpiryOf, at));

    public static PortfolioBook Fill(PortfolioBook book, FillRecorded recorded)
    {
        var fill = recorded.Fill;
        var order = book.OrderBook.FindLiving(fill.ClientOrderId);
        var reservations = UseUp(book.Reservations, fill, order?.ClientOrderId ?? fill.ClientOrderId, recorded.ReservedUntil);
        if (order is null || order.AssetId != fill.AssetId || order.Side != fill.Side)
        {
            return book with { Reservations = reservations };
        }

        var filled = order with { Filled = order.Filled + fill.Quantity };
        var isOpen = order.IsOpen && filled.Left > 0;
        var isWhole = filled.Left <= 0; // be it that its end was told before: what was executed whole did not lapse
        return book with
        {
            Reservations = reservations,
            OrderBook = book.OrderBook.With(filled with
            {
                State = isOpen ? OrderState.PartlyFilled : isWhole ? OrderState.Filled : order.State,
                Since = order.IsOpen || isWhole ? fill.At : order.Since,
                Remark = isWhole && order.State != OrderState.Filled ? null : order.Remark,
                Until = !isOpen ? null : recorded.ReservedUntil is { } until ? (until == OrderBook.Never ? null : until) : order.Until,
            }),
        };
    }

    /// <summary>Ids of the orders that an event may change; all where it changes the unit of an asset or tells history anew.</summary>
    public static IEnumerable<string> Touched(PortfolioBook before, PortfolioEvent one, PortfolioBook after) => one switch
    {
        OrderDecided { Decision.Order: var order } => new[] { order.ClientOrderId, order.Replaces }.OfType<string>(),
        OrderReported reported => new[] { reported.ClientOrderId, reported.Stays?.ClientOrderId }.OfType<string>(),
        FillRecorded { Restated: not null } => after.OrderBook.ById.Keys,
        FillRecorded { Fill.ClientOrderId: null } => [],
        FillRecorded { Fill.ClientOrderId: { } id } => before.OrderBook.FindLiving(id) is { } order ? [order.ClientOrderId] : [],
        ReservationReleased released => OrdersOf(before, [released.ReservationId]),
        ReservationsExpired expired => OrdersOf(before, expired.ReservationIds),
        _ => after.OrderBook.ById.Keys,
    };

    private static IEnumerable<string> OrdersOf(PortfolioBook before, IEnumerable<string> reservationIds) =>
        reservationIds.Select(id => before.Reservations.GetValueOrDefault(id)?.ClientOrderId).OfType<string>();

    /// <summary>How long it may rest where it does not say so.</summary>
    public static TimeInForce TimeInForceOf(OrderRequest order) =>
        order.TimeInForce ?? (order.LimitPrice is null ? TimeInForce.Day : TimeInForce.Gtc);

    private static Reservation ReservationOf(Order order, decimal? price, DateTimeOffset until) => new(
        order.DecisionId, order.ClientOrderId, order.AssetId, order.ClassId, order.Side == OrderSide.Buy ? order.Left : -order.Left, price,
        order.StopPrice, until);

    public static string ExpiryOf(Order order) => order.State == OrderState.Approved
        ? "nobody reported it working before its approval lapsed"
        : "its time in force was over";

    private static PortfolioBook Ended(
        PortfolioBook book, Reservation? held, OrderState state, Func<Order, string> remark, DateTimeOffset at) =>
        held is not null && book.OrderBook.Find(held.ClientOrderId) is { IsOpen: true } order
            ? End(book, order, state, remark(order), at, null)
            : book;

    private static PortfolioBook End(
        PortfolioBook book, Order order, OrderState state, string? remark, DateTimeOffset at, string? replacedBy) => book with
    {
        Reservations = book.Reservations.Remove(order.DecisionId),
        OrderBook = book.OrderBook.With(order with
        {
            State = state, Since = at, Until = null, Remark = remark, ReplacedBy = replacedBy,
        }),
    };

    private static ImmutableSortedDictionary<string, Reservation> UseUp(
        ImmutableSortedDictionary<string, Reservation> reservations, Fill fill, string? orderId, DateTimeOffset? until)
    {
        var held = orderId is null ? null : reservations.Values.FirstOrDefault(known =>
            known.ClientOrderId == orderId && known.AssetId == fill.AssetId
            && known.SignedQuantity > 0 == (fill.Side == OrderSide.Buy));
        if (held is null)
        {
            return reservations;
        }

        var left = Math.Abs(held.SignedQuantity) - fill.Quantity;
        return left <= 0
            ? reservations.Remove(held.ReservationId)
            : reservations.SetItem(held.ReservationId, held with
            {
                SignedQuantity = Math.Sign(held.SignedQuantity) * left, ExpiresAt = until ?? held.ExpiresAt,
            });
    }
}

using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>What a report makes of an order. What happened at the broker is the truth, unless it is older than what is known.</summary>
public static class OrderReports
{
    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    public static void Check(OrderReport report, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(report);
        FieldFault.Refuse("report", [
            IdCheck.FaultOf("clientOrderId", report.ClientOrderId),
            report.VenueOrderId is { } venue ? IdCheck.FaultOf("venueOrderId", venue) : null,
            report.State switch
            {
                OrderState.Working or OrderState.Cancelled or OrderState.Expired or OrderState.Rejected => null,
                OrderState.PartlyFilled or OrderState.Filled => State(
                    report, "state is filled; record each fill with its order's id (assets order fill), which reports it"),
                OrderState.Replaced => State(
                    report, "state is replaced; check the new order with the id of the one that it replaces"),
                OrderState.Approved => State(report, "state is approved; that is decided here and not reported"),
                _ => State(report, $"state {(int)report.State} is unknown; give working, cancelled, expired or rejected"),
            },
            FillCheck.Time("at", report.At, now),
            report.GoodUntil is null ? null
                : report.State != OrderState.Working ? new FieldFault(
                    "goodUntil", InvalidPlace.Text(report.GoodUntil), "must be left out, as only an order that works has one",
                    "goodUntil is given; only an order that works has one")
                : report.GoodUntil <= now || report.GoodUntil > now + OrderTimes.GoodUntilMax
                    ? OrderTimes.NotAhead(report.GoodUntil.Value) : null,
            report.Reason is { } reason ? FillCheck.Reason(reason) : null,
        ]);
    }

    /// <summary>Whether a report changes nothing: it was told before, or the order has gone on since.</summary>
    /// <param name="replacedStays">Whether the order that it replaced stays, as it was rejected: its fills are that one's.</param>
    /// <exception cref="InvalidRequestException">The order was filled, and cannot have ended otherwise or rest again.</exception>
    public static bool IsKnown(Order order, OrderReport report, bool replacedStays)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(report);
        var isSame = order.State == report.State || (report.State == OrderState.Working && order.State == OrderState.PartlyFilled);
        if (isSame && (report.VenueOrderId ?? order.VenueOrderId) == order.VenueOrderId && report.GoodUntil is null)
        {
            return true;
        }

        if (IsLate(order, report.At))
        {
            return true;
        }

        return order.State != OrderState.Filled || isSame || replacedStays ? false : throw InvalidRequestException.At(
            "state", report.State, "must not end or revive an order that was filled",
            $"The order '{order.ClientOrderId}' was filled at {InstantText.Seconds(order.Since)} and cannot be "
            + $"{report.State.ToString().ToLowerInvariant()} after that. Where a fill of it was wrong, correct the fill first.",
            "where a fill of it was wrong, correct the fill first");
    }

    private static FieldFault State(OrderReport report, string words) => new(
        "state", InvalidPlace.Text(report.State), "must be working, cancelled, expired or rejected", words);

    // The approval is of our clock: what the broker first says of an order is news, whatever its clock reads. Later it is news unless it is
    // older than what is known; an instant in whole seconds, as many brokers write it, stands for all of its second.
    private static bool IsLate(Order order, DateTimeOffset at) => order.State != OrderState.Approved
        && (at.Ticks % TimeSpan.TicksPerSecond == 0 ? at.AddSeconds(1) : at) < order.Since;

    /// <summary>Whether it brings an order back to life that was taken for ended: it rests at the broker, and held nothing.</summary>
    public static bool IsRevival(Order order, OrderReport report)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(report);
        return !order.IsOpen && report.State == OrderState.Working;
    }
}

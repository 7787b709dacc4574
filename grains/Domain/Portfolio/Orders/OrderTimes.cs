using OrleansAssets.AssetClasses;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>Until when an order that is at the broker holds its exposure.</summary>
public static class OrderTimes
{
    /// <summary>How far ahead an order may end: brokers keep none longer.</summary>
    public static readonly TimeSpan GoodUntilMax = TimeSpan.FromDays(366);

    /// <param name="hours">Of the order's market.</param>
    /// <param name="grace">
    /// How long the exposure is held beyond the end: what was filled in the last second is told a little later. An order that is filled at
    /// once or not at all holds it so long.
    /// </param>
    /// <returns>Null where its end has to be reported.</returns>
    public static DateTimeOffset? UntilOf(
        TimeInForce timeInForce, DateTimeOffset? goodUntil, MarketHours hours, DateTimeOffset now, TimeSpan grace) => timeInForce switch
        {
            _ when goodUntil is { } stated => Later(stated, now) + grace,
            TimeInForce.Ioc => now + grace,
            TimeInForce.Day => MarketCalendar.NextCloseAfter(hours, now) + grace,
            _ => null,
        };

    /// <summary>What is wrong with the times of an order; null where nothing is.</summary>
    public static FieldFault? FaultOf(OrderRequest order, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order switch
        {
            { TimeInForce: TimeInForce.Gtd, GoodUntil: null } =>
                new FieldFault(
                    "goodUntil", null, "must be given by an order that is good till a date",
                    "goodUntil is missing; an order that is good till a date gives the instant"),
            { TimeInForce: not TimeInForce.Gtd, GoodUntil: not null } =>
                new FieldFault(
                    "goodUntil", InvalidPlace.Text(order.GoodUntil), "must be left out, as only an order that is good till a date has one",
                    "goodUntil is given; only an order that is good till a date (gtd) has one"),
            { GoodUntil: { } until } when until <= now || until > now + GoodUntilMax => NotAhead(until),
            _ => null,
        };
    }

    /// <summary>The fault of an end that has passed or is too far.</summary>
    internal static FieldFault NotAhead(DateTimeOffset until) => new(
        "goodUntil", InvalidPlace.Text(until), $"must be an instant ahead of now, at most {GoodUntilMax.TotalDays:0} days",
        $"goodUntil is {InstantText.Seconds(until)}; give an instant ahead of now, at most {GoodUntilMax.TotalDays:0} days");

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}

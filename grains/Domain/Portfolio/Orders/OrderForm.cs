using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>
/// Refuses an order that makes no sense where it comes in, and tells each place that is wrong. What it refuses, and in which words, is what
/// <see cref="OrderCheck"/> refuses before any rule is asked.
/// </summary>
public static class OrderForm
{
    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    public static void Check(OrderRequest order)
    {
        ArgumentNullException.ThrowIfNull(order);
        FillCheck.Refuse("order", [
            IdCheck.FaultOf("clientOrderId", order.ClientOrderId),
            IdCheck.FaultOf("assetId", order.AssetId),
            order.StrategyId is { } strategy ? IdCheck.FaultOf("strategyId", strategy) : null,
            Enum.IsDefined(order.Side) ? null : new FieldFault(
                "side", InvalidPlace.Text((int)order.Side), "must be buy or sell",
                $"side {(int)order.Side} is neither buy (0) nor sell (1)"),
            (order.Quantity, order.Notional) switch
            {
                (null, null) => new FieldFault(
                    "quantity", null, "must be given, or notional: exactly one of the two",
                    "neither quantity nor notional is given; give exactly one"),
                (not null, not null) => new FieldFault(
                    "notional", InvalidPlace.Text(order.Notional), "must be left out where quantity is given",
                    "quantity and notional are both given; give exactly one"),
                _ => null,
            },
            Amount("quantity", order.Quantity, 0, OrderCheck.QuantityMax),
            Amount("notional", order.Notional, 0, OrderCheck.NotionalMax),
            Amount("limitPrice", order.LimitPrice, OrderCheck.PriceMin, OrderCheck.PriceMax),
            Amount("stopPrice", order.StopPrice, OrderCheck.PriceMin, OrderCheck.PriceMax),
            Amount("targetPrice", order.TargetPrice, OrderCheck.PriceMin, OrderCheck.PriceMax),
        ]);
    }

    private static FieldFault? Amount(string name, decimal? value, decimal min, decimal max)
    {
        if (value is not { } given || (given > 0 && given >= min && given <= max))
        {
            return null;
        }

        var (text, allowed) = (Amounts.Text(given), $"more than {Amounts.Text(min)} and at most {Amounts.Text(max)}");
        return new FieldFault(name, text, $"must be {allowed}", $"{name} is {text}; give {allowed}");
    }
}

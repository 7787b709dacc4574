using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>
/// Refuses an order that makes no sense, where it comes in and before any check is asked: all faults at once, each with its place.
/// </summary>
public static class OrderCheck
{
    public const decimal QuantityMax = 1_000_000_000_000m;
    public const decimal NotionalMax = 1_000_000_000_000m;
    public const decimal PriceMax = 1_000_000_000_000m;
    public const decimal PriceMin = 0.000_000_000_001m;

    /// <exception cref="InvalidRequestException">Names every fault.</exception>
    public static void Check(OrderRequest order)
    {
        ArgumentNullException.ThrowIfNull(order);
        FieldFault.Refuse("order", [
            IdCheck.FaultOf("clientOrderId", order.ClientOrderId),
            IdCheck.FaultOf("assetId", order.AssetId),
            order.StrategyId is { } strategy ? IdCheck.FaultOf("strategyId", strategy) : null,
            FieldFault.OfSide(order.Side),
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
            Amount("quantity", order.Quantity, 0, QuantityMax),
            Amount("notional", order.Notional, 0, NotionalMax),
            Amount("limitPrice", order.LimitPrice, PriceMin, PriceMax),
            Amount("stopPrice", order.StopPrice, PriceMin, PriceMax),
            Amount("targetPrice", order.TargetPrice, PriceMin, PriceMax),
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

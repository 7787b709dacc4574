using OrleansAssets.Domain.Assets;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>Refuses an order that makes no sense before any check is asked: all faults at once.</summary>
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
        var faults = Faults(order).ToList();
        if (faults.Count > 0)
        {
            throw new InvalidRequestException($"The order is refused: {string.Join("; ", faults)}.");
        }
    }

    private static IEnumerable<string> Faults(OrderRequest order)
    {
        string?[] faults =
        [
            IdCheck.FaultOf("clientOrderId", order.ClientOrderId),
            IdCheck.FaultOf("assetId", order.AssetId),
            order.StrategyId is { } strategy ? IdCheck.FaultOf("strategyId", strategy) : null,
            Enum.IsDefined(order.Side) ? null : $"side {(int)order.Side} is neither buy (0) nor sell (1)",
            (order.Quantity, order.Notional) switch
            {
                (null, null) => "neither quantity nor notional is given; give exactly one",
                (not null, not null) => "quantity and notional are both given; give exactly one",
                _ => null,
            },
            Amount("quantity", order.Quantity, 0, QuantityMax),
            Amount("notional", order.Notional, 0, NotionalMax),
            Amount("limitPrice", order.LimitPrice, PriceMin, PriceMax),
            Amount("stopPrice", order.StopPrice, PriceMin, PriceMax),
            Amount("targetPrice", order.TargetPrice, PriceMin, PriceMax),
        ];
        return faults.OfType<string>();
    }

    private static string? Amount(string name, decimal? value, decimal min, decimal max) =>
        value is not { } given || (given > 0 && given >= min && given <= max)
            ? null
            : $"{name} is {Amounts.Text(given)}; give more than {Amounts.Text(min)} and at most {Amounts.Text(max)}";
}

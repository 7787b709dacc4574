using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>A shadow portfolio rehearses one class.</summary>
public static class ShadowRules
{
    public static void RequireClass(string portfolioId, string assetId, AssetsConfiguration configuration)
    {
        if (Keys.ShadowClassOf(portfolioId) is { } classId
            && configuration.FindAsset(assetId) is { } asset && asset.ClassId != classId)
        {
            throw new InvalidRequestException(
                $"Portfolio '{portfolioId}' rehearses the class {classId}; {assetId} is of {asset.ClassId}: "
                + $"send the order to its own shadow portfolio.");
        }
    }
}

/// <summary>
/// How a shadow portfolio fills its approved orders: at once, whole, a buyer at the collected ask and a seller at the bid, worse by the
/// configured slippage, less the configured fee. A limit that the price does not reach is not filled; its reservation expires.
/// </summary>
public static class PaperFills
{
    public static Fill? Of(OrderDecision decision, Quote quote, ShadowSettings settings, DateTimeOffset now)
    {
        var isBuy = decision.Order.Side == OrderSide.Buy;
        var price = Rounding.Price(isBuy ? quote.Ask * (1 + settings.Slippage) : quote.Bid * (1 - settings.Slippage));
        var isReached = decision.Order.LimitPrice is not { } limit || (isBuy ? price <= limit : price >= limit);
        return decision.Outcome == DecisionOutcome.Rejected || decision.Quantity <= 0 || price <= 0 || !isReached
            ? null
            : new Fill(
                $"paper:{decision.DecisionId}",
                decision.Order.ClientOrderId,
                decision.Order.AssetId,
                decision.Order.Side,
                decision.Quantity,
                price,
                Rounding.Amount(decision.Quantity * price * settings.Fee),
                Currency: null,
                Rate: null,
                now,
                decision.Order.StrategyId);
    }
}

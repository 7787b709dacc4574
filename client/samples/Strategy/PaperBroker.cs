using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Samples.Strategy;

/// <summary>
/// Stands where your broker's API stands: it fills what was approved, at the other side of the quote. A fill has the broker's own id, so
/// that it counts once however often it is told.
/// </summary>
internal sealed class PaperBroker(TimeProvider clock)
{
    public Fill Execute(OrderDecision approved, Quote quote) => new(
        $"paper-{approved.Order.ClientOrderId}", approved.Order.ClientOrderId, approved.Order.AssetId, approved.Order.Side,
        approved.Quantity, approved.Order.Side == OrderSide.Buy ? quote.Ask : quote.Bid, Fee: 0, Currency: null, Rate: null,
        clock.GetUtcNow(), approved.Order.StrategyId);
}

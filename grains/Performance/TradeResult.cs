using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Performance;

/// <summary>What a closed trade brought, net of fees, on the UTC day of its closing.</summary>
/// <param name="ClassId">Class of its asset, null where the configuration does not have the asset.</param>
internal sealed record TradeResult(DateOnly Day, string AssetId, string? ClassId, string? StrategyId, decimal ProfitAndLoss)
{
    /// <exception cref="ArgumentException">The trade is open.</exception>
    public static TradeResult Of(Trade trade, string? classId)
    {
        if (trade is not { ClosedAt: { } closedAt, ExitPrice: { } exit })
        {
            throw new ArgumentException($"Trade '{trade.TradeId}' is open: it has no result yet.", nameof(trade));
        }

        var direction = trade.Side == TradeSide.Long ? 1 : -1;
        var result = ((exit - trade.EntryPrice) * trade.Quantity * direction) - trade.Fees;
        return new TradeResult(DateOnly.FromDateTime(closedAt.UtcDateTime), trade.AssetId, classId, trade.StrategyId, result);
    }
}

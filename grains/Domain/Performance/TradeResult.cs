using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Performance;

/// <summary>A trade of the ledger.</summary>
/// <param name="ClassId">Class of its asset, null where the configuration does not have the asset.</param>
public sealed record LedgerTrade(Trade Trade, string? ClassId);

/// <summary>What a closed trade brought, net of fees, on the UTC day of its closing.</summary>
public sealed record TradeResult(DateTimeOffset ClosedAt, decimal ProfitAndLoss, decimal Fees)
{
    public DateOnly Day => DateOnly.FromDateTime(ClosedAt.UtcDateTime);

    /// <exception cref="ArgumentException">The trade is open.</exception>
    public static TradeResult Of(Trade trade)
    {
        if (trade is not { ClosedAt: { } closedAt, ExitPrice: { } exit })
        {
            throw new ArgumentException($"Trade '{trade.TradeId}' is open: it has no result yet.", nameof(trade));
        }

        var direction = trade.Side == TradeSide.Long ? 1 : -1;
        return new TradeResult(closedAt, ((exit - trade.EntryPrice) * trade.Quantity * direction) - trade.Fees, trade.Fees);
    }
}

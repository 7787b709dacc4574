using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Performance;

/// <summary>Closed trades counted by their net results in currency. A break-even trade is not won, yet counts as a trade.</summary>
/// <param name="Gains">Sum of the results above 0.</param>
/// <param name="Losses">Sum of the results below 0.</param>
public sealed record TradeStatistics(int Closed, int Won, int Lost, decimal Gains, decimal Losses)
{
    public decimal NetProfit => Gains + Losses;

    public double? WinRate => Closed == 0 ? null : (double)Won / Closed;

    public double? ProfitFactor => Lost == 0 ? null : (double)Gains / -(double)Losses;

    public decimal? Expectancy => Closed == 0 ? null : NetProfit / Closed;

    public decimal? AverageWin => Won == 0 ? null : Gains / Won;

    public decimal? AverageLoss => Lost == 0 ? null : Losses / Lost;

    public static TradeStatistics Of(ReadOnlySpan<TradeResult> trades)
    {
        var (won, lost, gains, losses) = (0, 0, 0m, 0m);
        foreach (var trade in trades)
        {
            if (trade.ProfitAndLoss > 0)
            {
                (won, gains) = (won + 1, gains + trade.ProfitAndLoss);
            }
            else if (trade.ProfitAndLoss < 0)
            {
                (lost, losses) = (lost + 1, losses + trade.ProfitAndLoss);
            }
        }

        return new TradeStatistics(trades.Length, won, lost, gains, losses);
    }
}

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

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

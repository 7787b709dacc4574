using OrleansAssets.Performance;

namespace OrleansAssets.Domain.Performance;

/// <summary>What closed trades tell beyond their win rate. A break-even trade counts in every mean and ends both streaks.</summary>
public static class TradeDetails
{
    /// <param name="trades">By closing time, ascending.</param>
    /// <param name="counts">Of the same trades.</param>
    /// <param name="startEquity">Equity before the first of them; null where it is unknown or 0.</param>
    public static TradeFigures Of(ReadOnlySpan<TradeResult> trades, TradeStatistics counts, decimal? startEquity)
    {
        var (signs, results) = (new int[trades.Length], new double[trades.Length]);
        var (fees, best, worst) = (0m, 0m, 0m);
        for (var index = 0; index < trades.Length; index++)
        {
            var result = trades[index].ProfitAndLoss;
            (signs[index], results[index]) = (Math.Sign(result), (double)result);
            fees += trades[index].Fees;
            best = Math.Max(best, result);
            worst = Math.Min(worst, result);
        }

        var (won, lost) = (Streaks.Of(signs, 1), Streaks.Of(signs, -1));
        var payoff = (double?)counts.AverageWin / -(double?)counts.AverageLoss;
        var winRate = counts.WinRate ?? 0;
        var (drop, fraction) = ClosedDrawdown(trades, startEquity);
        return new TradeFigures(
            counts.Lost,
            counts.Closed - counts.Won - counts.Lost,
            counts.Gains,
            counts.Losses,
            counts.NetProfit,
            fees,
            counts.AverageWin,
            counts.AverageLoss,
            payoff,
            counts.Lost == 0 ? null : ((1 + (payoff ?? 0)) * winRate) - 1,
            counts.Won == 0 ? null : best,
            counts.Lost == 0 ? null : worst,
            won.Longest,
            lost.Longest,
            won.Current,
            SystemQuality(results),
            payoff is null ? null : winRate - ((1 - winRate) / payoff),
            drop,
            fraction);
    }

    private static double? SystemQuality(double[] results) =>
        Moments.Of(results) is { Deviation: > 0 } moments ? Math.Sqrt(moments.Count) * moments.Mean / moments.Deviation : null;

    /// <summary>Trades that close at the same instant are one step: their order among themselves is unknown.</summary>
    private static (decimal Drop, double? Fraction) ClosedDrawdown(ReadOnlySpan<TradeResult> trades, decimal? startEquity)
    {
        var (sum, peak, drop, fraction) = (0m, 0m, 0m, 0.0);
        for (var index = 0; index < trades.Length; index++)
        {
            sum += trades[index].ProfitAndLoss;
            if (index + 1 < trades.Length && trades[index + 1].ClosedAt == trades[index].ClosedAt)
            {
                continue;
            }

            peak = Math.Max(peak, sum);
            drop = Math.Min(drop, sum - peak);
            fraction = startEquity is > 0 and var start ? Math.Min(fraction, (double)(sum - peak) / (double)(start + peak)) : fraction;
        }

        return (drop, startEquity is > 0 ? fraction : null);
    }
}

using OrleansAssets.Performance;

namespace OrleansAssets.Grains.Performance;

/// <summary>What closed trades tell beyond their win rate. A break-even trade counts in every mean and ends both streaks.</summary>
internal static class TradeDetails
{
    /// <param name="trades">By closing time, ascending.</param>
    /// <param name="startEquity">Equity before the first of them; null where it is unknown or 0.</param>
    public static TradeFigures Of(IReadOnlyList<TradeResult> trades, decimal? startEquity)
    {
        var results = trades.Select(trade => trade.ProfitAndLoss).ToArray();
        var (wins, losses) = (results.Where(result => result > 0).ToArray(), results.Where(result => result < 0).ToArray());
        var signs = results.Select(result => Math.Sign(result)).ToArray();
        var (won, lost) = (Streaks.Of(signs, 1), Streaks.Of(signs, -1));
        decimal? averageWin = wins.Length == 0 ? null : wins.Sum() / wins.Length;
        decimal? averageLoss = losses.Length == 0 ? null : losses.Sum() / losses.Length;
        var payoff = (double?)averageWin / -(double?)averageLoss;
        var winRate = trades.Count == 0 ? 0 : (double)wins.Length / trades.Count;
        var (drop, fraction) = ClosedDrawdown(trades, startEquity);
        return new TradeFigures(
            losses.Length,
            results.Length - wins.Length - losses.Length,
            wins.Sum(),
            losses.Sum(),
            results.Sum(),
            trades.Sum(trade => trade.Fees),
            averageWin,
            averageLoss,
            payoff,
            averageLoss is null ? null : ((1 + (payoff ?? 0)) * winRate) - 1,
            wins.Length == 0 ? null : wins.Max(),
            losses.Length == 0 ? null : losses.Min(),
            won.Longest,
            lost.Longest,
            won.Current,
            SystemQuality(results),
            payoff is null ? null : winRate - ((1 - winRate) / payoff),
            drop,
            fraction);
    }

    private static double? SystemQuality(decimal[] results) =>
        Moments.Of([.. results.Select(result => (double)result)]) is { Deviation: > 0 } moments
            ? Math.Sqrt(moments.Count) * moments.Mean / moments.Deviation
            : null;

    /// <summary>Trades that close at the same instant are one step: their order among themselves is unknown.</summary>
    private static (decimal Drop, double? Fraction) ClosedDrawdown(IReadOnlyList<TradeResult> trades, decimal? startEquity)
    {
        var (sum, peak, drop, fraction) = (0m, 0m, 0m, 0.0);
        foreach (var step in trades.GroupBy(trade => trade.ClosedAt).OrderBy(group => group.Key))
        {
            sum += step.Sum(trade => trade.ProfitAndLoss);
            peak = Math.Max(peak, sum);
            drop = Math.Min(drop, sum - peak);
            fraction = startEquity is > 0 ? Math.Min(fraction, (double)((sum - peak) / (startEquity.Value + peak))) : fraction;
        }

        return (drop, startEquity is > 0 ? fraction : null);
    }
}

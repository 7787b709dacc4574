namespace OrleansAssets.Grains.Performance;

/// <summary>Statistics of closed trades by their net results in currency. A break-even trade is not won, yet counts as a trade.</summary>
internal sealed record TradeStatistics(int Closed, int Won, double? WinRate, double? ProfitFactor, decimal? Expectancy)
{
    public static TradeStatistics Of(IReadOnlyCollection<decimal> results)
    {
        var won = results.Count(result => result > 0);
        var (gains, losses) = (results.Where(result => result > 0).Sum(), -results.Where(result => result < 0).Sum());
        return results.Count == 0
            ? new TradeStatistics(0, 0, null, null, null)
            : new TradeStatistics(
                results.Count,
                won,
                (double)won / results.Count,
                losses > 0 ? (double)gains / (double)losses : null,
                results.Sum() / results.Count);
    }
}

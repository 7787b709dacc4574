namespace OrleansAssets.Grains.Performance;

/// <summary>
/// Statistics of simple daily returns, as fractions; a figure that is undefined is null. Deviations are of the sample (n - 1)
/// and computed in two passes; the risk-free rate is 0; the first peak of a drawdown is the value before the first return.
/// </summary>
internal sealed record ReturnStatistics(
    int Days,
    double TotalReturn,
    double? AnnualisedReturn,
    double? Volatility,
    double? Sharpe,
    double? Sortino,
    double MaxDrawdown,
    double? Calmar,
    int LongestDrawdownDays,
    bool Ruined)
{
    /// <summary>A deviation below this share of the largest return is rounding noise of equal returns.</summary>
    private const double NoiseShare = 1e-12;

    /// <param name="firstDay">The day of the value that the first return starts from.</param>
    /// <param name="returns">The returns with their days, ascending.</param>
    /// <param name="periodsPerYear">How many returns a year of this record holds.</param>
    /// <exception cref="ArgumentException">A return is no finite number.</exception>
    public static ReturnStatistics Of(DateOnly firstDay, IReadOnlyList<(DateOnly Day, double Return)> returns, int periodsPerYear)
    {
        if (returns.Any(entry => !double.IsFinite(entry.Return)))
        {
            throw new ArgumentException("A daily return is no finite number: drop the day or mend the record.", nameof(returns));
        }

        var growth = returns.Aggregate(1.0, (value, entry) => value * (1 + entry.Return));
        var ruined = returns.Any(entry => entry.Return < -1);
        var mean = returns.Count == 0 ? 0 : returns.Sum(entry => entry.Return) / returns.Count;
        var deviation = Deviation(returns, mean);
        var downside = Math.Sqrt(returns.Sum(entry => Math.Pow(Math.Min(entry.Return, 0), 2)) / Math.Max(1, returns.Count));
        var root = Math.Sqrt(periodsPerYear);
        var (maxDrawdown, longestDays) = Drawdown(firstDay, returns);
        var annualised = returns.Count == 0 || ruined ? null : Finite(Math.Pow(growth, (double)periodsPerYear / returns.Count) - 1);
        return new ReturnStatistics(
            returns.Count,
            growth - 1,
            annualised,
            deviation * root,
            deviation is > 0 ? Finite(mean / deviation.Value * root) : null,
            returns.Count > 1 && downside > 0 ? Finite(mean / downside * root) : null,
            maxDrawdown,
            maxDrawdown < 0 && annualised is { } yearly ? yearly / -maxDrawdown : null,
            longestDays,
            ruined);
    }

    private static double? Deviation(IReadOnlyList<(DateOnly Day, double Return)> returns, double mean)
    {
        if (returns.Count < 2)
        {
            return null;
        }

        var deviation = Math.Sqrt(returns.Sum(entry => Math.Pow(entry.Return - mean, 2)) / (returns.Count - 1));
        return deviation <= NoiseShare * returns.Max(entry => Math.Abs(entry.Return)) ? 0 : deviation;
    }

    private static (double Lowest, int LongestDays) Drawdown(DateOnly firstDay, IReadOnlyList<(DateOnly Day, double Return)> returns)
    {
        var (value, peak, peakDay, lowest, longest, below) = (1.0, 1.0, firstDay, 0.0, 0, false);
        foreach (var (day, change) in returns)
        {
            value *= 1 + change;
            // Back at the old peak, but for the last bit of a double, is recovered.
            var recovered = value >= peak * (1 - NoiseShare);
            longest = below || !recovered ? Math.Max(longest, day.DayNumber - peakDay.DayNumber) : longest;
            below = !recovered;
            (peak, peakDay) = recovered ? (Math.Max(peak, value), day) : (peak, peakDay);
            lowest = recovered ? lowest : Math.Min(lowest, (value / peak) - 1);
        }

        return (lowest, longest);
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

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
    double? DownsideDeviation,
    double? Sharpe,
    double? Sortino,
    Drawdowns Drawdowns,
    double? Calmar,
    bool Ruined)
{
    public double MaxDrawdown => Drawdowns.Deepest;

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

        var values = returns.Select(entry => entry.Return).ToArray();
        var growth = values.Aggregate(1.0, (value, change) => value * (1 + change));
        var ruined = values.Any(value => value < -1);
        var moments = Moments.Of(values);
        var downside = values.Length == 0 ? (double?)null : Math.Sqrt(values.Sum(value => value < 0 ? value * value : 0) / values.Length);
        var root = Math.Sqrt(periodsPerYear);
        var drawdowns = Drawdowns.Of(firstDay, returns);
        var annualised = values.Length == 0 || ruined ? null : Finite(Math.Pow(growth, (double)periodsPerYear / values.Length) - 1);
        return new ReturnStatistics(
            values.Length,
            growth - 1,
            annualised,
            moments.Deviation * root,
            downside * root,
            moments.Deviation is > 0 and var deviation ? Finite(moments.Mean / deviation * root) : null,
            values.Length > 1 && downside > 0 ? Finite(moments.Mean / downside.Value * root) : null,
            drawdowns,
            drawdowns.Deepest < 0 && annualised is { } yearly ? yearly / -drawdowns.Deepest : null,
            ruined);
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}

namespace OrleansAssets.Domain.Performance;

/// <summary>
/// Statistics of simple daily returns, as fractions; a figure that is undefined is null. Deviations are of the sample (n - 1)
/// and computed in two passes; the risk-free rate is 0; the first peak of a drawdown is the value before the first return.
/// </summary>
public sealed record ReturnStatistics(
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
    /// <param name="results">The days with their returns, ascending.</param>
    /// <param name="periodsPerYear">How many returns a year of this record holds.</param>
    /// <exception cref="ArgumentException">A return is no finite number.</exception>
    public static ReturnStatistics Of(DateOnly firstDay, ReadOnlySpan<DailyResult> results, int periodsPerYear)
    {
        var values = new double[results.Length];
        var (growth, lossSquares, ruined) = (1.0, 0.0, false);
        for (var index = 0; index < values.Length; index++)
        {
            var value = values[index] = results[index].Return;
            if (!double.IsFinite(value))
            {
                throw new ArgumentException("A daily return is no finite number: drop the day or mend the record.", nameof(results));
            }

            growth *= 1 + value;
            lossSquares += value < 0 ? value * value : 0;
            ruined |= value < -1;
        }

        var moments = Moments.Of(values);
        var downside = values.Length == 0 ? (double?)null : Math.Sqrt(lossSquares / values.Length);
        var root = Math.Sqrt(periodsPerYear);
        var drawdowns = Drawdowns.Of(firstDay, results);
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

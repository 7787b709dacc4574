namespace OrleansAssets.Domain.Performance;

/// <summary>Mean and sample deviation (n - 1) of returns, in two passes.</summary>
/// <param name="Deviation">0 where it is rounding noise of equal returns; null of fewer than two.</param>
public sealed record Moments(int Count, double Mean, double? Deviation)
{
    /// <summary>A deviation below this share of the largest return is rounding noise of equal returns.</summary>
    public const double NoiseShare = 1e-12;

    public static Moments Of(ReadOnlySpan<double> returns)
    {
        var (sum, largest, squares) = (0.0, 0.0, 0.0);
        foreach (var value in returns)
        {
            sum += value;
            largest = Math.Max(largest, Math.Abs(value));
        }

        if (returns.Length < 2)
        {
            return new Moments(returns.Length, sum, null);
        }

        var mean = sum / returns.Length;
        foreach (var value in returns)
        {
            squares += (value - mean) * (value - mean);
        }

        var deviation = Math.Sqrt(squares / (returns.Length - 1));
        return new Moments(returns.Length, mean, deviation <= NoiseShare * largest ? 0 : deviation);
    }
}

namespace OrleansAssets.Grains.Performance;

/// <summary>Mean and sample deviation (n - 1) of returns, in two passes.</summary>
/// <param name="Deviation">0 where it is rounding noise of equal returns; null of fewer than two.</param>
internal sealed record Moments(int Count, double Mean, double? Deviation)
{
    /// <summary>A deviation below this share of the largest return is rounding noise of equal returns.</summary>
    public const double NoiseShare = 1e-12;

    public static Moments Of(IReadOnlyList<double> returns)
    {
        if (returns.Count == 0)
        {
            return new Moments(0, 0, null);
        }

        var mean = returns.Sum() / returns.Count;
        if (returns.Count == 1)
        {
            return new Moments(1, mean, null);
        }

        var deviation = Math.Sqrt(returns.Sum(value => (value - mean) * (value - mean)) / (returns.Count - 1));
        return new Moments(returns.Count, mean, deviation <= NoiseShare * returns.Max(Math.Abs) ? 0 : deviation);
    }
}

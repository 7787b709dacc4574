using Reference = MathNet.Numerics.Statistics.Correlation;

namespace OrleansAssets.Domain.Performance;

/// <summary>Pearson correlation of two return series.</summary>
public static class Correlation
{
    /// <summary>Below this many observations a coefficient says nothing: of two it is always 1 or -1.</summary>
    public const int MinimumObservations = 20;

    /// <summary>
    /// The coefficient of two series; null where it is undefined: with fewer observations than the minimum, or where one of them never
    /// changes.
    /// </summary>
    /// <param name="left">Returns of the same days as the other's: <see cref="AlignedReturns.Series"/>.</param>
    /// <exception cref="ArgumentException">The series differ in length, or a return is not a number.</exception>
    public static double? Of(double[] left, double[] right, int minimumObservations = MinimumObservations)
    {
        if (left.Length != right.Length)
        {
            throw new ArgumentException("The series differ in length: align their prices on common days first.", nameof(right));
        }

        if (!left.All(double.IsFinite) || !right.All(double.IsFinite))
        {
            throw new ArgumentException("A return is no finite number: drop its day from both series.", nameof(left));
        }

        return left.Length >= Math.Max(2, minimumObservations) && Scaled(left) is { } one && Scaled(right) is { } other
            ? Math.Clamp(Reference.Pearson(one, other), -1, 1)
            : null;
    }

    // By the largest value, so that squares of tiny returns do not vanish; null where all that differs is rounding noise.
    private static double[]? Scaled(double[] returns)
    {
        var largest = returns.Max(Math.Abs);
        double[] scaled = [.. returns.Select(value => largest > 0 ? value / largest : 0)];
        return Moments.Of(scaled).Deviation > 0 ? scaled : null;
    }
}

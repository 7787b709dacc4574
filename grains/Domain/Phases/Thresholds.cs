using System.Globalization;
using OrleansAssets.Phases;

namespace OrleansAssets.Domain.Phases;

/// <summary>Compares a value with a threshold, and says it in words.</summary>
public static class Thresholds
{
    // A ratio of two counts that equals the threshold in decimal may differ from it by a bit in binary.
    private const double Dust = 1e-12;

    public static bool IsMet(Direction direction, double value, double threshold)
    {
        var equal = Math.Abs(value - threshold) <= Dust * Math.Max(1, Math.Abs(threshold));
        return direction switch
        {
            Direction.AtLeast => value > threshold || equal,
            Direction.MoreThan => value > threshold && !equal,
            Direction.AtMost => value < threshold || equal,
            Direction.LessThan => value < threshold && !equal,
            _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, "Unknown direction."),
        };
    }

    public static string Words(Direction direction) => direction switch
    {
        Direction.AtLeast => "at least",
        Direction.MoreThan => "more than",
        Direction.AtMost => "at most",
        _ => "less than",
    };

    /// <summary>Up to four decimals.</summary>
    public static string Text(double value) => value.ToString("#,0.####", CultureInfo.InvariantCulture);

    /// <summary>A fraction as a percentage with up to two decimals.</summary>
    public static string Percent(double fraction) => (fraction * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
}

using System.Globalization;
using System.Runtime.InteropServices;

namespace OrleansAssets.Pages.Charts;

/// <summary>Places values of one axis on a drawing, and picks round values for its lines.</summary>
/// <param name="From">Value at <paramref name="Start"/>.</param>
/// <param name="To">Value at <paramref name="End"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ChartScale(double From, double To, double Start, double End)
{
    private const int LinesWanted = 4;

    public double At(double value) => To == From ? (Start + End) / 2 : Start + ((value - From) / (To - From) * (End - Start));

    /// <summary>The same as a coordinate of a drawing.</summary>
    public string X(double value) => Text(At(value));

    /// <summary>Round values between both ends: 1, 2 or 5 times a power of ten apart.</summary>
    public IEnumerable<double> Lines()
    {
        var span = Math.Abs(To - From);
        if (span <= 0 || !double.IsFinite(span))
        {
            yield break;
        }

        var raw = span / LinesWanted;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * ((raw / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
        var low = Math.Min(From, To);
        for (var line = Math.Ceiling(low / step) * step; line <= Math.Max(From, To) + (step / 1e6); line += step)
        {
            yield return line;
        }
    }

    /// <summary>A little room above and below the values.</summary>
    public static (double Low, double High) Range(IReadOnlyCollection<double> values, double room = 0.05)
    {
        if (values.Count == 0)
        {
            return (0, 1);
        }

        var (low, high) = (values.Min(), values.Max());
        var margin = high > low ? (high - low) * room : Math.Max(Math.Abs(high) * room, 1e-9);
        return (low - margin, high + margin);
    }

    public static string Text(double coordinate) => coordinate.ToString("0.##", CultureInfo.InvariantCulture);
}

namespace OrleansAssets.Domain.Performance;

/// <summary>Drawdowns of a value that starts at 1; the start is the first peak. Depths are fractions, 0 or less.</summary>
public sealed record Drawdowns(
    double Deepest, DateOnly? PeakDay, DateOnly? BottomDay, DateOnly? RecoveryDay, int LongestDays, double Current, double SquareSum)
{
    /// <param name="firstDay">The day of the value that the first return starts from.</param>
    /// <param name="results">The days with their returns, ascending.</param>
    public static Drawdowns Of(DateOnly firstDay, ReadOnlySpan<DailyResult> results)
    {
        var (value, peak, peakDay, below) = (1.0, 1.0, firstDay, false);
        var (deepest, depth, squares, longestDays) = (0.0, 0.0, 0.0, 0);
        var (deepestPeak, bottom, recovery) = ((DateOnly?)null, (DateOnly?)null, (DateOnly?)null);
        foreach (var (day, _, change) in results)
        {
            value *= 1 + change;
            // Back at the old peak, but for the last bit of a double, is recovered.
            var recovered = value >= peak * (1 - Moments.NoiseShare);
            depth = recovered ? 0 : (value / peak) - 1;
            squares += depth * depth;
            longestDays = below || !recovered ? Math.Max(longestDays, day.DayNumber - peakDay.DayNumber) : longestDays;
            if (depth < deepest)
            {
                (deepest, deepestPeak, bottom, recovery) = (depth, peakDay, day, null);
            }
            else if (recovered && below && bottom is not null)
            {
                recovery ??= day;
            }

            below = !recovered;
            (peak, peakDay) = recovered ? (Math.Max(peak, value), day) : (peak, peakDay);
        }

        return new Drawdowns(deepest, deepestPeak, bottom, recovery, longestDays, depth, squares);
    }
}

namespace OrleansAssets.Grains.Performance;

/// <summary>Drawdowns of a value that starts at 1; the start is the first peak. Depths are fractions, 0 or less.</summary>
internal sealed record Drawdowns(
    double Deepest, DateOnly? PeakDay, DateOnly? BottomDay, DateOnly? RecoveryDay, int LongestDays, double Current, double SquareSum)
{
    /// <param name="firstDay">The day of the value that the first return starts from.</param>
    /// <param name="returns">The returns with their days, ascending.</param>
    public static Drawdowns Of(DateOnly firstDay, IReadOnlyList<(DateOnly Day, double Return)> returns)
    {
        var (value, peak, peakDay, below) = (1.0, 1.0, firstDay, false);
        var found = new Drawdowns(0, null, null, null, 0, 0, 0);
        foreach (var (day, change) in returns)
        {
            value *= 1 + change;
            // Back at the old peak, but for the last bit of a double, is recovered.
            var recovered = value >= peak * (1 - Moments.NoiseShare);
            var depth = recovered ? 0 : (value / peak) - 1;
            found = found with
            {
                Current = depth,
                SquareSum = found.SquareSum + (depth * depth),
                LongestDays = below || !recovered ? Math.Max(found.LongestDays, day.DayNumber - peakDay.DayNumber) : found.LongestDays,
            };
            if (depth < found.Deepest)
            {
                found = found with { Deepest = depth, PeakDay = peakDay, BottomDay = day, RecoveryDay = null };
            }
            else if (recovered && found is { BottomDay: not null, RecoveryDay: null } && below)
            {
                found = found with { RecoveryDay = day };
            }

            below = !recovered;
            (peak, peakDay) = recovered ? (Math.Max(peak, value), day) : (peak, peakDay);
        }

        return found;
    }
}

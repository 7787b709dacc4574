namespace OrleansAssets.Domain.RiskModel;

/// <summary>
/// Wilder's average directional index: how strong a trend is, 0 to 100, whichever way it goes. True ranges and directional moves are summed
/// over the first period and then smoothed (s - s / n + x); the index is the mean of its first n values and then smoothed likewise.
/// </summary>
public static class DirectionalIndex
{
    public const int PeriodDays = 14;

    /// <summary>The index at the last bar; null with fewer than 2 n bars.</summary>
    public static double? Of(IReadOnlyList<DailyBar> bars, int period = PeriodDays)
    {
        if (bars.Count < 2 * period)
        {
            return null;
        }

        var (range, up, down) = (0.0, 0.0, 0.0);
        var (index, sum) = (0.0, 0.0);
        for (var day = 1; day < bars.Count; day++)
        {
            var (trueRange, upMove, downMove) = Moves(bars[day - 1], bars[day]);
            var keep = day <= period ? 1 : 1 - (1.0 / period);
            (range, up, down) = ((range * keep) + trueRange, (up * keep) + upMove, (down * keep) + downMove);
            if (day < period)
            {
                continue;
            }

            var strength = Strength(range, up, down);
            // The first index stands where n strengths are there: at bar 2 n - 1.
            (sum, index) = day < 2 * period
                ? (sum + strength, (sum + strength) / period)
                : (sum, ((index * (period - 1)) + strength) / period);
        }

        return index;
    }

    private static (double TrueRange, double Up, double Down) Moves(DailyBar before, DailyBar bar)
    {
        var trueRange = Math.Max(bar.High - bar.Low, Math.Max(Math.Abs(bar.High - before.Close), Math.Abs(bar.Low - before.Close)));
        var (up, down) = (bar.High - before.High, before.Low - bar.Low);
        return (trueRange, up > down && up > 0 ? up : 0, down > up && down > 0 ? down : 0);
    }

    private static double Strength(double range, double up, double down)
    {
        var (plus, minus) = range > 0 ? (up / range, down / range) : (0, 0);
        return plus + minus > 0 ? 100 * Math.Abs(plus - minus) / (plus + minus) : 0;
    }
}

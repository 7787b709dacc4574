namespace OrleansAssets.Domain.RiskModel;

/// <summary>Kaufman's efficiency ratio: the net move of n days by the sum of the daily moves; 1 is a straight line, 0 a circle.</summary>
public static class EfficiencyRatio
{
    public const int PeriodDays = 20;

    /// <summary>The ratio at the last close; null with n closes or fewer.</summary>
    public static double? Of(IReadOnlyList<DailyBar> bars, int period = PeriodDays)
    {
        if (bars.Count <= period)
        {
            return null;
        }

        var path = 0.0;
        for (var day = bars.Count - period; day < bars.Count; day++)
        {
            path += Math.Abs(bars[day].Close - bars[day - 1].Close);
        }

        return path > 0 ? Math.Abs(bars[^1].Close - bars[^(period + 1)].Close) / path : 0;
    }
}

namespace OrleansAssets.Sandbox.World;

/// <summary>A share's report on a quarter: 50 to 58 days after its end, on a weekday, the same at every vendor that knows it.</summary>
internal sealed record SyntheticEarnings(DateOnly QuarterEnd, DateOnly ReportsOn, bool IsAfterClose, decimal Estimate)
{
    /// <summary>The reports of quarters that end about a date: three past ones and three to come; none of a fund.</summary>
    public static IEnumerable<SyntheticEarnings> About(SyntheticAsset asset, DateOnly today)
    {
        var quarter = new DateOnly(today.Year, ((today.Month - 1) / 3 * 3) + 1, 1);
        return Enumerable.Range(-3, asset.Id is "TQQQ" or "SOXL" or "UVXY" ? 0 : 6)
            .Select(index => Of(asset, quarter.AddMonths(3 * index).AddDays(-1)));
    }

    private static SyntheticEarnings Of(SyntheticAsset asset, DateOnly quarterEnd)
    {
        var noise = Noise.Of(asset.Id).Child(13).Child(quarterEnd.DayNumber);
        var date = quarterEnd.AddDays(50 + (int)(noise.Uniform(0) * 8));
        while (!TradingCalendar.IsTradingDay(TradingHours.NewYork, date))
        {
            date = date.AddDays(1);
        }

        return new SyntheticEarnings(
            quarterEnd, date, noise.Uniform(1) < 0.7, Math.Round(asset.StartPrice * 0.01m * (decimal)(0.5 + noise.Uniform(2)), 2));
    }
}

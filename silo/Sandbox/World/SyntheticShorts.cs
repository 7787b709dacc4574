namespace OrleansAssets.Sandbox.World;

/// <summary>Shares of an asset sold short at a settlement, the same at every vendor that reports them.</summary>
internal sealed record SyntheticShorts(DateOnly Settled, long Shares, long PreviousShares, long DailyVolume)
{
    /// <summary>Trading days between a settlement and its publication.</summary>
    private const int PublicationDays = 8;

    private const int MidMonth = 15;

    /// <summary>Days of average volume that buying them back would take.</summary>
    public decimal DaysToCover => Math.Round(Shares / (decimal)DailyVolume, 2);

    /// <summary>The settlements of an asset that are published, from a date on, oldest first.</summary>
    public static IEnumerable<SyntheticShorts> Published(SyntheticAsset asset, DateOnly from, DateOnly today)
    {
        var (month, found) = (new DateOnly(from.Year, from.Month, 1), true);
        for (; found; month = month.AddMonths(1))
        {
            foreach (var settled in new[] { SettlementOf(month.AddDays(MidMonth - 1)), SettlementOf(month.AddMonths(1).AddDays(-1)) })
            {
                found = IsPublished(settled, today);
                if (found && settled >= from)
                {
                    yield return At(asset, settled);
                }
            }
        }
    }

    /// <summary>The short interest at a settlement.</summary>
    public static SyntheticShorts At(SyntheticAsset asset, DateOnly settled)
        => new(settled, SharesAt(asset, settled), SharesAt(asset, settled.AddDays(-MidMonth)), asset.DailyVolume);

    /// <summary>Whether a date is one of the two settlements of its month and its figures are out.</summary>
    public static bool IsSettlementPublished(DateOnly date, DateOnly today)
        => (date == SettlementOf(new DateOnly(date.Year, date.Month, MidMonth))
            || date == SettlementOf(new DateOnly(date.Year, date.Month, 1).AddMonths(1).AddDays(-1))) && IsPublished(date, today);

    private static DateOnly SettlementOf(DateOnly nominal)
        => TradingCalendar.IsTradingDay(TradingHours.NewYork, nominal)
            ? nominal : TradingCalendar.TradingDayBefore(TradingHours.NewYork, nominal);

    private static bool IsPublished(DateOnly settled, DateOnly today)
    {
        var days = 0;
        for (var date = today; date > settled && days < PublicationDays; date = date.AddDays(-1))
        {
            days += TradingCalendar.IsTradingDay(TradingHours.NewYork, date) ? 1 : 0;
        }

        return days >= PublicationDays;
    }

    /// <summary>One to eight days of volume, drifting over months.</summary>
    private static long SharesAt(SyntheticAsset asset, DateOnly date)
        => (long)(asset.DailyVolume * Math.Clamp(3.5 + (1.3 * Noise.Of(asset.Id).Child(8).Smooth(date.DayNumber / 45.0)), 0.5, 8));
}

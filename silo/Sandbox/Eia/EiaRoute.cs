using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Sandbox.Eia;

/// <summary>A route of EIA and when its rows become known.</summary>
/// <param name="ReleaseDays">Days from a period's date to its release.</param>
/// <param name="ReleaseTime">New York's clock.</param>
internal sealed record EiaRoute(string Frequency, string Units, int ReleaseDays, TimeOnly ReleaseTime, params string[] Series)
{
    private static readonly TimeOnly MidMorning = new(10, 30);

    /// <summary>A route by its path; null where the sandbox has none.</summary>
    public static EiaRoute? Find(string path) => path switch
    {
        "natural-gas/stor/wkly" => new("weekly", "BCF", ReleaseDays: 6, MidMorning, "NW2_EPG0_SWO_R48_BCF"),
        "petroleum/stoc/wstk" => new("weekly", "MBBL", ReleaseDays: 5, MidMorning, "WCESTUS1", "WGTSTUS1", "WDISTUS1"),
        "natural-gas/pri/fut" => new("daily", "$/MMBTU", ReleaseDays: 1, MidMorning, "RNGWHHD"),
        "petroleum/pri/spt" => new("daily", "$/BBL", ReleaseDays: 1, MidMorning, "RWTC", "RBRTE"),
        _ => null,
    };

    /// <summary>The periods of a series that are known by now, oldest first, with their values.</summary>
    public IEnumerable<(DateOnly Period, decimal Value)> Rows(string series, DateOnly start, DateOnly end, DateTimeOffset now)
    {
        if (!Series.Contains(series, StringComparer.Ordinal) || SyntheticEconomy.FindEnergy(series) is not { } on)
        {
            yield break;
        }

        var date = start < SyntheticMarket.FirstDay ? SyntheticMarket.FirstDay : start;
        for (; date <= end && NewYorkTime.InstantOf(date.AddDays(ReleaseDays), ReleaseTime) <= now; date = date.AddDays(1))
        {
            var isPeriod = Frequency == "weekly"
                ? date.DayOfWeek == DayOfWeek.Friday
                : TradingCalendar.IsTradingDay(TradingHours.NewYork, date);
            if (isPeriod && on(date) is { } value)
            {
                yield return (date, value);
            }
        }
    }
}

using OrleansAssets.Domain.Calendars;
using OrleansAssets.Sandbox.World;

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

/// <summary>The parameters of a request for rows.</summary>
/// <param name="Series">The facet; the sandbox serves one at a time.</param>
/// <param name="HasValue">Whether <c>data[0]=value</c> was sent; without it rows have no value.</param>
internal sealed record EiaQuery(string Series, DateOnly Start, DateOnly End, bool IsDescending, int Offset, int Length, bool HasValue)
{
    private const int LengthMax = 5000;

    /// <summary>Reads them; null with the error that the vendor states.</summary>
    public static EiaQuery? TryRead(IQueryCollection query, string frequency, DateOnly today, out string error)
    {
        var start = query.Has("start") ? query.Date("start") : SyntheticMarket.FirstDay;
        var end = query.Has("end") ? query.Date("end") : today;
        var offset = query.Has("offset") ? query.Whole("offset") : 0;
        var length = query.Has("length") ? query.Whole("length") : LengthMax;
        error = query["frequency"].ToString() is { Length: > 0 } asked && asked != frequency
                ? $"Invalid frequency '{asked}' provided. The only valid frequencies are '{frequency}'."
            : start is null || end is null ? "Invalid date provided. The format of the frequency is YYYY-MM-DD."
            : offset is null ? "Invalid offset provided. It must be a number."
            : length is null or 0 ? "Invalid length provided. It must be a number from 1 to 5000."
            : string.Empty;
        return error.Length > 0 ? null : new EiaQuery(
            query["facets[series][]"].ToString(), start!.Value, end!.Value, query["sort[0][direction]"] == "desc", offset!.Value,
            Math.Min(length!.Value, LengthMax), query["data[0]"] == "value" || query["data[]"] == "value");
    }
}

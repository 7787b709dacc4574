using System.Collections.Immutable;
using OrleansAssets.Sandbox.World;

namespace OrleansAssets.Sandbox.Fred;

/// <summary>When the synthetic offices publish. As at FRED, some are dated every day because a rate is carried forward.</summary>
internal static class FredSchedule
{
    private static readonly ImmutableArray<(int Id, string Name, Func<DateOnly, bool> IsDue)> Releases =
    [
        (9, "Advance Monthly Sales for Retail and Food Services", date => IsMonthly(date, 15)),
        (10, "Consumer Price Index", date => IsMonthly(date, 11)),
        (13, "G.17 Industrial Production and Capacity Utilization", date => IsMonthly(date, 16)),
        (18, "H.15 Selected Interest Rates", IsWeekday),
        (27, "New Residential Construction", date => IsMonthly(date, 17)),
        (46, "Producer Price Index", date => IsMonthly(date, 12)),
        (50, "Employment Situation", date => date.DayOfWeek == DayOfWeek.Friday && date.Day <= 7),
        (53, "Gross Domestic Product", date => IsMonthly(date, 26)),
        (54, "Personal Income and Outlays", date => IsMonthly(date, 27)),
        (101, "FOMC Press Release", _ => true),
        (180, "Unemployment Insurance Weekly Claims Report", date => date.DayOfWeek == DayOfWeek.Thursday),
        (192, "Job Openings and Labor Turnover Survey", date => IsMonthly(date, 8)),
    ];

    /// <summary>Release dates of a range, both ends included, by date and then by release.</summary>
    public static IEnumerable<(DateOnly Date, int Id, string Name)> Between(DateOnly first, DateOnly last)
    {
        for (var date = first < SyntheticMarket.FirstDay ? SyntheticMarket.FirstDay : first; date <= last; date = date.AddDays(1))
        {
            foreach (var release in Releases)
            {
                if (release.IsDue(date))
                {
                    yield return (date, release.Id, release.Name);
                }
            }
        }
    }

    private static bool IsWeekday(DateOnly date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    /// <summary>The first weekday of the month from a day on.</summary>
    private static bool IsMonthly(DateOnly date, int day)
    {
        var due = new DateOnly(date.Year, date.Month, day);
        while (!IsWeekday(due))
        {
            due = due.AddDays(1);
        }

        return due == date;
    }
}

/// <summary>The parameters that FRED's two addresses share or have alone.</summary>
internal sealed record FredQuery(
    string SeriesId, DateOnly? ObservationStart, DateOnly? RealtimeStart, DateOnly? RealtimeEnd, bool IncludesComing, bool IsDescending,
    int Offset, int? Limit)
{
    /// <summary>Reads them; null with the name of the one that is bad.</summary>
    public static FredQuery? TryRead(IQueryCollection query, out string bad)
    {
        bad = Array.Find(["observation_start", "realtime_start", "realtime_end"], name => query.Has(name) && query.Date(name) is null)
            ?? Array.Find(["offset", "limit"], name => query.Has(name) && query.Whole(name) is null)
            ?? (query["sort_order"].ToString() is "" or "asc" or "desc" ? string.Empty : "sort_order");
        var isDescending = query["sort_order"] == "desc" || (query["sort_order"].ToString().Length == 0 && !query.ContainsKey("series_id"));
        return bad.Length > 0 ? null : new FredQuery(
            query["series_id"].ToString(), query.Date("observation_start"), query.Date("realtime_start"),
            query.Date("realtime_end"),
            query["include_release_dates_with_no_data"] == "true", isDescending, query.Whole("offset") ?? 0, query.Whole("limit"));
    }
}

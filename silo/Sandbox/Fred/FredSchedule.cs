using System.Collections.Immutable;

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

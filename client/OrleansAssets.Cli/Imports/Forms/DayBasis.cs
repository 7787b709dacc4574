using OrleansAssets.Domain.Calendars;

namespace OrleansAssets.Cli.Imports.Forms;

/// <summary>When the days of daily bars begin, and so which date a time stands for. Ours open at 00:00Z of the date they bear.</summary>
/// <param name="Code">As <c>--day-begins</c> takes it.</param>
/// <param name="About">For people.</param>
internal sealed record DayBasis(string Code, string About, TimeZoneInfo Zone, TimeOnly Begins)
{
    public static DayBasis Utc { get; } = new("utc", "at 00:00Z", TimeZoneInfo.Utc, TimeOnly.MinValue);

    private static readonly DayBasis[] Known =
    [
        Utc,
        new("new-york", "at midnight in New York (04:00Z or 05:00Z)", ZoneOf("America/New_York"), TimeOnly.MinValue),
        new("new-york-close", "at 17:00 in New York of the evening before (21:00Z or 22:00Z)", ZoneOf("America/New_York"), new(17, 0)),
        new("london", "at midnight in London (23:00Z or 00:00Z)", ZoneOf("Europe/London"), TimeOnly.MinValue),
    ];

    public static IEnumerable<string> Codes => Known.Select(basis => basis.Code);

    public static DayBasis? Find(string? code) => Array.Find(Known, basis => basis.Code == code);

    /// <summary>The first basis on which all times are beginnings of days; null where there is none.</summary>
    /// <param name="zone">The zone that times are written in, whose midnight may be it too.</param>
    public static DayBasis? Detect(IReadOnlyCollection<DateTimeOffset> times, TimeZoneInfo zone)
    {
        var own = new DayBasis(zone.Id, $"at midnight in {zone.Id}", zone, TimeOnly.MinValue);
        return Known.Append(own).FirstOrDefault(basis => times.All(time => basis.OpenTimeOf(time) is not null));
    }

    /// <summary>Our open time of a daily bar; null for a time at which no day begins.</summary>
    public DateTimeOffset? OpenTimeOf(DateTimeOffset time)
    {
        if (Zone.Equals(TimeZoneInfo.Utc))
        {
            return time.UtcDateTime.TimeOfDay == TimeSpan.Zero ? time : null;
        }

        var local = TimeZoneInfo.ConvertTime(time, Zone).DateTime;
        var date = DateOnly.FromDateTime(local);
        return TimeOnly.FromDateTime(local) != Begins ? null
            : NewYorkDays.OpenTimeOf(Begins == TimeOnly.MinValue ? date : date.AddDays(1));
    }

    private static TimeZoneInfo ZoneOf(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);
}

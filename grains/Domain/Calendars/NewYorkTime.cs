namespace OrleansAssets.Domain.Calendars;

/// <summary>The clock of the US exchanges.</summary>
public static class NewYorkTime
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    /// <summary>The date on New York's calendars at an instant.</summary>
    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(instant, Zone).DateTime);

    /// <summary>The instant of a New York wall-clock time, UTC. The clocks change at 2:00, when no exchange is open.</summary>
    public static DateTimeOffset InstantOf(DateOnly date, TimeOnly time)
    {
        var local = date.ToDateTime(time, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }

    /// <summary>When a New York date begins, UTC: 04:00Z in summer, 05:00Z in winter.</summary>
    public static DateTimeOffset MidnightOf(DateOnly date) => InstantOf(date, TimeOnly.MinValue);
}

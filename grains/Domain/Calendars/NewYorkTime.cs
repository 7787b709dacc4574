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

/// <summary>
/// Daily bars of US shares. Vendors label them with New York's midnight (04:00Z or 05:00Z); ours open at 00:00Z of the trading date, the
/// same through daylight saving.
/// </summary>
public static class NewYorkDays
{
    /// <summary>Our open time of a bar with a vendor's label; null for a label that is not New York's midnight.</summary>
    public static DateTimeOffset? OpenTimeOf(DateTimeOffset label)
    {
        var date = NewYorkTime.DateOf(label);
        return NewYorkTime.MidnightOf(date) == label ? OpenTimeOf(date) : null;
    }

    /// <summary>Our open time of a trading date.</summary>
    public static DateTimeOffset OpenTimeOf(DateOnly date) => new(date, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The label to ask from for bars of ours that open at or after an instant.</summary>
    public static DateTimeOffset LabelFrom(DateTimeOffset from)
    {
        var date = DateOnly.FromDateTime(from.UtcDateTime);
        return NewYorkTime.MidnightOf(OpenTimeOf(date) < from ? date.AddDays(1) : date);
    }

    /// <summary>When a day of ours can no longer change: at the next midnight in New York, after the late session.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset openTime)
        => NewYorkTime.MidnightOf(DateOnly.FromDateTime(openTime.UtcDateTime).AddDays(1));
}

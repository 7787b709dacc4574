namespace OrleansAssets.Sandbox;

/// <summary>The days of the synthetic world, in UTC.</summary>
internal static class SandboxDays
{
    /// <summary>Days that begin at or after an instant and are over at another.</summary>
    public static IEnumerable<(DateOnly Date, DateTimeOffset Start)> Between(DateTimeOffset since, DateTimeOffset until)
    {
        var date = DateOnly.FromDateTime(since.UtcDateTime);
        date = date < SyntheticMarket.FirstDay ? SyntheticMarket.FirstDay : date;
        for (; StartOf(date.AddDays(1)) <= until; date = date.AddDays(1))
        {
            if (StartOf(date) >= since)
            {
                yield return (date, StartOf(date));
            }
        }
    }

    /// <summary>When a date begins.</summary>
    public static DateTimeOffset StartOf(DateOnly date) => new(date, TimeOnly.MinValue, TimeSpan.Zero);
}

namespace OrleansAssets.Sandbox.World;

/// <summary>A figure that wanders about a level for ever, the same on each run.</summary>
/// <param name="name">Names its noise.</param>
/// <param name="level">What it wanders about.</param>
/// <param name="dailyChange">Typical change of a day as a fraction of the figure.</param>
internal sealed class SyntheticSeries(string name, double level, double dailyChange)
{
    private readonly Noise _noise = Noise.Of(name);

    /// <summary>The figure of a date.</summary>
    public double On(DateOnly date) => At(date.DayNumber);

    /// <summary>The figure at an instant, a line between the dates.</summary>
    public double At(DateTimeOffset instant) => At(instant.UtcTicks / (double)TimeSpan.TicksPerDay);

    private double At(double days) => level * Math.Exp(0.5 * dailyChange * _noise.Wander(days));
}

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

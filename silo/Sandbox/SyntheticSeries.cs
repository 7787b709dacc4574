namespace OrleansAssets.Sandbox;

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

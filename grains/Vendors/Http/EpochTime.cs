namespace OrleansAssets.Vendors.Http;

/// <summary>Instants as numbers since 1970.</summary>
internal static class EpochTime
{
    /// <summary>The end of the year 9998, in milliseconds: later times were read in the wrong unit.</summary>
    private const long MillisecondsMax = 253_370_764_800_000;

    private const long NanosecondsPerTick = 100;

    /// <summary>The first whole millisecond that is not before an instant; never negative.</summary>
    public static long CeilingMilliseconds(DateTimeOffset instant)
    {
        var floor = instant.ToUnixTimeMilliseconds();
        return Math.Max(0, DateTimeOffset.FromUnixTimeMilliseconds(floor) < instant ? floor + 1 : floor);
    }

    /// <summary>Whole seconds as an instant; null where they are no time of any market.</summary>
    public static DateTimeOffset? OfSeconds(decimal? seconds)
        => seconds is { } value and >= 0 and <= MillisecondsMax / 1000 && decimal.IsInteger(value)
            ? DateTimeOffset.FromUnixTimeSeconds((long)value) : null;

    /// <summary>Milliseconds as an instant; null where they are no time of any market.</summary>
    public static DateTimeOffset? OfMilliseconds(long? milliseconds)
        => milliseconds is { } value and >= 0 and <= MillisecondsMax ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    /// <summary>Nanoseconds as an instant; the part of a tick is cut, so that a time never moves into the future.</summary>
    public static DateTimeOffset? OfNanoseconds(long? nanoseconds)
        => nanoseconds is { } value and >= 0 ? DateTimeOffset.UnixEpoch.AddTicks(value / NanosecondsPerTick) : null;
}

using System.Globalization;

namespace OrleansAssets.Vendors.Http;

/// <summary>Times as vendors write them: up to nine digits of a second, of which .NET keeps seven (100 ns).</summary>
internal static class Rfc3339
{
    private const int FractionAt = 19;
    private const int FractionDigitsMax = 9;
    private const int TickDigits = 7;

    /// <summary>Reads a time into UTC; further digits are cut, so that a time never moves into the future.</summary>
    public static bool TryParse(string? text, out DateTimeOffset instant)
    {
        instant = default;
        if (text is null || text.Length <= FractionAt)
        {
            return false;
        }

        var (fraction, zoneAt) = (string.Empty, FractionAt);
        if (text[FractionAt] == '.')
        {
            zoneAt = FractionAt + 1;
            while (zoneAt < text.Length && char.IsAsciiDigit(text[zoneAt]))
            {
                zoneAt++;
            }

            fraction = text[(FractionAt + 1)..zoneAt];
            if (fraction.Length is 0 or > FractionDigitsMax)
            {
                return false;
            }
        }

        var ticks = fraction.PadRight(TickDigits, '0')[..TickDigits];
        var zone = text[zoneAt..] is "Z" or "z" ? "+00:00" : text[zoneAt..];
        return DateTimeOffset.TryParseExact(
            $"{text[..FractionAt]}.{ticks}{zone}", "yyyy-MM-dd'T'HH:mm:ss.fffffffzzz", CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal, out instant);
    }

    /// <summary>Writes a time, to the second.</summary>
    public static string Format(DateTimeOffset instant)
        => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

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

/// <summary>Bare dates as vendors write them, <c>yyyy-MM-dd</c>, and the days of UTC that they name.</summary>
internal static class IsoDate
{
    private const string Form = "yyyy-MM-dd";

    public static string Format(DateOnly date) => date.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>The date of an instant in UTC.</summary>
    public static string Format(DateTimeOffset instant) => Format(DateOf(instant));

    /// <summary>Null for anything but a date.</summary>
    public static DateOnly? Parse(string? text)
        => DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;

    public static DateOnly DateOf(DateTimeOffset instant) => DateOnly.FromDateTime(instant.UtcDateTime);

    public static DateTimeOffset StartOf(DateOnly date) => new(date, TimeOnly.MinValue, TimeSpan.Zero);
}

using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrleansAssets.Cli.Imports.Forms;

/// <summary>What numbers count that stand for times.</summary>
internal enum EpochUnit
{
    Seconds,
    Milliseconds,
    Microseconds,
    Nanoseconds,
}

/// <summary>How a file writes its times.</summary>
/// <param name="Unit">Of numbers since 1970; null tells it from their size.</param>
/// <param name="Zone">Of texts that name no offset.</param>
/// <param name="Format">The one form of texts, as .NET writes it; null for the known ones.</param>
internal sealed record TimeForm(EpochUnit? Unit, TimeZoneInfo Zone, string? Format = null)
{
    public const string Rule = "must be a time, e.g. 2024-01-31T13:45:00Z (without an offset it is UTC, or as --time-zone says), "
        + "or a number since 1970";

    private const int LengthMax = 64;

    private static readonly string[] Formats =
    [
        .. from day in new[] { "yyyy-MM-dd", "yyyy.MM.dd", "yyyyMMdd", "yyyy/MM/dd", "yy-MM-dd" }
           from time in new[]
           {
               "'T'HH:mm:ss.FFFFFFF", " HH:mm:ss.FFFFFFF", "", "'T'HH:mm", " HH:mm", "';'HH:mm:ss", "';'HHmmss", " HHmmss", "', 'HH:mm:ss",
           }
           select day + time,
    ];

    private int _last;

    /// <summary>Texts as they come, in UTC where they say nothing else.</summary>
    public static TimeForm Plain { get; } = new(null, TimeZoneInfo.Utc);

    /// <summary>The unit of a number of that size: 1e11 seconds are in the year 5138, 1e11 milliseconds in 1973.</summary>
    public static EpochUnit UnitOf(long value) => Math.Abs(value) switch
    {
        < 100_000_000_000 => EpochUnit.Seconds,
        < 100_000_000_000_000 => EpochUnit.Milliseconds,
        < 100_000_000_000_000_000 => EpochUnit.Microseconds,
        _ => EpochUnit.Nanoseconds,
    };

    /// <summary>Whether a text is a number since 1970 rather than a day like 20250501.</summary>
    public static bool IsEpoch(ReadOnlySpan<char> text) => text.Length is >= 9 and <= 19 && !text.ContainsAnyExceptInRange('0', '9');

    /// <summary>Reads a time.</summary>
    public bool TryParse(ReadOnlySpan<byte> utf8, out DateTimeOffset instant)
    {
        Span<char> text = stackalloc char[LengthMax];
        instant = default;
        return utf8.Length is > 0 and <= LengthMax && Ascii.ToUtf16(utf8, text, out var length) == OperationStatus.Done
            && TryParse(text[..length], out instant);
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out DateTimeOffset)"/>
    public bool TryParse(ReadOnlySpan<char> text, out DateTimeOffset instant)
    {
        instant = default;
        if (Format is null && IsEpoch(text))
        {
            return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && TryFromEpoch(number, out instant);
        }

        var offset = OffsetIn(text);
        var clock = WithoutTinyFractions(offset < 0 ? text : text[..offset].TrimEnd(), stackalloc char[LengthMax]);
        if (!TryClock(clock, out var local) || (offset >= 0 && clock.Length < 12))
        {
            return false;
        }

        if (offset >= 0)
        {
            return TryOffset(text[offset..], out var distance) && TryUtc(local, distance, out instant);
        }

        return !Zone.IsInvalidTime(local) && TryUtc(local, Zone.GetUtcOffset(local), out instant);
    }

    private bool TryFromEpoch(long number, out DateTimeOffset instant)
    {
        var ticks = (Unit ?? UnitOf(number)) switch
        {
            EpochUnit.Seconds => (Int128)number * TimeSpan.TicksPerSecond,
            EpochUnit.Milliseconds => (Int128)number * TimeSpan.TicksPerMillisecond,
            EpochUnit.Microseconds => (Int128)number * TimeSpan.TicksPerMicrosecond,
            _ => number / TimeSpan.NanosecondsPerTick,
        };
        var isKnown = ticks <= (DateTimeOffset.MaxValue - DateTimeOffset.UnixEpoch).Ticks;
        instant = isKnown ? DateTimeOffset.UnixEpoch.AddTicks((long)ticks) : default;
        return isKnown;
    }

    // A file has one form: the one that fitted last is tried first.
    private bool TryClock(ReadOnlySpan<char> text, out DateTime local)
    {
        if (Format is not null)
        {
            return DateTime.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out local);
        }

        for (var tried = 0; tried < Formats.Length; tried++)
        {
            var next = (_last + tried) % Formats.Length;
            if (DateTime.TryParseExact(text, Formats[next], CultureInfo.InvariantCulture, DateTimeStyles.None, out local))
            {
                _last = next;
                return true;
            }
        }

        local = default;
        return false;
    }

    /// <summary>Where the offset begins, e.g. <c>Z</c>, <c>+02:00</c>, <c>-0500</c>; below 0 where there is none.</summary>
    private static int OffsetIn(ReadOnlySpan<char> text)
    {
        if (text.Length > 0 && text[^1] is 'Z' or 'z')
        {
            return text.Length - 1;
        }

        var sign = text.LastIndexOfAny('+', '-');
        var clock = text.IndexOf(':');
        return sign > clock && clock > 0 ? sign : -1;
    }

    private static bool TryOffset(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text is ['Z' or 'z'])
        {
            return true;
        }

        var isRead = TimeSpan.TryParseExact(text[1..], [@"hh\:mm", "hhmm", "hh"], CultureInfo.InvariantCulture, out offset)
            && offset <= TimeSpan.FromHours(14);
        offset = text[0] == '-' ? -offset : offset;
        return isRead;
    }

    private static bool TryUtc(DateTime local, TimeSpan offset, out DateTimeOffset instant)
    {
        var ticks = local.Ticks - offset.Ticks;
        var isKnown = ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;
        instant = isKnown ? new DateTimeOffset(ticks, TimeSpan.Zero) : default;
        return isKnown;
    }

    /// <summary>The text with at most seven decimals of a second, which is what an instant holds.</summary>
    private static ReadOnlySpan<char> WithoutTinyFractions(ReadOnlySpan<char> text, Span<char> buffer)
    {
        const int decimalsMax = 7;
        var clock = text.IndexOf(':');
        var point = clock < 0 ? -1 : text[clock..].IndexOf('.');
        if (point < 0 || text.Length - (clock + point) - 1 <= decimalsMax || text[(clock + point + 1)..].ContainsAnyExceptInRange('0', '9'))
        {
            return text;
        }

        var kept = text[..(clock + point + 1 + decimalsMax)];
        kept.CopyTo(buffer);
        return buffer[..kept.Length];
    }
}

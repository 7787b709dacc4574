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

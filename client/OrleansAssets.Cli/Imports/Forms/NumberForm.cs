using System.Globalization;
using System.Text;

namespace OrleansAssets.Cli.Imports.Forms;

/// <summary>How a file writes its numbers.</summary>
/// <param name="Decimal">Between units and fractions.</param>
/// <param name="Thousands">Between groups of three digits; null where they are not parted.</param>
internal readonly record struct NumberForm(char Decimal, char? Thousands)
{
    private const int LengthMax = 64;
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>A point, and nothing between thousands.</summary>
    public static NumberForm Plain { get; } = new('.', null);

    public bool IsPlain => Decimal == '.' && Thousands is null;

    /// <summary>What is expected of a value, as a clause that follows it.</summary>
    public string Rule => IsPlain
        ? "must be a number with a point, e.g. 1234.5"
        : $"must be a number as the file has them, e.g. 1{Thousands}234{Decimal}5";

    public override string ToString() =>
        $"{(Decimal == ',' ? "decimal comma" : "decimal point")}, {ThousandsName(Thousands)} between thousands";

    public static string ThousandsName(char? thousands) => thousands switch
    {
        null => "nothing",
        ',' => "commas",
        '.' => "points",
        '\'' => "apostrophes",
        _ => "spaces",
    };

    /// <summary>Whether a character may stand between thousands, points and commas left out.</summary>
    public static bool IsGap(char character) => character is ' ' or '\u00a0' or '\u202f' or '\'' or '\u2019';

    /// <summary>Reads a number of this form, and no other.</summary>
    public bool TryParse(ReadOnlySpan<byte> utf8, out decimal value)
    {
        if (IsPlain)
        {
            return decimal.TryParse(utf8, Style, CultureInfo.InvariantCulture, out value);
        }

        Span<char> text = stackalloc char[LengthMax];
        value = 0;
        return utf8.Length <= LengthMax && Encoding.UTF8.TryGetChars(utf8, text, out var length) && TryParse(text[..length], out value);
    }

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out decimal)"/>
    public bool TryParse(ReadOnlySpan<char> text, out decimal value)
    {
        Span<char> plain = stackalloc char[LengthMax];
        var (length, digits, isGrouped, isFraction) = (0, 0, false, false);
        value = 0;
        if (text.Length > LengthMax)
        {
            return false;
        }

        foreach (var character in text)
        {
            if (IsThousands(character))
            {
                if (isFraction || digits is 0 or > 3 || (isGrouped && digits != 3))
                {
                    return false;
                }

                (isGrouped, digits) = (true, 0);
                continue;
            }

            if (character == Decimal)
            {
                if (isFraction || (isGrouped && digits != 3))
                {
                    return false;
                }

                isFraction = true;
                plain[length++] = '.';
                continue;
            }

            if (character is '.' or ',')
            {
                return false;
            }

            digits += char.IsAsciiDigit(character) ? 1 : 0;
            plain[length++] = character;
        }

        return (!isGrouped || isFraction || digits == 3)
            && decimal.TryParse(plain[..length], Style, CultureInfo.InvariantCulture, out value);
    }

    private bool IsThousands(char character) =>
        Thousands is { } known && (character == known || (IsGap(known) && IsGap(character)));
}

using System.Globalization;

namespace OrleansAssets.Domain;

/// <summary>
/// The one form of numbers that people type, at the console and on pages: digits with a point before decimals, a sign in front where it
/// may have one, and nothing between thousands. In half of the world 0,01 is a hundredth and 1.000 a thousand, and an amount of money is no
/// place to guess.
/// </summary>
public static class NumberText
{
    /// <summary>What is said of a number in another form, after what it is.</summary>
    public const string Form = "digits, with a point before decimals and nothing between thousands";

    /// <summary>Reads a number that may be below 0.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    /// <summary>Reads a number without a sign.</summary>
    public static bool TryReadUnsigned(ReadOnlySpan<char> text, out decimal value) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);
}

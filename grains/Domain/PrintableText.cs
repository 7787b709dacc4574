using System.Buffers;
using System.Globalization;
using System.Text;

namespace OrleansAssets.Domain;

/// <summary>
/// Whether people see all of a text. What nobody sees makes two of what reads as one, and what turns the direction of letters shows
/// something else than what is kept. Letters of every script, accents and emoji are seen.
/// </summary>
public static class PrintableText
{
    /// <summary>What a place must be where <see cref="FaultOf"/> has found something.</summary>
    public const string Rule = "must have characters only that people see";

    private const int ZeroWidthJoiner = 0x200D;
    private const int EmojiStyle = 0xFE0F;

    /// <summary>The first character that nobody sees, and its place, from 1; null where all are seen. Line breaks are not.</summary>
    public static (Rune Hidden, int Place)? FindHidden(ReadOnlySpan<char> text)
    {
        var before = default(Rune);
        for (var (at, place) = (0, 1); at < text.Length; place++)
        {
            if (text[at] is >= ' ' and <= '~')
            {
                before = new Rune(text[at]);
                at++;
                continue;
            }

            // Half of a pair is read as the sign that stands for what cannot be read.
            Rune.DecodeFromUtf16(text[at..], out var rune, out var length);
            at += length;
            if (rune == Rune.ReplacementChar || (IsHidden(rune) && !Joins(before, rune, text[at..])))
            {
                return (rune, place);
            }

            before = rune;
        }

        return null;
    }

    /// <summary>Whether a character is drawn as nothing, or turns or ends the line.</summary>
    public static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>What is wrong with a text, with the remedy; null where nothing is.</summary>
    /// <param name="name">What it is, e.g. <c>flowId</c>.</param>
    public static string? FaultOf(string name, string text) => FindHidden(text) is { } found
        ? $"{name} has a character that nobody sees, U+{found.Hidden.Value:X4} in place {found.Place}; write it without"
        : null;

    // A family of emoji is several, joined by what is nothing by itself.
    private static bool Joins(Rune before, Rune rune, ReadOnlySpan<char> rest) => rune.Value == ZeroWidthJoiner && IsPicture(before)
        && Rune.DecodeFromUtf16(rest, out var after, out _) == OperationStatus.Done && IsPicture(after);

    private static bool IsPicture(Rune rune) => rune.Value == EmojiStyle
        || (rune.Value > 0x2000 && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol);
}

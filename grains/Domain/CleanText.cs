using System.Text;

namespace OrleansAssets.Domain;

/// <summary>Makes what a person wrote fit to be stored and shown. What must not fail for its words is cleaned, never refused.</summary>
public static class CleanText
{
    private const string Nothing = "(nothing readable was said)";

    /// <summary>The text on one line, without characters that nobody sees, cut where it is too long.</summary>
    public static string Of(string? text, int lengthMax)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (Rune.IsControl(rune) || Rune.IsWhiteSpace(rune))
            {
                if (clean.Length > 0 && clean[^1] != ' ')
                {
                    clean.Append(' ');
                }
            }
            else if (rune != Rune.ReplacementChar && !PrintableText.IsHidden(rune))
            {
                clean.Append(rune);
            }
        }

        var line = clean.ToString().Trim();
        return line.Length == 0 ? Nothing
            : line.Length <= lengthMax ? line
            : string.Concat(line.AsSpan(0, lengthMax - (char.IsHighSurrogate(line[lengthMax - 2]) ? 2 : 1)).TrimEnd(), "…");
    }
}

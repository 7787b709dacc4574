using System.Text;
using System.Text.RegularExpressions;

namespace OrleansAssets.Vendors.Http;

/// <summary>Makes text of a vendor fit for an error: no secrets, one line, short. Some vendors echo the caller's key.</summary>
internal static partial class Redactor
{
    private const int ExcerptCharsMax = 160;
    private const int ReadBytesMax = 4096;

    /// <summary>Of the wall clock: a busy machine needs it, the few kilobytes do not.</summary>
    private const int TimeoutMilliseconds = 10_000;

    private const string Hidden = "***";

    /// <summary>The start of a body as one short line.</summary>
    public static string Excerpt(ReadOnlySpan<byte> body, params IEnumerable<string?> secrets)
    {
        var clean = Clean(Encoding.UTF8.GetString(body[..Math.Min(body.Length, ReadBytesMax)]), secrets);
        return clean.Length == 0 ? "(empty)" : clean;
    }

    /// <summary>Text without secrets, as one short line.</summary>
    public static string Clean(string text, params IEnumerable<string?> secrets)
    {
        var clean = text;
        foreach (var secret in secrets)
        {
            if (!string.IsNullOrEmpty(secret))
            {
                clean = clean.Replace(secret, Hidden, StringComparison.Ordinal)
                    .Replace(Uri.EscapeDataString(secret), Hidden, StringComparison.OrdinalIgnoreCase);
            }
        }

        clean = Credential().Replace(clean, match => match.Groups["name"].Value + Hidden);
        clean = Blanks().Replace(clean, " ").Trim();
        return clean.Length <= ExcerptCharsMax ? clean : clean[..ExcerptCharsMax] + "...";
    }

    [GeneratedRegex(
        """(?<name>(?:api[-_ ]?key|apikey|secret|token|password|authorization|signature)[\w-]*["']?\s*(?:[=:]|\bis\b)\s*["']?"""
        + """(?:bearer\s+)?)[^\s"'&,;}<]+""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: TimeoutMilliseconds)]
    private static partial Regex Credential();

    [GeneratedRegex(
        @"[\s\p{C}]+", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: TimeoutMilliseconds)]
    private static partial Regex Blanks();
}

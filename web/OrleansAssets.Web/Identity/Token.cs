using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace OrleansAssets.Web.Identity;

/// <summary>
/// A token's text: <c>oat_</c>, the id by which it is listed, and 256 random bits. Whoever has the text has the identity; only its hash is
/// kept.
/// </summary>
public sealed class Token
{
    private const string Prefix = "oat_";
    private const int IdBytes = 4;
    private const int SecretBytes = 32;
    private const int IdLength = 2 * IdBytes;
    private const int TextLength = 4 + IdLength + 1 + (2 * SecretBytes);

    private Token(string text) => Text = text;

    /// <summary>The whole token: for its owner's eyes only.</summary>
    public string Text { get; }

    /// <summary>The part that names it.</summary>
    public string Id => Text.Substring(Prefix.Length, IdLength);

    /// <summary>SHA-256 of the text, in hexadecimal digits; the secret is random enough to need no more.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(Text)));

    public static Token New() => new(TextOf(RandomNumberGenerator.GetHexString(IdLength, lowercase: true)));

    /// <summary>One with an id that was chosen; null where the text can be none.</summary>
    public static Token? New(string id) => Read(TextOf(id));

    /// <summary>Null where the text cannot be one.</summary>
    public static Token? Read(string? text)
    {
        var isToken = text is { Length: TextLength } && text.StartsWith(Prefix, StringComparison.Ordinal)
            && text[Prefix.Length + IdLength] == '_'
            && text.AsSpan(Prefix.Length, IdLength).IndexOfAnyExcept(Digits) < 0
            && text.AsSpan(Prefix.Length + IdLength + 1).IndexOfAnyExcept(Digits) < 0;
        return isToken ? new Token(text!) : null; // it is none where it is null
    }

    private static string TextOf(string id) =>
        $"{Prefix}{id}_{RandomNumberGenerator.GetHexString(2 * SecretBytes, lowercase: true)}";

    /// <summary>Without the secret, so that no log can have it.</summary>
    public override string ToString() => $"{Prefix}{Id}_...";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdef");
}

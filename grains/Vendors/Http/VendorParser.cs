using System.Globalization;
using System.Text.Json;

namespace OrleansAssets.Vendors.Http;

/// <summary>Reads the JSON of vendors without trusting it: every shape that is not the documented one is null.</summary>
internal static class VendorParser
{
    /// <summary>No number of a market needs more characters; a longer one is an attack on the parser.</summary>
    private const int NumberCharsMax = 40;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    /// <summary>The document; null where the body is no JSON.</summary>
    public static JsonDocument? TryParse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A member of an object, whatever its kind.</summary>
    public static JsonElement? Member(this JsonElement element, string name)
    {
        try
        {
            return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? member : null;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate in any name of the object passes the tokenizer, and is read for the comparison.
            return null;
        }
    }

    /// <summary>A text.</summary>
    public static string? Text(this JsonElement? element)
    {
        if (element is not { ValueKind: JsonValueKind.String } text)
        {
            return null;
        }

        try
        {
            return text.GetString();
        }
        catch (InvalidOperationException)
        {
            // Invalid UTF-8 or a lone surrogate inside the quotes passes the tokenizer.
            return null;
        }
    }

    /// <summary>A whole number that is written as a number.</summary>
    public static long? Whole(this JsonElement? element)
        => element is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    /// <summary>A decimal number that is written as a number, with or without an exponent.</summary>
    public static decimal? Number(this JsonElement? element)
        => element is { ValueKind: JsonValueKind.Number } number && number.TryGetDecimal(out var value) ? value : null;

    /// <summary>A decimal number that is written as text: digits and one point, nothing else.</summary>
    public static decimal? NumberText(this JsonElement? element) => NumberText(element, NumberStyles.AllowDecimalPoint);

    /// <summary>The same where a sign may stand before the digits.</summary>
    public static decimal? SignedText(this JsonElement? element)
        => NumberText(element, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign);

    private static decimal? NumberText(JsonElement? element, NumberStyles style)
        => element.Text() is { Length: > 0 and <= NumberCharsMax } text
            && decimal.TryParse(text, style, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A decimal number, written as a number or as text; with a sign or an exponent where it has one.</summary>
    public static decimal? AnyNumber(this JsonElement? element)
        => element.Number() ?? (element.Text() is { } text ? DecimalOf(text) : null);

    /// <summary>A decimal number that stands alone in a text, with a sign or an exponent where it has one.</summary>
    public static decimal? DecimalOf(string text)
        => text.Length is > 0 and <= NumberCharsMax && decimal.TryParse(
            text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent, CultureInfo.InvariantCulture,
            out var value) ? value : null;

    /// <summary>What a vendor calls a thing: a whole number, or a short text without control characters.</summary>
    public static string? Id(this JsonElement? element)
        => element.Whole() is { } number ? number.ToString(CultureInfo.InvariantCulture)
            : element.Text() is { Length: > 0 and <= NumberCharsMax } text && !text.Any(char.IsControl) ? text
            : null;

    /// <summary>A bare date.</summary>
    public static DateOnly? Date(this JsonElement? element) => IsoDate.Parse(element.Text());

    /// <summary>A bare date as the midnight UTC that it begins with.</summary>
    public static DateTimeOffset? Midnight(this JsonElement? element) => element.Date() is { } date ? IsoDate.StartOf(date) : null;

    /// <summary>A time as RFC 3339 writes it, in UTC.</summary>
    public static DateTimeOffset? Instant(this JsonElement? element)
        => Rfc3339.TryParse(element.Text(), out var instant) ? instant : null;

    /// <summary>A kind of options.</summary>
    public static OptionType? OptionType(this JsonElement? element) => element.Text() switch
    {
        "call" => MarketData.OptionType.Call,
        "put" => MarketData.OptionType.Put,
        _ => null,
    };

    /// <summary>The start of a text; no character of two halves is cut in two.</summary>
    public static string Cut(this string text, int charsMax)
        => text.Length <= charsMax ? text : text[..(char.IsHighSurrogate(text[charsMax - 1]) ? charsMax - 1 : charsMax)];

    /// <summary>The member of an object whose name names a symbol, in the vendor's own spelling; null where it has none.</summary>
    public static JsonElement? MemberNaming(this JsonElement element, string symbol)
    {
        try
        {
            return element.ValueKind != JsonValueKind.Object ? null : element.Member(symbol) ?? element.EnumerateObject()
                .Where(member => IsSame(member.Name, symbol)).Select(member => (JsonElement?)member.Value).FirstOrDefault();
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate in a name, as above.
            return null;
        }
    }

    /// <summary>
    /// Whether a reply names what was asked for; vendors echo names in their own spelling (<c>DE30/EUR</c> as <c>DE30_EUR</c>), so that
    /// letters and digits alone count.
    /// </summary>
    public static bool Names(this JsonElement? element, string symbol)
        => element.Text() is { } text && IsSame(text, symbol);

    /// <summary>Whether two spellings are of one name.</summary>
    public static bool IsSame(string name, string other)
        => name.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant)
            .SequenceEqual(other.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant));

    /// <summary>Whether a member is there and is not null.</summary>
    public static bool IsStated(this JsonElement? element) => element is { ValueKind: not JsonValueKind.Null };
}

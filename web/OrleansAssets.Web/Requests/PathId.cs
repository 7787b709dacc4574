using System.Diagnostics.CodeAnalysis;
using OrleansAssets.Domain;

namespace OrleansAssets.Web.Requests;

/// <summary>An id in an address. A slash of the id is written <c>%2F</c>, as in <c>/api/v1/assets/BTC%2FUSDT</c>.</summary>
internal readonly record struct PathId(string Value) : IParsable<PathId>
{
    public static readonly string Rule = $"1 to {IdCheck.LengthMax} printable characters without '+'";

    public static implicit operator string(PathId id) => id.Value;

    public static PathId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' must be {Rule}.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out PathId result)
    {
        var value = Read(s);
        result = new PathId(value);
        return IdCheck.FaultOf("the id", value) is null && !value.Contains('+', StringComparison.Ordinal);
    }

    public override string ToString() => Value;

    // The server leaves %2F as it is, so that a slash of an id is none of the path.
    internal static string Read(string? s) => s?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase) ?? "";
}

/// <summary>
/// Likewise one that a caller or a broker gave, of an order or a fill: what names no grain may have a plus, as Base64 does.
/// </summary>
internal readonly record struct GivenId(string Value) : IParsable<GivenId>
{
    public static readonly string Rule = $"1 to {IdCheck.LengthMax} printable characters";

    public static implicit operator string(GivenId id) => id.Value;

    public static GivenId Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var id) ? id : throw new FormatException($"'{s}' must be {Rule}.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out GivenId result)
    {
        result = new GivenId(PathId.Read(s));
        return IdCheck.FaultOf("the id", result.Value) is null;
    }

    public override string ToString() => Value;
}

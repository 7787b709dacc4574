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
        // The server leaves %2F as it is, so that a slash of an id is none of the path.
        var value = s?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase) ?? "";
        result = new PathId(value);
        return IdCheck.FaultOf("the id", value) is null && !value.Contains('+', StringComparison.Ordinal);
    }

    public override string ToString() => Value;
}

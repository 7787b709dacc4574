using System.Diagnostics.CodeAnalysis;
using OrleansAssets.Domain;

namespace OrleansAssets.Web.Requests;

/// <summary>One of an enum's values as a parameter of an address, by its name in any case: <c>?kind=activate</c>.</summary>
internal readonly record struct Choice<T>(T Value) : IParsable<Choice<T>>
    where T : struct, Enum
{
    public static Choice<T> Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var choice) ? choice : throw new FormatException($"'{s}' {TypeWords.RuleOf(typeof(T))}.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Choice<T> result)
    {
        var isOne = EnumText.TryRead<T>(s, out var value);
        result = new Choice<T>(value);
        return isOne;
    }
}

using System.Diagnostics.CodeAnalysis;

namespace OrleansAssets.Web.Requests;

/// <summary>One of an enum's values as a parameter of an address, by its name in any case: <c>?kind=activate</c>.</summary>
internal readonly record struct Choice<T>(T Value) : IParsable<Choice<T>>
    where T : struct, Enum
{
    public static Choice<T> Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var choice) ? choice : throw new FormatException($"'{s}' {TypeWords.RuleOf(typeof(T))}.");

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out Choice<T> result)
    {
        // Neither a number nor several at once, which the enum's own reading would take.
        var isOne = Enum.TryParse<T>(s, ignoreCase: true, out var value)
            && string.Equals(Enum.GetName(value), s, StringComparison.OrdinalIgnoreCase);
        result = new Choice<T>(value);
        return isOne;
    }
}

using System.Text.Json;

namespace OrleansAssets.Web.Requests;

/// <summary>What a value must be, in words.</summary>
internal static class TypeWords
{
    public static string RuleOf(Type type)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var isChoice = plain.IsConstructedGenericType && plain.GetGenericTypeDefinition() == typeof(Choice<>);
        plain = isChoice ? plain.GenericTypeArguments[0] : plain;
        return plain.IsEnum
            ? $"must be one of {string.Join(", ", Enum.GetNames(plain).Select(JsonNamingPolicy.CamelCase.ConvertName))}"
            : "must be " + NameOf(plain);
    }

    private static string NameOf(Type type) =>
        type == typeof(string) ? "a text"
        : type == typeof(bool) ? "true or false"
        : type == typeof(int) || type == typeof(long) ? "a whole number"
        : type == typeof(decimal) || type == typeof(double) ? "a number with a point for decimals, such as 12.5"
        : type == typeof(DateOnly) ? "a day such as 2026-01-31"
        : type == typeof(DateTimeOffset) ? "a time with its offset, such as 2026-01-31T09:30:00Z"
        : type == typeof(Guid) ? "an id such as 7d0c8f9e-2f6b-4b53-9a51-1f2f0c6f7a10"
        : type == typeof(PathId) ? PathId.Rule
        : type == typeof(GivenId) ? GivenId.Rule
        : type == typeof(TimeframeCode) ? TimeframeCode.Rule
        : "of another form; the document of the API says which";
}

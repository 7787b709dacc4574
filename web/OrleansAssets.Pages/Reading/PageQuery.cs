using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace OrleansAssets.Pages.Reading;

/// <summary>
/// What the address of a page asks for beside its path, looked at before the page is drawn: a value of another kind would break off the
/// drawing, and leave an empty page.
/// </summary>
internal static class PageQuery
{
    private const int ShownMax = 40;

    /// <summary>The first value that the page cannot take, in a sentence; null where it can take all.</summary>
    public static string? FaultOf(Type page, IQueryCollection query)
    {
        foreach (var property in page.GetProperties())
        {
            if (property.GetCustomAttribute<SupplyParameterFromQueryAttribute>() is { } taken && IsWhole(property) is { } fits)
            {
                var name = (taken.Name ?? property.Name).ToLowerInvariant();
                if (query[name].FirstOrDefault(value => !string.IsNullOrEmpty(value) && !fits(value)) is { } other)
                {
                    var shown = other.Length > ShownMax ? $"{other[..ShownMax]} ..." : other;
                    return $"The address says {name}={shown}, and {name} is a whole number on this page.";
                }
            }
        }

        return null;
    }

    /// <summary>Whether a text is a whole number that the property takes; null where it takes every text.</summary>
    private static Func<string, bool>? IsWhole(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) switch
    {
        { } type when type == typeof(int) => text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
        { } type when type == typeof(long) => text => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out _),
        null when property.PropertyType == typeof(string) || property.PropertyType == typeof(string[]) => null,
        _ => throw new NotSupportedException(
            $"{property.DeclaringType?.Name}.{property.Name} is of a kind that no address of a page has: take string?, int? or long?."),
    };
}

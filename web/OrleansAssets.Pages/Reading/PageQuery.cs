using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OrleansAssets.Domain;
using OrleansAssets.MarketData;

namespace OrleansAssets.Pages.Reading;

/// <summary>
/// What the address of a page asks for beside its path, looked at before the page is drawn: a value of another kind would break off the
/// drawing, and leave an empty page.
/// </summary>
internal static class PageQuery
{
    private const int ShownMax = 40;

    /// <summary>
    /// The first name that the page does not know, or value that it cannot take, in a sentence; null where it can take all.
    /// </summary>
    public static string? FaultOf(Type page, IQueryCollection query)
    {
        var taken = page.GetProperties()
            .Select(property => (Property: property, Taken: property.GetCustomAttribute<SupplyParameterFromQueryAttribute>()))
            .Where(one => one.Taken is not null)
            .ToDictionary(
                one => (one.Taken!.Name ?? one.Property.Name).ToLowerInvariant(), one => one.Property, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, property) in taken)
        {
            if (FaultOf(property, name, query) is { } fault)
            {
                return fault;
            }
        }

        string[] known = [.. taken.Keys.Append(PagePortfolio.Name)];
        return query.Keys.FirstOrDefault(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } other
            ? $"The address says {Shown(other)}=, which this page does not know. {UnknownId.Instead(other, known)}"
            : null;
    }

    private static string? FaultOf(PropertyInfo property, string name, IQueryCollection query)
    {
        string? Other(Func<string, bool> fits) => query[name].FirstOrDefault(value => !string.IsNullOrEmpty(value) && !fits(value));
        if (IsWhole(property) is { } isWhole)
        {
            return Other(isWhole) is { } text
                ? $"The address says {name}={Shown(text)}, and {name} is a whole number on this page." : null;
        }

        var names = property.GetCustomAttribute<OneOfAttribute>()?.Names;
        return names is not null && Other(value => names.Contains(value, StringComparer.OrdinalIgnoreCase)) is { } one
            ? $"The address says {name}={Shown(one)}. {UnknownId.Instead(one, names)}" : null;
    }

    private static string Shown(string text) => text.Length > ShownMax ? $"{text[..ShownMax]} ..." : text;

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

/// <summary>A value of an address that is one of an enum's names; of a timeframe, one of its codes.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(Type kind) : Attribute
{
    public Type Kind => kind;

    public IReadOnlyCollection<string> Names { get; } = kind == typeof(Timeframe) ? [.. Timeframe.Codes] : Enum.GetNames(kind);
}

using System.Collections;
using System.Reflection;
using System.Text.Json;
using OrleansAssets.Performance;

namespace OrleansAssets.Tests.Domain;

/// <summary>The figures of an answer by their paths, e.g. <c>returns.skew</c>.</summary>
internal static class PerformanceFigures
{
    /// <param name="all">With those that no null and no reason belong to.</param>
    public static IEnumerable<(string Path, object? Value)> Of(PerformanceDetails details, bool all = false)
    {
        foreach (var group in typeof(PerformanceDetails).GetProperties().Where(property => property.Name is not ("Query" or "Undefined")))
        {
            if (group.GetValue(details) is not { } value)
            {
                continue;
            }

            foreach (var property in value.GetType().GetProperties().Where(property => all || IsFigure(property)))
            {
                yield return ($"{Camel(group)}.{Camel(property)}", property.GetValue(value));
            }
        }

        static bool IsFigure(PropertyInfo property) =>
            property.PropertyType.IsValueType && !typeof(IEnumerable).IsAssignableFrom(property.PropertyType)
            && property is not { DeclaringType.Name: nameof(PerformanceReport), Name: "From" or "Until" };

        static string Camel(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);
    }
}

using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using OrleansAssets.Api.Problems;

namespace OrleansAssets.Web.Requests;

/// <summary>
/// Where in a request of HTTP the members are that a grain names: an asset is in the path of one operation, in the query of another and in
/// the body of a third.
/// </summary>
internal static class RequestPlaces
{
    /// <param name="endpoint">The operation that was asked for; null leaves the names as the grain gives them.</param>
    public static ImmutableArray<RequestFault> Of(InvalidRequestException refused, Endpoint? endpoint) =>
        refused.Places.IsDefaultOrEmpty ? [] : [.. refused.Places.Select(place => new RequestFault(
            PlaceOf(place.Place, endpoint), place.Value is { } value ? RequestFault.Shown(value) : null, place.Rule,
            place.Remedy))];

    private static string PlaceOf(string name, Endpoint? endpoint)
    {
        var body = endpoint?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
        if (name.StartsWith('['))
        {
            return $"${name}";
        }

        var first = name.Split('.', '[')[0];
        if (Has(body, first))
        {
            return $"$.{name}";
        }

        // Of a record within the body: what takes the place of a fill.
        if (body is not null
            && PropertiesOf(body).FirstOrDefault(one => one.PropertyType.IsClass && Has(one.PropertyType, first)) is { } within)
        {
            return $"$.{JsonNamingPolicy.CamelCase.ConvertName(within.Name)}.{name}";
        }

        // Ids have their kind's name in an address: /halts/{halt}/reset.
        var kind = first.EndsWith("Id", StringComparison.Ordinal) ? first[..^2] : first;
        return FindParameter(endpoint, first) ?? FindParameter(endpoint, kind) ?? name;
    }

    private static string? FindParameter(Endpoint? endpoint, string name)
    {
        if (endpoint is RouteEndpoint route
            && route.RoutePattern.Parameters.FirstOrDefault(one => IsSame(one.Name, name)) is { } inPath)
        {
            return $"path {inPath.Name}";
        }

        var parameters = endpoint?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [];
        return parameters.Any(one => IsSame(one.Name, name)) ? $"query {JsonNamingPolicy.CamelCase.ConvertName(name)}" : null;
    }

    private static bool Has(Type? type, string name) => type is not null && PropertiesOf(type).Any(one => IsSame(one.Name, name));

    private static PropertyInfo[] PropertiesOf(Type type) =>
        type.IsArray || type == typeof(string) ? [] : type.GetProperties(BindingFlags.Public | BindingFlags.Instance);

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}

using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Metadata;
using OrleansAssets.Api.Problems;

namespace OrleansAssets.Web.Requests;

/// <summary>
/// Everything that is wrong with the parameters of an address: the framework tells the first only, and by the names of types.
/// </summary>
internal static class ParameterFaults
{
    /// <param name="failed">The endpoint that failed, and what its address held.</param>
    public static ImmutableArray<RequestFault> Find(HttpContext context, IExceptionHandlerFeature? failed) =>
    [
        .. (failed?.Endpoint?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
            .Select(parameter => FaultOf(parameter, context.Request.Query, failed?.RouteValues ?? [])).OfType<RequestFault>(),
        .. UnknownParameters.Find(failed?.Endpoint, context.Request.Query),
    ];

    private static RequestFault? FaultOf(IParameterBindingMetadata parameter, IQueryCollection query, RouteValueDictionary route)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType;
        if (!type.GetInterfaces().Any(one => one.IsConstructedGenericType && one.GetGenericTypeDefinition() == typeof(IParsable<>)))
        {
            return null; // a service, or what is read from the body
        }

        var isRoute = route.TryGetValue(parameter.Name, out var routeValue);
        var place = $"{(isRoute ? "path" : "query")} {JsonNamingPolicy.CamelCase.ConvertName(parameter.Name)}";
        var text = isRoute ? routeValue?.ToString() : query[parameter.Name].LastOrDefault();
        if (string.IsNullOrEmpty(text))
        {
            return parameter.IsOptional ? null : new RequestFault(place, null, "is missing");
        }

        return IsReadable(type, text) ? null : new RequestFault(place, RequestFault.Shown(text), TypeWords.RuleOf(type));
    }

    private static bool IsReadable(Type type, string text) =>
        type == typeof(string) || type.IsEnum
        || (bool)Reading.MakeGenericMethod(type).Invoke(null, [text])!; // it answers

    private static bool IsParsable<T>(string text)
        where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out _);

    private static readonly MethodInfo Reading =
        ((Func<string, bool>)IsParsable<int>).Method.GetGenericMethodDefinition();
}

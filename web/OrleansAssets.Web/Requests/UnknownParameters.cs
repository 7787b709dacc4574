using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using OrleansAssets.Api.Problems;
using OrleansAssets.Domain;

namespace OrleansAssets.Web.Requests;

/// <summary>
/// Refuses parameters of an address that its operation has not: a question with a slip in it would be answered as another one.
/// </summary>
internal static class UnknownParameters
{
    public static RouteGroupBuilder WithKnownParameters(this RouteGroupBuilder group) => group.AddEndpointFilter(async (call, next) =>
    {
        RequestFault[] faults = [.. Find(call.HttpContext.GetEndpoint(), call.HttpContext.Request.Query)];
        return faults.Length == 0 ? await next(call) : throw RequestFaultException.OfBody([.. faults]);
    });

    public static IEnumerable<RequestFault> Find(Endpoint? endpoint, IQueryCollection query)
    {
        string[] known =
        [
            .. (endpoint?.Metadata.GetOrderedMetadata<IParameterBindingMetadata>() ?? [])
                .Select(parameter => JsonNamingPolicy.CamelCase.ConvertName(parameter.Name)),
        ];
        return query.Keys.Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)).Select(name => new RequestFault(
            $"query {RequestFault.Shown(name)}", null, "is not known",
            NearestNames.Find(name, known) is { } nearest ? $"did you mean '{nearest}'?" : null));
    }
}

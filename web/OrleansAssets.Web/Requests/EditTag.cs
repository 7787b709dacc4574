using Microsoft.Net.Http.Headers;
using Orleans.Runtime;
using OrleansAssets.Access;
using OrleansAssets.Api.Problems;

namespace OrleansAssets.Web.Requests;

/// <summary>
/// What is edited tells its version in the header ETag; an edit that brings it back in If-Match is made of that version only.
/// </summary>
internal static class EditTag
{
    /// <summary>The header in words.</summary>
    public const string Words =
        "The ETag of the view that this was decided by: where somebody changed it meanwhile, nothing is done (412).";

    /// <summary>Has the answers of an endpoint tell their version.</summary>
    public static RouteHandlerBuilder Tells<TView>(this RouteHandlerBuilder endpoint, Func<TView, string> version)
        where TView : class =>
        endpoint.AddEndpointFilter(async (invocation, next) =>
        {
            var answer = await next(invocation);
            if (answer is IValueHttpResult { Value: TView view })
            {
                invocation.HttpContext.Response.Headers.ETag = $"\"{version(view)}\"";
            }

            return answer;
        });

    /// <summary>Says of an endpoint that it may answer that somebody was faster.</summary>
    public static RouteHandlerBuilder IsEdit(this RouteHandlerBuilder endpoint) => endpoint.WithMetadata(
        new ProducesResponseTypeMetadata(StatusCodes.Status412PreconditionFailed, typeof(ApiProblem), [ApiProblem.ContentType]));

    /// <summary>Has the next call of a grain made only of a version that the header names.</summary>
    /// <exception cref="RequestFaultException">The header has another form.</exception>
    public static void Expect(string? ifMatch)
    {
        if (ifMatch is null or "*")
        {
            return; // what there is not is told without
        }

        // A weak tag says that something is about the same, which is not enough here.
        if (!EntityTagHeaderValue.TryParseStrictList([ifMatch], out var tags) || tags.Any(tag => tag.IsWeak))
        {
            throw RequestFaultException.OfBody(new RequestFault(
                "header If-Match", RequestFault.Shown(ifMatch), "must be an ETag as it was told, in quotation marks"));
        }

        RequestContext.Set(ExpectedVersion.Key, string.Join(' ', tags.Select(tag => tag.Tag.Value!.Trim('"')))); // a tag has one
    }
}

using Microsoft.Net.Http.Headers;
using OrleansAssets.Api.Problems;
using OrleansAssets.Web.Requests;

namespace OrleansAssets.Web.Identity;

/// <summary>
/// Refuses what a page of another site has a browser send with somebody's cookie: a change counts only if it comes from a page of this
/// site. Whoever brings a token brings no cookie, and may come from anywhere.
/// </summary>
internal static class SameSite
{
    private const string FetchSite = "Sec-Fetch-Site";

    public static IApplicationBuilder UseSameSite(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (TokenScheme.TextOf(context.Request) is null && IsChange(context.Request) && IsForeign(context.Request))
        {
            await context.RequestServices.GetRequiredService<ProblemWriter>().WriteAsync(context, ApiProblem.Of(
                StatusCodes.Status403Forbidden, ProblemCodes.Forbidden, "The request comes from another site.",
                "A page of another site cannot change anything here: use the pages of this address, or a token in the header "
                + "Authorization."));
            return;
        }

        await next(context);
    });

    private static bool IsChange(HttpRequest request) =>
        !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);

    private static bool IsForeign(HttpRequest request)
    {
        if (request.Headers[FetchSite].ToString() is { Length: > 0 } site)
        {
            return site is not ("same-origin" or "none");
        }

        // An older browser; a program sends neither of the two.
        return request.Headers[HeaderNames.Origin].ToString() is { Length: > 0 } origin
            && !string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
    }
}

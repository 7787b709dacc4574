using Microsoft.AspNetCore.Http.Features;
using OrleansAssets.Web.Document;
using OrleansAssets.Web.Identity;
using OrleansAssets.Web.Requests;

namespace OrleansAssets.Web.Limits;

/// <summary>What anybody may ask beside the API without saying who he is, and how often and how much of it.</summary>
internal static class OpenDoors
{
    private static readonly string[] Addresses = ["/openapi", ApiDocument.Reference, SessionScheme.SignInPath];

    public static void UseOpenDoors(this IApplicationBuilder app) => app.UseWhen(
        context => Array.Exists(
            Addresses, address => context.Request.Path.StartsWithSegments(address, StringComparison.OrdinalIgnoreCase)),
        doors => doors.UseRateLimiter(ApiLimits.OfAddresses()).Use(BoundAsync));

    private static Task BoundAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.ContentLength > ApiLimits.BodyBytesMax)
        {
            return context.RequestServices.GetRequiredService<ProblemWriter>()
                .WriteAsync(context, ProblemOf.Status(StatusCodes.Status413PayloadTooLarge));
        }

        // Of a body that does not say how long it is the server stops at the limit.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body)
        {
            body.MaxRequestBodySize = ApiLimits.BodyBytesMax;
        }

        return next(context);
    }
}

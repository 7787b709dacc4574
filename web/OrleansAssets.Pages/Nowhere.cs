using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace OrleansAssets.Pages;

/// <summary>Answers a browser that asks for an address where nothing is, with words; the API has its own.</summary>
internal static class Nowhere
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint() is not null || !IsOfABrowser(context.Request))
        {
            return next(context);
        }

        // Of a status that is set earlier Blazor keeps the page back.
        context.Response.OnStarting(() =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        return new RazorComponentResult<App>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(App.IsNowhere)] = true,
        }).ExecuteAsync(context);
    }

    private static bool IsOfABrowser(HttpRequest request) =>
        (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        && !request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
        && request.Headers.Accept.ToString() is var accepted
        && (accepted.Contains("text/html", StringComparison.OrdinalIgnoreCase) || accepted.Contains("*/*", StringComparison.Ordinal));
}

using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.Net.Http.Headers;
using OrleansAssets.Api.Problems;
using OrleansAssets.Web.Requests;

namespace OrleansAssets.Web.Limits;

/// <summary>
/// Answers for a web side that cannot ask silos now: 503 with the reason, to programs as a problem, to a browser as a page that asks again
/// by itself. Health and metrics are told all the same.
/// </summary>
public static class ClosedDoor
{
    private const int AskedAgainAfterSeconds = 2;

    private const string Policy = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    /// <summary>What is nobody's to know but the process's own.</summary>
    private static readonly string[] OfTheProcess = ["/health", "/metrics"];

    /// <param name="reason">Why nothing can be asked, as a sentence; empty where it can.</param>
    public static void UseClosedDoor(this IApplicationBuilder app, Func<string> reason) => app.Use(async (context, next) =>
    {
        var closed = reason();
        if (closed.Length > 0 && !IsOfTheProcess(context.Request.Path))
        {
            await TellAsync(context, closed);
            return;
        }

        if (closed.Length > 0)
        {
            // Nobody can be known now, and nobody need be.
            context.Request.Headers.Remove(HeaderNames.Cookie);
            context.Request.Headers.Remove(HeaderNames.Authorization);
        }

        try
        {
            await next(context);
        }
        catch (AssetsUnavailableException exception) when (!context.Response.HasStarted)
        {
            await TellAsync(context, exception.Message);
        }
    });

    private static bool IsOfTheProcess(PathString path) =>
        Array.Exists(OfTheProcess, own => path.StartsWithSegments(own, StringComparison.Ordinal));

    private static Task TellAsync(HttpContext context, string reason)
    {
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            || !context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase))
        {
            return context.RequestServices.GetRequiredService<ProblemWriter>().WriteAsync(context, ApiProblem.Of(
                StatusCodes.Status503ServiceUnavailable, ProblemCodes.Unavailable, "No silo answered.", reason));
        }

        var (response, seconds) = (context.Response, AskedAgainAfterSeconds.ToString(CultureInfo.InvariantCulture));
        response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.RetryAfter = seconds;
        response.Headers.CacheControl = "no-store";
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        return response.WriteAsync($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="dark light"><meta http-equiv="refresh" content="{seconds}">
            <title>No silo answers · OrleansAssets</title>
            </head>
            <body>
            <h1>No silo answers</h1>
            <p role="status">{HtmlEncoder.Default.Encode(reason)}</p>
            <p>Nothing that was decided is lost, and halts stand. This page asks again by itself.</p>
            </body>
            </html>
            """);
    }
}

using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Replies as vendors write them.</summary>
internal static class Reply
{
    public static readonly DateTimeOffset Now = new(2025, 3, 14, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Answers each request the same way; the Date header is <see cref="Now"/> unless given.</summary>
    public static RequestDelegate With(
        int status, string body, string contentType = "application/json", params (string Name, string Value)[] headers)
        => context => SendAsync(context, status, body, contentType, headers);

    public static RequestDelegate Json(string body, params (string Name, string Value)[] headers)
        => With(200, body, "application/json", headers);

    public static Task SendAsync(
        HttpContext context, int status, string body, string contentType = "application/json", params (string Name, string Value)[] headers)
        => SendAsync(context, status, System.Text.Encoding.UTF8.GetBytes(body), contentType, headers);

    public static async Task SendAsync(
        HttpContext context, int status, byte[] body, string contentType = "application/json", params (string Name, string Value)[] headers)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.Headers.Date = Now.ToString("R", CultureInfo.InvariantCulture);
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.Body.WriteAsync(body);
    }
}

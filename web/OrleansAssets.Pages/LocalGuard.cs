using System.Net;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;

namespace OrleansAssets.Pages;

/// <summary>
/// Pages are for this machine alone as long as nobody signs in: a request from elsewhere is refused, and so is one by a name that somebody
/// else's server may have given this address (DNS rebinding).
/// </summary>
internal static class LocalGuard
{
    private static readonly string[] Names = ["localhost", "127.0.0.1", "[::1]"];

    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is null || IsLocal(context))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return context.Response.WriteAsync(
            "Pages are for the machine of the silo alone: open http://127.0.0.1 with its web port there, or by an SSH tunnel.");
    }

    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from && IPAddress.IsLoopback(from)
        && Names.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase);
}

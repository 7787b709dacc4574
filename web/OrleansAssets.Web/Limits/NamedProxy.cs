using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using OrleansAssets.Api.Problems;
using OrleansAssets.Web.Requests;
using IPNetwork = System.Net.IPNetwork;

namespace OrleansAssets.Web.Limits;

/// <summary>
/// Where a proxy stands before the web side, which does the TLS: what it says of its callers is taken, and nobody else is let in but this
/// machine itself.
/// </summary>
internal static class NamedProxy
{
    public static void UseNamedProxy(this IApplicationBuilder app, IPNetwork? proxy)
    {
        if (proxy is not { } network)
        {
            return;
        }

        app.Use(async (context, next) =>
        {
            if (context.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address) && !network.Contains(Plain(address)))
            {
                await context.RequestServices.GetRequiredService<ProblemWriter>().WriteAsync(context, ApiProblem.Of(
                    StatusCodes.Status403Forbidden, ProblemCodes.Forbidden, "The request does not come from the proxy.",
                    "This address answers its proxy alone: call the proxy's address, which is served by TLS."));
                return;
            }

            await next(context);
        });
        var forwarded = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
            ForwardLimit = 1,
        };
        forwarded.KnownIPNetworks.Clear();
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(forwarded);
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}

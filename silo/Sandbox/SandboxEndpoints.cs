using System.Globalization;
using OrleansAssets.Silo.Sandbox.Polygon;

namespace OrleansAssets.Silo.Sandbox;

/// <summary>
/// The vendors' wire formats under <c>/sandbox/{source}</c> over invented markets, so that everything runs without a network, a key or a
/// bill. Every reply is marked as synthetic.
/// </summary>
internal static class SandboxEndpoints
{
    /// <summary>Maps the sandbox. Its clock is the registered <see cref="TimeProvider"/>, else the system's.</summary>
    public static void MapSandbox(this IEndpointRouteBuilder app, SandboxOptions? options = null)
    {
        var clock = app.ServiceProvider.GetService<TimeProvider>() ?? TimeProvider.System;
        options ??= new SandboxOptions();
        new BinanceSandbox(options, clock).Map(app);
        new AlpacaSandbox(options, clock).Map(app);
        new PolygonSandbox(options, clock).Map(app);
    }

    /// <summary>Maps one address; the Date header comes from the sandbox's clock, which need not be the server's.</summary>
    public static void MapSynthetic(
        this IEndpointRouteBuilder app, string path, TimeProvider clock, Func<HttpContext, DateTimeOffset, Task> answer)
        => app.MapGet(path, context =>
        {
            var now = clock.GetUtcNow();
            context.Response.Headers.Date = now.ToString("R", CultureInfo.InvariantCulture);
            context.Response.Headers["X-Sandbox"] = "synthetic";
            return answer(context, now);
        });
}

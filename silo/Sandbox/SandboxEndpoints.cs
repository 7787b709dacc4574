using System.Globalization;
using OrleansAssets.Sandbox.Alpaca;
using OrleansAssets.Sandbox.AlphaVantage;
using OrleansAssets.Sandbox.Binance;
using OrleansAssets.Sandbox.CoinMetrics;
using OrleansAssets.Sandbox.DefiLlama;
using OrleansAssets.Sandbox.Eia;
using OrleansAssets.Sandbox.Etherscan;
using OrleansAssets.Sandbox.Faults;
using OrleansAssets.Sandbox.Finra;
using OrleansAssets.Sandbox.Fred;
using OrleansAssets.Sandbox.Glassnode;
using OrleansAssets.Sandbox.Oanda;
using OrleansAssets.Sandbox.Polygon;
using OrleansAssets.Sandbox.Reddit;
using OrleansAssets.Sandbox.Streaming;
using OrleansAssets.Sandbox.Twitter;
using OrleansAssets.Sandbox.UnusualWhales;

namespace OrleansAssets.Sandbox;

/// <summary>
/// The vendors' wire formats under <c>/sandbox/{source}</c> over invented markets, so that everything runs without a network, a key or a
/// bill. Every reply is marked as synthetic.
/// </summary>
public static class SandboxEndpoints
{
    /// <summary>First part of every path of the sandbox.</summary>
    public const string Root = "sandbox";

    /// <summary>Maps the sandbox. Its clock is the registered <see cref="TimeProvider"/>, else the system's.</summary>
    public static void MapSandbox(this WebApplication app, SandboxOptions? options = null)
    {
        var clock = app.Services.GetService<TimeProvider>() ?? TimeProvider.System;
        options ??= new SandboxOptions();
        var faults = new SandboxFaults();
        app.UseWebSockets();
        app.UseSandboxFaults(faults, clock);
        app.MapFaults(faults, clock);
        new BinanceSandbox(options, clock).Map(app);
        new AlpacaSandbox(options, clock).Map(app);
        new GlassnodeSandbox(options, clock).Map(app);
        new EtherscanSandbox(options, clock).Map(app);
        new CoinMetricsSandbox(options, clock).Map(app);
        new DefiLlamaSandbox(clock).Map(app);
        new EiaSandbox(options, clock).Map(app);
        new FredSandbox(options, clock).Map(app);
        new PolygonSandbox(options, clock).Map(app);
        new AlphaVantageSandbox(options, clock).Map(app);
        new OandaSandbox(options, faults, clock).Map(app);
        new UnusualWhalesSandbox(options, clock).Map(app);
        new FinraSandbox(clock).Map(app);
        new RedditSandbox(options, clock).Map(app);
        new TwitterSandbox(options, clock).Map(app);
        foreach (var voice in new ISocketVoice[] { new BinanceVoice(), new AlpacaVoice(), new PolygonVoice() })
        {
            new SocketSandbox(voice, faults, clock).Map(app);
        }
    }

    /// <summary>Notes every call in a file, where one is named; put before the sandbox.</summary>
    public static void UseSandboxLog(this WebApplication app, string? path)
    {
        if (path is not null)
        {
            var log = new SandboxCallLog(path, app.Services.GetRequiredService<TimeProvider>());
            app.Lifetime.ApplicationStopped.Register(log.Dispose);
            app.Use(log.InvokeAsync);
        }
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

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace OrleansAssets.Tests.Vendors;

/// <summary>A real HTTP server on a free port of 127.0.0.1.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackServer(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>What was asked, path and query, in order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static Task<LoopbackServer> StartAsync(RequestDelegate answer) => StartAsync(app => app.Run(answer), TimeProvider.System);

    public static async Task<LoopbackServer> StartAsync(Action<WebApplication> map, TimeProvider clock)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(clock);
        var server = new LoopbackServer(builder.Build());
        server._app.Use(async (context, next) =>
        {
            server.Requests.Enqueue(context.Request.Path + context.Request.QueryString.ToString());
            await next(context);
        });
        server._app.UseWebSockets();
        map(server._app);
        await server._app.StartAsync();
        var addresses = server._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        server.Address = new Uri(addresses!.Addresses.Single());
        return server;
    }

    /// <summary>Answers under way are broken off. Stopped before it is disposed, which would wait on a thread of the pool.</summary>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }
}

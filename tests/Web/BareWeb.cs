using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using OrleansAssets.Access;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Web;
using OrleansAssets.Web.Document;
using OrleansAssets.Web.Identity;
using OrleansAssets.Web.Limits;

namespace OrleansAssets.Tests.Web;

/// <summary>The shipped web side on a real port, with endpoints of a test's own, for somebody who is known already.</summary>
internal sealed class BareWeb : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DataDirectory _keys;

    private BareWeb(WebApplication app, DataDirectory keys) => (_app, _keys) = (app, keys);

    public HttpClient Client { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 32 });

    /// <param name="map">Maps endpoints below the root of the API.</param>
    /// <param name="grains">What is asked; null where nothing is.</param>
    /// <param name="proxy">Where a proxy stands that does the TLS; null without one.</param>
    public static async Task<BareWeb> StartAsync(Action<RouteGroupBuilder> map, IGrainFactory? grains = null, IPNetwork? proxy = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        if (grains is not null)
        {
            builder.Services.AddSingleton(grains);
        }

        var keys = new DataDirectory();
        builder.Services.AddSingleton(TimeProvider.System).AddAssetsWeb(new WebOptions(keys.Path, proxy));
        var app = builder.Build();
        app.Use((context, next) =>
        {
            context.User = new Caller("Ada", AccessRole.Operator, "a test").Principal("test");
            return next(context);
        });
        app.UseAssetsIdentity();
        map(app.MapGroup(WebRegistration.ApiRoot).WithLimits().WithProblems());
        await app.StartAsync();
        var web = new BareWeb(app, keys);
        web.Client.BaseAddress = new Uri(app.Urls.Single());
        return web;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _keys.Dispose();
    }
}

using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Web;

/// <summary>The shipped web side as a client of the shared silo, in this process and on a port of its own.</summary>
internal sealed class WebSide : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly List<HttpClient> _callers = [];

    private WebSide(WebApplication host, Uri place) => (_host, Place) = (host, place);

    public Uri Place { get; }

    /// <param name="dataDirectory">Where the keys of its cookies are.</param>
    public static async Task<WebSide> StartAsync(WebSilo silo, string dataDirectory, IPAddress? bind = null)
    {
        var certificates = silo.ClientCertificates;
        var side = new SiloOptions(
            RepositoryFiles.Root, dataDirectory, RepositoryFiles.Config, bind ?? IPAddress.Loopback, 0, 0, 0,
            Live: false, Cluster: false, null)
        {
            ClusterAuthority = certificates.Authority,
            ClusterCertificate = certificates.Certificate,
            ClusterKey = certificates.Key,
            Metrics = true,
            Proxy = bind is null ? null : IPNetwork.Parse("10.0.0.0/8"),
        }.WithFreeWebPorts();
        var gateway = new IPEndPoint(IPAddress.Loopback, silo.Services.GetRequiredService<SiloOptions>().GatewayPort);
        var host = WebHost.Build(
            new WebProcessOptions(side, [gateway], silo.TokenFile), builder => builder.Logging.ClearProviders().AddProvider(silo.Log));
        var web = new WebSide(host, new Uri($"http://127.0.0.1:{side.WebPort}"));
        await host.StartAsync();
        using var anybody = web.Caller();
        await Poll.UntilAsync(
            async () => (await anybody.GetAsync(new Uri("/health/ready", UriKind.Relative))).IsSuccessStatusCode,
            TimeSpan.FromSeconds(60), () => host.Services.GetRequiredService<WebReadiness>().Words);
        return web;
    }

    /// <summary>Calls it by a token, or as a browser without one.</summary>
    public HttpClient Caller(string? token = null)
    {
        var caller = new HttpClient { BaseAddress = Place };
        caller.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        _callers.Add(caller);
        return caller;
    }

    public async ValueTask DisposeAsync()
    {
        _callers.ForEach(caller => caller.Dispose());
        await _host.StopAsync();
        await _host.DisposeAsync();
    }
}

using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Silo.Start;
using OrleansAssets.Web.Limits;
using OrleansAssets.Web.Requests;

namespace OrleansAssets.Tests.Silo;

/// <summary>Beyond this machine the web side answers by TLS alone: its own, or that of a proxy which is named.</summary>
public sealed class WebExposureTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("assets-tls-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void Bind_BeyondLoopbackInPlainHttp_IsRefusedWithTheRemedy()
    {
        var refusal = Assert.Throws<StartException>(() => Options(IPAddress.Any).WithFreePorts());

        Assert.Equal(StartException.BadInput, refusal.ExitCode);
        Assert.Contains("--tls-certificate", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--proxy", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bind_WithACertificateOrANamedProxy_IsTaken()
    {
        _ = (Options(IPAddress.Any) with { TlsCertificate = "any", TlsPort = 0 }).WithFreePorts();
        _ = (Options(IPAddress.Any) with { Proxy = IPNetwork.Parse("10.0.0.0/8") }).WithFreePorts();
        _ = Options(IPAddress.Loopback).WithFreePorts();
    }

    /// <summary>The web side's certificate says nothing of the ports at which grains are called.</summary>
    [Fact]
    public void Cluster_BeyondLoopback_IsRefusedInPlainTextUnlessSaidAndWithAnOpenGateway()
    {
        var open = Options(IPAddress.Any) with { TlsCertificate = "any", TlsPort = 0, Cluster = true, ConnectionString = "Host=db" };
        var refusal = Assert.Throws<StartException>(open.WithFreePorts);
        Assert.Equal(StartException.BadInput, refusal.ExitCode);
        Assert.Contains("--cluster-certificate", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--plain-cluster", refusal.Message, StringComparison.Ordinal);
        var nameless = Assert.Throws<StartException>((open with { PlainCluster = true, OpenGateway = true }).WithFreePorts);
        Assert.Equal(StartException.BadInput, nameless.ExitCode);
        Assert.Contains("--open-gateway", nameless.Message, StringComparison.Ordinal);

        _ = (open with { PlainCluster = true }).WithFreePorts();
        _ = (open with { BindAddress = IPAddress.Loopback, OpenGateway = true }).WithFreePorts();
        _ = (open with { ClusterAuthority = "any", ClusterCertificate = "any" }).WithFreePorts();
        _ = (open with { BindAddress = IPAddress.Loopback }).WithFreePorts();
        _ = (open with { Cluster = false }).WithFreePorts(); // its ports are of this machine
    }

    [Fact]
    public async Task Certificate_OfPemFiles_ServesByTls()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var options = (Options(IPAddress.Loopback) with
        {
            TlsCertificate = Write("web.pem", certificate.ExportCertificatePem()),
            TlsKey = Write("web.key", key.ExportPkcs8PrivateKeyPem()),
            TlsPort = 0,
        }).WithFreePorts();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ListenAsTold(options);
        await using var app = builder.Build();
        app.MapGet("/", (HttpRequest asked) => asked.Scheme);
        await app.StartAsync();
#pragma warning disable MA0039 // the certificate is the test's own, known by its thumbprint
        using var client = new HttpClient(new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, served, _, _) => served?.Thumbprint == certificate.Thumbprint,
        });
#pragma warning restore MA0039

        Assert.Equal("https", await client.GetStringAsync(new Uri($"https://127.0.0.1:{options.TlsPort}/")));
        Assert.Equal("http", await client.GetStringAsync(new Uri($"http://127.0.0.1:{options.WebPort}/")));
    }

    [Fact]
    public void Certificate_ThatCannotBeRead_IsRefusedByItsName()
    {
        var options = Options(IPAddress.Loopback) with { TlsCertificate = Write("web.pem", "no certificate") };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ListenAsTold(options);

        var refusal = Assert.Throws<StartException>(() => builder.Build());

        Assert.Equal(StartException.BadInput, refusal.ExitCode);
        Assert.Contains("web.pem", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.1.2.3", "203.0.113.9", 200, "203.0.113.9 https")]
    [InlineData("::ffff:10.1.2.3", "203.0.113.9", 200, "203.0.113.9 https")]
    [InlineData("127.0.0.1", null, 200, "127.0.0.1 http")]
    [InlineData("192.0.2.7", "127.0.0.1", 403, null)]
    public async Task Request_BesideTheNamedProxy_IsRefused(string from, string? forwarded, int status, string? seen)
    {
        await using var services = new ServiceCollection().AddLogging().AddOptions().AddSingleton<ProblemWriter>()
            .BuildServiceProvider();
        var app = new ApplicationBuilder(services);
        app.UseNamedProxy(IPNetwork.Parse("10.0.0.0/8"));
        string? reached = null;
        app.Run(context =>
        {
            reached = $"{context.Connection.RemoteIpAddress} {context.Request.Scheme}";
            return Task.CompletedTask;
        });
        var context = new DefaultHttpContext { RequestServices = services };
        context.Connection.RemoteIpAddress = IPAddress.Parse(from);
        context.Request.Scheme = "http";
        if (forwarded is not null)
        {
            context.Request.Headers["X-Forwarded-For"] = forwarded;
            context.Request.Headers["X-Forwarded-Proto"] = "https";
        }

        await app.Build()(context);

        Assert.Equal((status, seen), (context.Response.StatusCode, reached));
    }

    private SiloOptions Options(IPAddress bind) =>
        new(_directory, _directory, _directory, bind, 0, 0, 0, Live: false, Cluster: false, null);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, text);
        return path;
    }
}

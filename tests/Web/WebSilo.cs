using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansAssets.Client.Certificates;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Tests.Storage;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Web;

/// <summary>
/// The shipped silo in this process, on a database of its own, with its web side on a real port: one for all tests of it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "xUnit disposes what it initialized, by IAsyncLifetime.")]
public sealed class WebSilo : IAsyncLifetime
{
    public const string Name = "web";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>With a channel of notices that lacks its address.</summary>
    private static readonly AssetsConfiguration Configuration = ShippedConfiguration.Collected with
    {
        Notices = new NoticeSettings(
            [new NoticeChannel("desk", NoticeChannelKind.Slack) { SecretVariable = "ASSETS_WEB_TEST_URL" }], []),
    };

    private Uri? _place;
    private int _visitors;

    private readonly DataDirectory _directory = new();
    private AssetsDatabase? _database;
    private WebApplication? _host;
    private string? _databaseName;

    /// <summary>Calls it as somebody without any name.</summary>
    public HttpClient Anonymous { get; private set; } = new();

    public IServiceProvider Services => Host.Services;

    /// <summary>Calls it with the token that its first start made.</summary>
    public HttpClient Admin { get; private set; } = new();

    /// <summary>Everything that can be asked of it by HTTP.</summary>
    public IEnumerable<RouteEndpoint> Endpoints =>
        Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    internal CollectedLog Log { get; } = new();

    /// <summary>By which it knows its clients, and they it.</summary>
    internal CertificateFiles ClientCertificates => Pki.Of(_directory.Path, "client");

    private CertificateFiles Certificates => Pki.Of(_directory.Path, "silo");

    private WebApplication Host => _host ?? throw new InvalidOperationException("The silo is not started.");

    /// <summary>Where its first start put the admin's token.</summary>
    internal string TokenFile => Path.Combine(_directory.Path, AdminToken.FileName);

    internal string AdminSecret => File.ReadAllText(TokenFile).Trim();

    /// <summary>The issuer of OpenID Connect that it trusts.</summary>
    internal TestIssuer Issuer { get; } = new();

    public async Task InitializeAsync()
    {
        await Issuer.StartAsync();
        Pki.Make(_directory.Path, "silo", isSilo: true);
        Pki.Make(_directory.Path, "client", isSilo: false);
        (_databaseName, var connectionString) = await (await TestServer.GetAsync()).CreateDatabaseAsync(migrated: true);
        var options = new SiloOptions(
            RepositoryFiles.Root, _directory.Path, RepositoryFiles.Config, IPAddress.Loopback, 0, 0, 0,
            Live: false, Cluster: false, connectionString)
        {
            WantedWarmUp = WarmUp.NextPhase,
            ClusterAuthority = Certificates.Authority,
            ClusterCertificate = Certificates.Certificate,
            ClusterKey = Certificates.Key,
            OidcAuthority = Issuer.Authority,
            OidcClient = TestIssuer.Audience,
        }.WithFreePorts();
        _place = new Uri($"http://127.0.0.1:{options.WebPort}");
        Anonymous = Visitor("127.0.0.8");
        _database = await AssetsDatabase.OpenAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
        _host = SiloHost.Build(
            options, Configuration, _database, builder => builder.Logging.ClearProviders().AddProvider(Log));
        await _host.StartAsync();
        await Services.GetRequiredService<SiloReadiness>().WhenDone.WaitAsync(Patience);
        Admin = Visitor("127.0.0.9", AdminSecret);
    }

    /// <summary>Makes a token, and calls with it.</summary>
    internal async Task<HttpClient> ClientOfAsync(string name, string role)
    {
        var made = await Admin.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", new { name, role }).ExpectAsync(HttpStatusCode.OK);
        return ClientOf(made.Text("secret"));
    }

    /// <summary>Makes a portfolio; where there is one, nothing changes.</summary>
    internal Task MakeAsync(string portfolioId) => Admin
        .SendJsonAsync(HttpMethod.Post, $"/api/v1/portfolios/{portfolioId}", new { reason = "test" }).ExpectAsync(HttpStatusCode.OK);

    /// <summary>Calls with a text as its token, whatever it is, from an address of its own.</summary>
    internal HttpClient ClientOf(string secret)
    {
        var number = Interlocked.Increment(ref _visitors);
        return Visitor($"127.0.{2 + (number / 200)}.{1 + (number % 200)}", secret);
    }

    /// <summary>Calls it from an address of its own on this machine, with cookies as a browser has: no other caller is slowed.</summary>
    internal HttpClient Visitor(string from, string? secret = null)
    {
        var client = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (context, stop) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(context.DnsEndPoint, stop);
                return new NetworkStream(socket, ownsSocket: true);
            },
        }) { BaseAddress = _place };
        client.DefaultRequestHeaders.Authorization = secret is null ? null : new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }

    public async Task DisposeAsync()
    {
        Anonymous.Dispose();
        Admin.Dispose();
        if (_host is { } host)
        {
            await host.StopAsync();
            await host.DisposeAsync();
        }

        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        if (_databaseName is { } name)
        {
            await (await TestServer.GetAsync()).DropDatabaseAsync(name);
        }

        await Issuer.DisposeAsync();
        _directory.Dispose();
    }
}

/// <summary>The tests that share the one silo.</summary>
[CollectionDefinition(WebSilo.Name)]
public sealed class WebCollection : ICollectionFixture<WebSilo>;

using System.Diagnostics.CodeAnalysis;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OpenTelemetry;
using OpenTelemetry.Trace;
using Orleans;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Silo.Hosting.Telemetry;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Tests.Grains;
using OrleansAssets.Tests.Storage;
using OrleansAssets.Tests.Support;
using OrleansAssets.Tests.Web;

namespace OrleansAssets.Tests.Telemetry;

/// <summary>
/// The shipped silo with everything on that it tells of itself, on a database of its own, after it has collected, somebody has traded and
/// forced a phase, and a channel of notices has failed. Whatever looks at a running silo from outside shares it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "xUnit disposes what it initialized, by IAsyncLifetime.")]
public sealed class ObservedSilo : IAsyncLifetime
{
    public const string Collection = "observed silo";

    public const string CallerSpan = "deposit";

    /// <summary>Of a phase that is active by an operator's word.</summary>
    public const string ForcedPhase = "phase_1_stocks";

    public const string CallerSource = "OrleansAssets.Tests.Caller";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly ActivitySource _caller = new(CallerSource);
    private readonly DataDirectory _directory = new();
    private MetricWatch? _metrics;
    private AssetsDatabase? _database;
    private WebApplication? _host;
    private string? _databaseName;

    public string DataDirectory => _directory.Path;

    public Uri WebAddress { get; private set; } = new("about:blank");

    public NpgsqlDataSource Database => _database!.DataSource; // initialized

    /// <summary>Of the user that owns the tables.</summary>
    public string OwnerConnectionString { get; private set; } = "";

    /// <summary>The trace of the deposit, which a client of its own made.</summary>
    public ActivityTraceId DepositTrace { get; private set; }

    internal SpanCollector Spans { get; } = new();

    internal MetricWatch Metrics => _metrics!; // initialized

    public async Task InitializeAsync()
    {
        (_databaseName, OwnerConnectionString) = await (await TestServer.GetAsync()).CreateDatabaseAsync(migrated: true);
        var options = new SiloOptions(
            RepositoryFiles.Root, _directory.Path, RepositoryFiles.Config, IPAddress.Loopback, 0, 0, 0, Live: false, Cluster: false,
            OwnerConnectionString)
        {
            Metrics = true, Dashboard = true, TlsCertificate = TestCertificate.Make(_directory.Path, TimeSpan.FromDays(30)), TlsPort = 0,
        }.WithFreePorts();
        WebAddress = new Uri($"http://127.0.0.1:{options.WebPort}");
        _database = await AssetsDatabase.OpenAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
        // Nobody says what signs it: what is sent through it fails, and waits.
        var channel = new NoticeChannel("ops", NoticeChannelKind.Webhook) { Url = WebAddress.ToString(), SecretVariable = "NOT_SET" };
        var configuration = ShippedConfiguration.Collected with { Notices = new NoticeSettings([channel], []) };
        _host = SiloHost.Build(options, configuration, _database, builder =>
        {
            builder.Logging.ClearProviders();
            builder.Services.AddSingleton<IMeterFactory>(new OwnMeters());
            builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing
                .AddAssetsSources().AddSource(CallerSource).SetSampler(new OwnTraces()).AddProcessor(Spans));
        });
        _metrics = new MetricWatch(_host.Services.GetRequiredService<IMeterFactory>());
        await _host.StartAsync();

        // Meters are made with the first grain that needs them: here all are, however little happens.
        foreach (var metrics in typeof(PortfolioMetrics).Assembly.GetTypes().Where(
            type => type.Name.EndsWith("Metrics", StringComparison.Ordinal)))
        {
            _host.Services.GetRequiredService(metrics);
        }

        await _host.Services.GetRequiredService<SiloReadiness>().WhenDone.WaitAsync(Patience);
        await TradeAsync(options.GatewayPort);
        await RareAsync(_host.Services);
        await Poll.UntilAsync(HasCollectedAsync, Patience, () => "Nothing was collected.");
    }

    /// <summary>Calls it with the token of its first start.</summary>
    public HttpClient Admin() => ClientOf(File.ReadAllText(Path.Combine(_directory.Path, AdminToken.FileName)).Trim());

    /// <summary>Calls it without any name, and goes nowhere else.</summary>
    public HttpClient Anonymous() => ClientOf(null);

    /// <summary>Makes a token, and calls with it.</summary>
    public async Task<HttpClient> ClientOfAsync(string name, string role)
    {
        using var admin = Admin();
        var made = await admin.SendJsonAsync(HttpMethod.Post, "/api/v1/tokens", new { name, role }).ExpectAsync(HttpStatusCode.OK);
        return ClientOf(made.Text("secret"));
    }

    /// <summary>Does something in a trace of its own, and waits until it is whole: the answer comes before the last spans end.</summary>
    internal async Task TraceAsync(Func<Activity, Task> act, Func<Activity[], bool> isWhole)
    {
        ActivityTraceId trace;
        using (var caller = _caller.StartActivity(CallerSpan))
        {
            trace = caller!.TraceId; // the silo's traces listen to it
            await act(caller);
        }

        await Poll.UntilAsync(
            () => Task.FromResult(isWhole([.. Spans.Of(trace)])), Patience,
            () => "The trace is not whole: " + string.Join(
                ", ", Spans.Of(trace).Select(span => $"{span.OperationName} of {span.Source.Name} ({span.Kind})")));
    }

    public async Task<string> ReadAsync(string path)
    {
        using var web = new HttpClient();
        return await web.GetStringAsync(new Uri(WebAddress, path));
    }

    public async Task DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            await _host.DisposeAsync();
        }

        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        if (_databaseName is not null)
        {
            await (await TestServer.GetAsync()).DropDatabaseAsync(_databaseName);
        }

        _metrics?.Dispose();
        _caller.Dispose();
        _directory.Dispose();
    }

    // A deposit, an order and its fill, by the client library as another service has it.
    private async Task TradeAsync(int gatewayPort)
    {
        var token = await File.ReadAllTextAsync(Path.Combine(_directory.Path, AdminToken.FileName));
        await using var client = await ConnectedClient.ConnectAsync(options =>
        {
            options.Gateway = new IPEndPoint(IPAddress.Loopback, gatewayPort);
            options.Token = token.Trim();
        });
        using (var caller = _caller.StartActivity(CallerSpan))
        {
            DepositTrace = caller!.TraceId; // the silo's traces listen to it
            await client.Portfolio.RecordCashFlowAsync(new CashFlow("deposit-1", 10_000, "Ada", "start"));
        }

        var decision = await client.Portfolio.CheckOrderAsync(PortfolioCluster.Buy("order-1", 0.01m));
        var price = decision.Price ?? 50_000;
        await client.Portfolio.RecordFillAsync(PortfolioCluster.Fill("fill-1", null, 0.01m, price) with { Confirmed = true });
    }

    private HttpClient ClientOf(string? token)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }, disposeHandler: true) { BaseAddress = WebAddress };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    // What the first minute of a silo has not, and an hour of work has.
    private static async Task RareAsync(IServiceProvider services)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        var phase = grains.GetGrain<IPhaseGrain>(Keys.Phase(ForcedPhase));
        await phase.EvaluateAsync();
        var until = TimeProvider.System.GetUtcNow().AddDays(1);
        await phase.ActivateAsync(new ActivationRequest("Ada", null, new ForceRequest("a rehearsal of the first widening", until)));
        await phase.ApproveAsync(new ApprovalRequest("Bob", null));
        await grains.GetGrain<IDataSourceGrain>(Keys.DataSource("twitter")).GetAsync();
        await grains.GetGrain<IWatchdogGrain>(Keys.Watchdog).WatchAsync();
        await grains.GetGrain<OrleansAssets.Notices.INoticesGrain>(Keys.Notices).GetChannelsAsync();

        // The sandbox sends no such rows, and nothing is overdue: what is held here are their names and labels.
        var feed = new FeedId("ccxt_binance", "BTC/USDT", "candles-1d");
        services.GetRequiredService<CollectionMetrics>().LeftOut(feed, 1);
        services.GetRequiredService<CollectionMetrics>().Stored(feed, 0, 1);
        services.GetRequiredService<WatchdogMetrics>().Woke("collect", done: true);
    }

    private async Task<bool> HasCollectedAsync()
    {
        await using var command = Database.CreateCommand(
            "SELECT count(*) > 0 FROM candles WHERE asset_id = 'BTC/USDT' AND timeframe = '1d'");
        return await command.ExecuteScalarAsync() is true;
    }
}

/// <summary>One silo for all that look at it.</summary>
[CollectionDefinition(ObservedSilo.Collection)]
public sealed class ObservedSiloCollection : ICollectionFixture<ObservedSilo>;

/// <summary>
/// Marks the meters of this silo. What is exported is told apart by name, version and tags: without a mark a silo of another test that
/// ends would take the instruments of its name with it.
/// </summary>
internal sealed class OwnMeters : IMeterFactory
{
    private readonly ConcurrentDictionary<string, Meter> _meters = new(StringComparer.Ordinal);

    public Meter Create(MeterOptions options) => _meters.GetOrAdd(options.Name, name => new Meter(
        new MeterOptions(name) { Version = options.Version, Tags = [new("observed", true)], Scope = this }));

    public void Dispose()
    {
        foreach (var meter in _meters.Values)
        {
            meter.Dispose();
        }
    }
}

/// <summary>
/// Begins the traces that tests look at. Sources of spans are of the whole process, in which other tests run at the same time.
/// </summary>
internal sealed class OwnTraces : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) => new(
        samplingParameters.ParentContext.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
            || samplingParameters.Name == ObservedSilo.CallerSpan
            || samplingParameters.Name.Contains("IFeedInnerGrain", StringComparison.Ordinal)
            ? SamplingDecision.RecordAndSample
            : SamplingDecision.Drop);
}

/// <summary>Keeps the spans that end, by their traces.</summary>
internal sealed class SpanCollector : BaseProcessor<Activity>
{
    private readonly ConcurrentDictionary<ActivityTraceId, ConcurrentQueue<Activity>> _traces = new();

    public IEnumerable<Activity> Of(ActivityTraceId trace) => _traces.GetValueOrDefault(trace) ?? [];

    public IEnumerable<IEnumerable<Activity>> Traces => _traces.Values;

    public override void OnEnd(Activity data) => _traces.GetOrAdd(data.TraceId, _ => new()).Enqueue(data);
}

using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans;
using Orleans.Hosting;
using Orleans.Reminders;
using Orleans.Runtime;
using Orleans.TestingHost;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.EndToEnd;
using OrleansAssets.Tests.Storage;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Simulation;

/// <summary>
/// The shipped silo (its own host, composition, configuration, sandbox over HTTP, a database of its own) on a clock that is moved from one
/// due instant to the next. Nothing moves while anything is going on.
/// </summary>
internal sealed class SimulatedSilo : IAsyncDisposable
{
    private readonly DataDirectory _directory = new();
    private readonly SiloActivity _activity;
    private string? _databaseName;
    private AssetsDatabase? _database;
    private WebApplication? _host;

    private SimulatedSilo(SimulationOptions options)
    {
        Options = options;
        Clock = new SimulatedClock(options.Start, options.Resolution);
        Log = new SimulationLog(Clock);
        Random = new Random(options.Seed);
        _activity = new SiloActivity(Clock);
    }

    public SimulationOptions Options { get; }

    public SimulatedClock Clock { get; }

    public SimulationLog Log { get; }

    /// <summary>For whoever acts in the simulation, one call after the other; the silo has a sequence of its own.</summary>
    public Random Random { get; }

    public AssetsConfiguration Configuration { get; } = ShippedConfiguration.Collected;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public NpgsqlDataSource Database => (_database ?? throw NotStarted()).DataSource;

    /// <summary>Where the sandbox notes the calls that it gets.</summary>
    public string CallLog => Path.Combine(_directory.Path, "calls.log");

    /// <summary>Of the silo's web side, the sandbox's faults among it.</summary>
    public Uri WebAddress { get; private set; } = new("about:blank");

    /// <summary>Timers and reminders that fired so far.</summary>
    public long Ticks { get; private set; }

    private IServiceProvider Services => (_host ?? throw NotStarted()).Services;

    public static async Task<SimulatedSilo> StartAsync(SimulationOptions options)
    {
        var simulation = new SimulatedSilo(options);
        try
        {
            await simulation.StartAsync();
            return simulation;
        }
        catch
        {
            await simulation.DisposeAsync();
            throw;
        }
    }

    /// <summary>Steps from due instant to due instant until the clock stands at an instant and nothing goes on.</summary>
    /// <exception cref="TimeoutException">A step did not end.</exception>
    public async Task RunUntilAsync(DateTimeOffset until)
    {
        for (; ; )
        {
            await _activity.WaitUntilQuietAsync(Options.Patience);
            if (Clock.NextDue() is not { } due || due > until)
            {
                Clock.MoveTo(until);
                return;
            }

            var now = Clock.GetUtcNow();
            Ticks += Clock.MoveTo(due > now ? due : now);
        }
    }

    /// <summary>Lets a fault strike the calls of a source, as <c>/sandbox/faults</c> takes it.</summary>
    /// <param name="fault">E.g. <c>{"kind":"server_error","seconds":21600}</c>; virtual seconds, but latency is real.</param>
    public async Task SetFaultAsync(string sourceId, string fault)
    {
        using var client = new HttpClient();
        using var body = new StringContent(fault);
        using var answer = await client.PutAsync(new Uri(WebAddress, $"/sandbox/faults/{sourceId}"), body);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Runs the days of the options and looks after each of them.</summary>
    /// <param name="each">What is done when a day begins; null for nothing.</param>
    public async Task<SimulationReport> RunAsync(IReadOnlyCollection<ISimulationCheck> checks, Func<SimulatedDay, Task>? each = null)
    {
        var report = new SimulationReport();
        for (var number = 1; number <= Options.Days; number++)
        {
            var day = new SimulatedDay(this, number);
            var (started, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            await (each?.Invoke(day) ?? Task.CompletedTask);
            await RunUntilAsync(day.End);
            report.Took.Add(Stopwatch.GetElapsedTime(started));
            report.Cpu.Add(Environment.CpuUsage.TotalTime - cpu);
            foreach (var check in checks)
            {
                report.Faults.AddRange((await check.FindAsync(day)).Select(fault => $"day {number}, {check.Name}: {fault}"));
            }
        }

        return report;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is { } host)
        {
            await host.StopAsync();
            await host.DisposeAsync();
        }

        _activity.Dispose();
        if (_database is { } database)
        {
            await database.DisposeAsync();
        }

        if (_databaseName is { } name)
        {
            await (await TestServer.GetAsync()).DropDatabaseAsync(name);
        }

        _directory.Dispose();
    }

    private async Task StartAsync()
    {
        (_databaseName, var connectionString) = await (await TestServer.GetAsync()).CreateDatabaseAsync(migrated: true);
        var options = new SiloOptions(
            RepositoryFiles.Root, _directory.Path, RepositoryFiles.Config, IPAddress.Loopback, 0, 0, 0,
            Live: false, Cluster: false, connectionString) { SandboxLog = CallLog, Streams = false }.WithFreePorts();
        WebAddress = new Uri($"http://127.0.0.1:{options.WebPort}");
        _database = await AssetsDatabase.OpenAsync(options, NullLoggerFactory.Instance, CancellationToken.None);
        _host = SiloHost.Build(options, Configuration, _database, Replace);
        _activity.Silo = Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        await _host.StartAsync();
        await WaitUntilReadyAsync();
        await _activity.WaitUntilQuietAsync(Options.Patience);
    }

    /// <summary>The catalogue may be brought in after the start: until then the silo says that it is not ready.</summary>
    private async Task WaitUntilReadyAsync()
    {
        using var client = new HttpClient();
        var started = Stopwatch.GetTimestamp();
        for (; ; )
        {
            using var answer = await client.GetAsync(new Uri(WebAddress, "/health/ready"));
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(started) > Options.Patience)
            {
                throw new TimeoutException(
                    $"The silo is not ready after {Options.Patience}: {await answer.Content.ReadAsStringAsync()}. "
                    + string.Join('\n', Log.Lines));
            }
        }
    }

    private void Replace(IHostApplicationBuilder builder)
    {
        var chance = new Random(Options.Seed);
        builder.Logging.ClearProviders().AddProvider(Log);
        builder.Services
            .AddSingleton<TimeProvider>(Clock)
            .UseTimeProviderForBackgroundAreas(TimeProvider.System)
            .AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, Clock.Grains)
            .AddKeyedSingleton<TimeProvider>(ReminderTimeProviderNames.Reminders, Clock.Reminders)
            .AddSingleton(new RetryJitter(() => Draw(chance)))
            .AddSingleton<IIncomingGrainCallFilter>(_activity)
            // A silo without another beside it has nobody to tell its load; it would each second of grain time.
            .PostConfigure<Orleans.Configuration.DeploymentLoadPublisherOptions>(
                load => load.DeploymentLoadPublisherRefreshTime = TimeSpan.FromDays(1))
            .PostConfigure<ReminderOptions>(reminders =>
            {
                // What is read again is the table of a silo that has no other beside it: rarely, and all of it is kept at hand.
                reminders.RefreshReminderListPeriod = TimeSpan.FromHours(12);
                reminders.ReminderLoadingWindow = TimeSpan.FromDays(7);
            });
    }

    private static double Draw(Random chance)
    {
        lock (chance)
        {
            return chance.NextDouble();
        }
    }

    private static InvalidOperationException NotStarted() => new("The simulation is not started.");
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Client;
using OrleansAssets.Database;
using OrleansAssets.Portfolio;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Silo.Start;
using OrleansAssets.Tests.Support;
using Xunit.Abstractions;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>
/// A silo whose database fails in each of the ways that databases do, under callers that go on calling. Meanwhile everybody is told in
/// plain sentences, and afterwards all goes on by itself: no restart, nothing lost, the audit log whole, a log that can be read.
/// ASSETS_OUTAGE_SECONDS says how long each lasts; tests/database.sh makes it two minutes and prints the table.
/// </summary>
public sealed class DatabaseOutageTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Within this time after the database serves again, so does the silo.</summary>
    private static readonly TimeSpan HealedWithin = TimeSpan.FromSeconds(20);

    /// <summary>Within this time after the database fails, health says so.</summary>
    private static readonly TimeSpan SeenWithin = TimeSpan.FromSeconds(15);

    private const int Callers = 8;

    /// <summary>
    /// Lines of the silo's log that an outage of two minutes may take: a sentence a minute of each kind, and how often it was left out.
    /// </summary>
    private const int LinesMax = 60;

    private static readonly Regex Progress = new(
        @" paid in | candles stored up to | feeds, last collected ", RegexOptions.None, TimeSpan.FromSeconds(1));

    private static readonly TimeSpan Lasting = TimeSpan.FromSeconds(
        int.Parse(Environment.GetEnvironmentVariable("ASSETS_OUTAGE_SECONDS") ?? "3", CultureInfo.InvariantCulture));

    private readonly DataDirectory _data = new();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(30) };
    private readonly ConcurrentDictionary<string, bool> _acknowledged = new(StringComparer.Ordinal);
    private int _flows;

    public void Dispose()
    {
        _http.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Outage_OfTheServer_IsToldPlainlyAndHealsByItself()
    {
        await using var server = await FaultyServer.StartAsync(_data.Path);
        await using var silo = await StartSiloAsync(server);
        await using var client = await ConnectAsync(silo);
        await FundAsync(client);

        await PassAsync(
            silo, client, "stopped (immediate) and started", server.StopAsync, server.GoOnAsync, "No PostgreSQL server answers|broke off");
        await PassAsync(
            silo, client, "read-only", () => server.SetReadOnlyAsync(true), () => server.SetReadOnlyAsync(false), "is read-only");
        await CutAsync(silo, client, server);
        await AssertNothingLostAsync(silo, client);
    }

    [SmallDiskFact]
    public async Task DiskFull_OfTheServer_IsToldPlainlyAndHealsByItself()
    {
        using var disk = SmallDisk.Mount(_data.Path + "-disk", megabytes: 200);
        await using var server = await FaultyServer.StartAsync(disk.Path);
        await using var silo = await StartSiloAsync(server);
        await using var client = await ConnectAsync(silo);
        await FundAsync(client);

        await PassAsync(
            silo, client, "disk full", disk.FillAsync, async () =>
            {
                disk.Empty();
                await server.GoOnAsync(); // where its log was full as well, it has ended: what its service manager does
            },
            "is full|No PostgreSQL server answers|broke off|restarts itself|is starting or stopping");
        await AssertNothingLostAsync(silo, client);
    }

    [Fact]
    public async Task Start_ServerIsNotThereYet_WaitsAndGoesOn()
    {
        await using var server = await FaultyServer.StartAsync(_data.Path);
        await server.StopAsync();
        var port = Ports.Resolve(IPAddress.Loopback, 0, "--port");
        await using var silo = Launch(server, "--port", $"{port}");
        var waiting = await silo.WaitForLineAsync("The start waits for the database");
        Assert.Contains("No PostgreSQL server answers at 127.0.0.1", waiting, StringComparison.Ordinal);
        using var answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));
        var told = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("The start waits for the database: No PostgreSQL server answers", told, StringComparison.Ordinal);

        await server.GoOnAsync();
        await silo.WaitForLineAsync("Ready: ");

        Assert.Contains("native partitions", silo.Log, StringComparison.Ordinal);
        Assert.Contains("This silo uses 50 connections at most, of the 57", silo.Log, StringComparison.Ordinal);
    }

    /// <summary>
    /// Until the host has started, whatever was opened before may be gone again. What has begun by then gives its ports back, and the whole
    /// is tried anew.
    /// </summary>
    [Fact]
    public async Task Start_ServerStopsWhileTheSiloJoins_WaitsAndGoesOn()
    {
        await using var server = await FaultyServer.StartAsync(_data.Path);
        var options = new SiloOptions(
            RepositoryFiles.Root, Path.Combine(_data.Path, "silo"), RepositoryFiles.Config, IPAddress.Loopback, 0, 0, 0,
            Live: false, Cluster: true, server.ConnectionString).WithFreePorts();
        using var log = new CollectedLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        var joining = new StopsOnce(server);
        var starting = RunningSilo.StartAsync(
            options, ShippedConfiguration.Collected, loggers, builder => joining.Join(builder.Services), CancellationToken.None);

        await Poll.UntilAsync(
            () => Task.FromResult(log.Of(1125).Count > 0 || starting.IsCompleted), SeenWithin + SeenWithin,
            () => string.Join('\n', log.All.Select(line => line.Text)));
        Assert.False(starting.IsCompleted, $"{starting.Exception}");
        using (var answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{options.WebPort}/health/ready")))
        {
            Assert.Contains("The start waits for the database", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await server.GoOnAsync();
        await using var silo = await starting;
        await silo.App.Services.GetRequiredService<SiloReadiness>().WhenDone.WaitAsync(TimeSpan.FromSeconds(60));
        await silo.App.StopAsync();

        AssertPlain(Regex.Replace(log.Of(1125)[0].Text, @"^[^:]*: ", "", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Empty(joining.Fatal);
    }

    /// <summary>What is in the way of the files is what a full disk is: they cannot be written.</summary>
    [Fact]
    public async Task Kill_OfTheSilosOwnServerOnADiskWithoutRoom_IsStartedAgainByTheSiloOnceThereIsSome()
    {
        var inTheWay = Directory.CreateDirectory(Path.Combine(_data.Path, "run.json.new")).FullName;
        await using var silo = await SiloProcess.StartAsync(_data.Path);
        Assert.Contains("run.json cannot be written", silo.Log, StringComparison.Ordinal);
        Directory.Delete(inTheWay);
        await UntilAsync(() => File.Exists(silo.RunFilePath), "The run file is not written.");

        var cluster = new DirectoryInfo(Path.Combine(_data.Path, "postgres"));
        var directory = cluster.LinkTarget ?? cluster.FullName;
        var settings = Path.Combine(directory, "assets.conf");
        File.Delete(settings);
        Directory.CreateDirectory(settings);
        using (var process = Process.GetProcessById(PostmasterPid.Read(directory)!.ProcessId)) // it runs
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        await silo.WaitForLineAsync("assets.conf cannot be written .*: make room on the disk");
        Directory.Delete(settings);
        await silo.WaitForLineAsync("was gone and has been started again on 127.0.0.1");

        await WaitForHealthAsync(silo, isReady: true, HealedWithin);
        await silo.ExpectAsync(0, "audit", "verify");
    }

    /// <summary>Stops the server in the middle of a host's start, the first time.</summary>
    private sealed class StopsOnce(FaultyServer server) : ILifecycleParticipant<ISiloLifecycle>, IFatalErrorHandler
    {
        private bool _stopped;

        /// <summary>What would have ended the process.</summary>
        public ConcurrentQueue<string> Fatal { get; } = [];

        public void Join(IServiceCollection services) =>
            services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(this).AddSingleton<IFatalErrorHandler>(this);

        public void Participate(ISiloLifecycle observer) => observer.Subscribe(
            nameof(StopsOnce), ServiceLifecycleStage.RuntimeInitialize + 1, async _ =>
            {
                if (!_stopped)
                {
                    _stopped = true;
                    await server.StopAsync();
                }
            });

        public bool IsUnexpected(Exception exception) => true;

        public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null) =>
            Fatal.Enqueue($"{context}: {exception}");
    }

    private async Task PassAsync(
        SiloProcess silo, ServiceProvider client, string name, Func<Task> begin, Func<Task> end, string expected)
    {
        var (linesBefore, endsBefore) = (LinesOf(silo), EndsOf(silo));
        var failures = new ConcurrentBag<string>();
        using var stop = new CancellationTokenSource();
        var callers = StartCallers(client, failures, stop.Token);
        await begin();
        var began = Stopwatch.GetTimestamp();
        var told = await WaitForHealthAsync(silo, isReady: false, SeenWithin);
        var seen = Stopwatch.GetElapsedTime(began);
        Assert.Matches(expected, told);
        AssertPlain(told);
        await AssertConsoleAsync(silo);
        await UntilAsync(
            () => Stopwatch.GetElapsedTime(began) >= Lasting && !failures.IsEmpty && BeginsOf(silo) > endsBefore,
            $"No call failed, or nobody saw: {name}.");

        await end();
        var healing = Stopwatch.GetTimestamp();
        await WaitForHealthAsync(silo, isReady: true, HealedWithin);
        await client.GetRequiredService<OrleansAssetsClient>().Portfolio().RecordCashFlowAsync(Flow($"after {name}"));
        _acknowledged[$"after {name}"] = true;
        var healed = Stopwatch.GetElapsedTime(healing);
        await UntilAsync(() => EndsOf(silo) > endsBefore, "The log does not say that the database works again.");
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        var lines = LinesOf(silo) - linesBefore;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {Lasting.TotalSeconds:0} s | {seen.TotalSeconds:0.0} s | {failures.Count} | {lines} "
            + $"| {healed.TotalSeconds:0.0} s |"));
        Assert.All(failures, AssertPlain);
        Assert.Contains(
            failures, text => Regex.IsMatch(text, expected + "|ended the connection", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.True(lines is > 0 and <= LinesMax, $"{lines} lines, at most {LinesMax} are right:\n{silo.Log}");
    }

    // Too short for health to see it: every connection is cut, and the next call has a new one.
    private async Task CutAsync(SiloProcess silo, ServiceProvider client, FaultyServer server)
    {
        var failures = new ConcurrentBag<string>();
        using var stop = new CancellationTokenSource();
        var linesBefore = LinesOf(silo);
        var callers = StartCallers(client, failures, stop.Token);
        for (var cut = 0; cut < 20; cut++)
        {
            await server.CutAllAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(50));
        }

        var healing = Stopwatch.GetTimestamp();
        await WaitForHealthAsync(silo, isReady: true, HealedWithin);
        await client.GetRequiredService<OrleansAssetsClient>().Portfolio().RecordCashFlowAsync(Flow("after the cuts"));
        var healed = Stopwatch.GetElapsedTime(healing);
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        var lines = LinesOf(silo) - linesBefore;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| connections cut 20 times | 1 s | - | {failures.Count} | {lines} | {healed.TotalSeconds:0.0} s |"));
        Assert.All(failures, AssertPlain);
        Assert.DoesNotContain(failures, text => text.Contains("was stopped", StringComparison.Ordinal));
        Assert.InRange(lines, 0, LinesMax);
    }

    private Task[] StartCallers(ServiceProvider client, ConcurrentBag<string> failures, CancellationToken stop) =>
    [
        .. Enumerable.Range(0, Callers)
            .Select(caller => Task.Run(() => CallAsync(client, caller, failures, stop), CancellationToken.None)),
    ];

    /// <summary>Deposits and fresh paper portfolios, so that both a grain at work and one that activates meet the fault.</summary>
    private async Task CallAsync(ServiceProvider client, int caller, ConcurrentBag<string> failures, CancellationToken stop)
    {
        var assets = client.GetRequiredService<OrleansAssetsClient>();
        while (!stop.IsCancellationRequested)
        {
            var number = Interlocked.Increment(ref _flows);
            var id = string.Create(CultureInfo.InvariantCulture, $"{caller}-{number}");
            try
            {
                if (number % 4 == 0)
                {
                    await assets.Portfolio(Keys.ShadowPortfolio("main", $"fresh-{id}")).GetModeAsync();
                }
                else
                {
                    await assets.Portfolio().RecordCashFlowAsync(Flow(id));
                    _acknowledged[id] = true;
                }
            }
            catch (Exception exception)
            {
                failures.Add(exception is StorageUnavailableException ? exception.Message : $"{exception.GetType()}: {exception.Message}");
                await Task.Delay(TimeSpan.FromMilliseconds(20), CancellationToken.None);
            }
        }
    }

    private static async Task AssertConsoleAsync(SiloProcess silo)
    {
        var outcome = await silo.ConsoleAsync("risk", "halt", "--portfolio", "main", "--reason", "outage");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.DoesNotContain("   at ", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Npgsql", outcome.Error, StringComparison.Ordinal);
        Assert.Matches("PostgreSQL .*at 127", outcome.Error.ReplaceLineEndings(" "));
    }

    private async Task AssertNothingLostAsync(SiloProcess silo, ServiceProvider client)
    {
        var portfolio = client.GetRequiredService<OrleansAssetsClient>().Portfolio();
        foreach (var id in _acknowledged.Keys.Take(200))
        {
            Assert.True((await portfolio.RecordCashFlowAsync(Flow(id))).Repeated, $"The deposit {id} was acknowledged and is lost.");
        }

        await silo.ExpectAsync(0, "audit", "verify");
        Assert.DoesNotContain("Could not find a codec", silo.Log, StringComparison.Ordinal);
    }

    private async Task<string> WaitForHealthAsync(SiloProcess silo, bool isReady, TimeSpan within)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            using var answer = await _http.GetAsync(new Uri($"{silo.RunFile.WebUrl}/health/ready"));
            var body = await answer.Content.ReadAsStringAsync();
            if (answer.IsSuccessStatusCode == isReady)
            {
                Assert.Equal(isReady ? HttpStatusCode.OK : HttpStatusCode.ServiceUnavailable, answer.StatusCode);
                var checks = isReady ? default : JsonDocument.Parse(body).RootElement.GetProperty("checks");
                return isReady ? body : checks.GetProperty("database")[1].GetString()!; // a text
            }

            Assert.True(
                Stopwatch.GetElapsedTime(started) < within, $"Not {(isReady ? "ready" : "unready")} after {within}: {body}\n{silo.Log}");
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }
    }

    private static void AssertPlain(string text)
    {
        Assert.Matches(@"^[^\n]*PostgreSQL [^\n]*at 127\.0\.0\.1:\d+[^\n]*\.$", text);
        Assert.DoesNotContain("Exception", text, StringComparison.Ordinal);
    }

    private static Task<TimeSpan> UntilAsync(Func<bool> condition, string otherwise) =>
        Poll.UntilAsync(() => Task.FromResult(condition()), Lasting + SeenWithin, () => otherwise);

    private static int EndsOf(SiloProcess silo) => Occurrences(silo, "The database works again");

    private static int BeginsOf(SiloProcess silo) => Occurrences(silo, "The database does not work");

    private static int Occurrences(SiloProcess silo, string text) => silo.Log.Split(text).Length - 1;

    /// <summary>Without the lines of deposits that were taken: those are this test's own, before the fault and after it.</summary>
    // Without what the callers did and what was collected: a fast machine collects for the first time within the outage.
    private static int LinesOf(SiloProcess silo) => silo.Log.Split('\n').Count(line => !Progress.IsMatch(line));

    private static CashFlow Flow(string id) => new(id, 1, "Ada", "test");

    private static async Task FundAsync(ServiceProvider client) =>
        await client.GetRequiredService<OrleansAssetsClient>().Portfolio()
            .RecordCashFlowAsync(new CashFlow("start", 100_000, "Ada", "test"));

    private async Task<SiloProcess> StartSiloAsync(FaultyServer server)
    {
        var silo = Launch(server);
        await silo.WaitForLineAsync("Ready: ");
        await WaitForHealthAsync(silo, isReady: true, TimeSpan.FromSeconds(60));
        return silo;
    }

    private SiloProcess Launch(FaultyServer server, params string[] more) => SiloProcess.LaunchWith(
        new Dictionary<string, string>(StringComparer.Ordinal) { ["ConnectionStrings__assets"] = server.ConnectionString },
        Path.Combine(_data.Path, "silo"), more);

    private static async Task<ServiceProvider> ConnectAsync(SiloProcess silo)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddOrleansAssetsClient(options =>
        {
            options.Gateway = new IPEndPoint(IPAddress.Loopback, silo.RunFile.GatewayPort);
            options.Token = silo.Token;
        });
        var provider = services.BuildServiceProvider();
        foreach (var service in provider.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }

        return provider;
    }
}

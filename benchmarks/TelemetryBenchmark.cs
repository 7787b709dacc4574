using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// The same decisions through the client library by silos that tell nothing of themselves, are scraped, and send all or a twentieth of
/// their traces to a collector; in turns, each silo over a private PostgreSQL of its own.
/// </summary>
internal static class TelemetryBenchmark
{
    private const int Callers = 16;
    private const int Portfolios = 8;
    private const int Count = 6_000;

    /// <summary>Of these there are so many that a neighbour's noise falls on all alike.</summary>
    private const int Turn = 200;

    private const int WarmUpDecisions = 3_000;

    private static readonly TimeSpan ScrapeEvery = TimeSpan.FromSeconds(5);

    public static async Task RunAsync()
    {
        await using var collector = await Collector.StartAsync();
        var otlp = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "5000",
        };
        var sampled = new Dictionary<string, string>(otlp, StringComparer.Ordinal)
        {
            ["OTEL_TRACES_SAMPLER"] = "parentbased_traceidratio", ["OTEL_TRACES_SAMPLER_ARG"] = "0.05",
        };
        await using var silent = await ToldSilo.StartAsync("nothing", [], false);
        await using var scraped = await ToldSilo.StartAsync("scraped", [], true);
        await using var twentieth = await ToldSilo.StartAsync("otlp, 1 in 20", sampled, false);
        await using var everything = await ToldSilo.StartAsync("otlp, all", otlp, false);
        ToldSilo[] silos = [silent, scraped, twentieth, everything];
        using var stop = new CancellationTokenSource();
        var scraping = ScrapeAsync(scraped.MetricsAddress, stop.Token);
        foreach (var silo in silos)
        {
            await new Stretch().AddAsync(Callers, WarmUpDecisions, number => silo.DecideAsync($"warm-{number}", number));
        }

        for (var done = 0; done < Count; done += Turn)
        {
            var first = done;
            foreach (var silo in silos)
            {
                await silo.Decisions.AddAsync(Callers, Turn, number => silo.DecideAsync($"{first + number}", number));
            }
        }

        await stop.CancelAsync();
        var scrapes = await scraping;
        Console.WriteLine(
            $"{Count:N0} durable decisions of {Portfolios} portfolios by {Callers} callers; {scrapes} scrapes, {collector.Count} posts to "
            + "the collector");
        Console.WriteLine("telemetry        decisions/s   of none   p50 ms");
        foreach (var silo in silos)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{silo.Name,-16} {silo.Decisions.Rate,11:N0}   {silo.Decisions.Rate / silent.Decisions.Rate,7:0.000}   "
                + $"{silo.Decisions.At(0.5),6:0.0}"));
        }
    }

    private static async Task<int> ScrapeAsync(Uri address, CancellationToken cancellationToken)
    {
        using var web = new HttpClient();
        using var timer = new PeriodicTimer(ScrapeEvery);
        var count = 0;
        try
        {
            for (; await timer.WaitForNextTickAsync(cancellationToken); count++)
            {
                await web.GetStringAsync(address, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The benchmark is over.
        }

        return count;
    }

    /// <summary>A silo process, a database of its own and a service that asks it.</summary>
    private sealed class ToldSilo : IAsyncDisposable
    {
        private readonly BenchmarkDatabase _database;
        private readonly SiloProcess _process;
        private readonly IHost _service;

        private ToldSilo(string name, BenchmarkDatabase database, SiloProcess process, IHost service) =>
            (Name, _database, _process, _service) = (name, database, process, service);

        public string Name { get; }

        public Stretch Decisions { get; } = new();

        public Uri MetricsAddress => new(new Uri(SiloProcess.ReadRunFile(Path.Combine(_database.Directory, "data")).WebUrl), "/metrics");

        private OrleansAssetsClient Client => _service.Services.GetRequiredService<OrleansAssetsClient>();

        public static async Task<ToldSilo> StartAsync(string name, Dictionary<string, string> environment, bool metrics)
        {
            var database = await BenchmarkDatabase.StartAsync();
            string[] options = ["--cluster", "--warm-up", "nextphase", "--data", Path.Combine(database.Directory, "data")];
            foreach (var (variable, value) in environment)
            {
                Environment.SetEnvironmentVariable(variable, value); // the process that is launched has them
            }

            var process = SiloProcess.Launch(database.ConnectionString, metrics ? [.. options, "--metrics"] : options);
            foreach (var variable in environment.Keys)
            {
                Environment.SetEnvironmentVariable(variable, null);
            }

            await process.ReadyAsync();
            await process.QuietAsync();
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            builder.AddOrleansAssetsClient(options => options.ConnectionString = database.ConnectionString);
            var service = builder.Build();
            await service.StartAsync();
            var silo = new ToldSilo(name, database, process, service);
            foreach (var id in Enumerable.Range(0, Portfolios).Select(IdOf))
            {
                await silo.Client.Portfolio(id).CreateAsync(new PortfolioCreation("bench", "bench"));
                await silo.Client.Portfolio(id).RecordCashFlowAsync(OrderSilo.Deposit);
            }

            return silo;
        }

        public Task<OrderDecision> DecideAsync(string order, int number) =>
            Client.Portfolio(IdOf(number % Portfolios)).CheckOrderAsync(OrderSilo.Order(order));

        public async ValueTask DisposeAsync()
        {
            await _service.StopAsync();
            _service.Dispose();
            await _process.StopAsync();
            await _process.DisposeAsync();
            await _database.DisposeAsync();
        }

        private static string IdOf(int number) => string.Create(CultureInfo.InvariantCulture, $"p{number}");
    }

    /// <summary>Takes what is sent to it, reads it, and forgets it.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication _app;
        private int _count;

        private Collector(WebApplication app) => _app = app;

        public string Address => _app.Urls.First();

        public int Count => _count;

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
            var collector = new Collector(builder.Build());
            collector._app.Run(async context =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                Interlocked.Increment(ref collector._count);
            });
            await collector._app.StartAsync();
            return collector;
        }

        public async ValueTask DisposeAsync() => await _app.DisposeAsync();
    }
}

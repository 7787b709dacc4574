using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// The same decisions through the client library, on one silo process and then on two, clustered through one private PostgreSQL; beside
/// single-row commits by as many callers, in turns.
/// </summary>
internal static class SilosBenchmark
{
    private const int Callers = 16;
    private const int Portfolios = 8;
    private const int Count = 2_400;

    /// <summary>Of these there are so many that a neighbour's noise falls on both sides alike.</summary>
    private const int Turn = 240;

    /// <summary>After so many the compiler of each silo is done with what is hot.</summary>
    private const int WarmUpDecisions = 3_000;

    private static readonly TimeSpan QuoteMax = TimeSpan.FromMinutes(1);

    public static async Task RunAsync()
    {
        await using var server = await BenchmarkDatabase.StartAsync();
        var commits = await ReferenceCommits.MakeAsync(server.DataSource);
        Console.WriteLine(
            $"{Count:N0} durable decisions of {Portfolios} portfolios by {Callers} callers through the client library, fsync on");
        Console.WriteLine($"silos   {Stretch.Heads}   portfolios on each");
        await using var first = await StartAsync(server, "first");
        await MeasureAsync(1, server, commits);
        await using var second = await StartAsync(server, "second");
        await MeasureAsync(2, server, commits);
        await second.StopAsync();
        await first.StopAsync();
    }

    private static async Task<SiloProcess> StartAsync(BenchmarkDatabase server, string name)
    {
        var silo = SiloProcess.Launch(
            server.ConnectionString, "--cluster", "--warm-up", "nextphase", "--data", Path.Combine(server.Directory, name));
        await silo.ReadyAsync();
        await silo.QuietAsync();
        return silo;
    }

    private static async Task MeasureAsync(int silos, BenchmarkDatabase server, ReferenceCommits reference)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        builder.AddOrleansAssetsClient(options => options.ConnectionString = server.ConnectionString);
        using var service = builder.Build();
        await service.StartAsync();
        var client = service.Services.GetRequiredService<OrleansAssetsClient>();
        await QuotedAsync(client);

        // Portfolios of their own: those of the silo that was there before stay where they are.
        var ids = Enumerable.Range(0, Portfolios).Select(number => $"{silos}-{number}").ToArray();
        await Task.WhenAll(ids.Select(id => client.Portfolio(id).CreateAsync(new PortfolioCreation("bench", "bench"))));
        await Task.WhenAll(ids.Select(id => client.Portfolio(id).RecordCashFlowAsync(OrderSilo.Deposit)));
        await new Stretch().AddAsync(Callers, WarmUpDecisions, number => DecideAsync($"warm-{number}", number));
        await new Stretch().AddAsync(Callers, Turn, _ => reference.CommitAsync());

        var (commits, decisions) = (new Stretch(), new Stretch());
        for (var done = 0; done < Count; done += Turn)
        {
            var first = done;
            await commits.AddAsync(Callers, Turn, _ => reference.CommitAsync());
            await decisions.AddAsync(Callers, Turn, number => DecideAsync($"{first + number}", number));
        }

        var grains = service.Services.GetRequiredService<IGrainFactory>();
        Console.WriteLine($"{silos,5}   {decisions.Beside(commits)}   {await PlacesAsync(grains, silos)}");
        await service.StopAsync();

        Task DecideAsync(string order, int number) => client.Portfolio(ids[number % Portfolios]).CheckOrderAsync(OrderSilo.Order(order));
    }

    /// <summary>Waits until the asset has a price; without one every order would be refused for that alone.</summary>
    private static async Task QuotedAsync(OrleansAssetsClient client)
    {
        using var timeout = new CancellationTokenSource(QuoteMax);
        while ((await client.Asset(OrderSilo.AssetId).GetAsync()).LastQuote is null)
        {
            await Task.Delay(100, timeout.Token);
        }
    }

    /// <summary>How many of the measured portfolios each silo has.</summary>
    private static async Task<string> PlacesAsync(IGrainFactory grains, int silos)
    {
        var prefix = Keys.Portfolio($"{silos}-");
        var statistics = await grains.GetGrain<IManagementGrain>(0).GetDetailedGrainStatistics();
        return string.Join(" and ", statistics
            .Where(one => one.GrainId.Type.ToString() == "portfolio"
                && one.GrainId.Key.ToString()!.StartsWith(prefix, StringComparison.Ordinal)) // a key has a text
            .GroupBy(one => one.SiloAddress)
            .Select(silo => silo.Count().ToString(CultureInfo.InvariantCulture)));
    }
}

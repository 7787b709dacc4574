using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Imports;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// The readiness of every shipped phase at once, through the grains, measured from a year's record and stored; beside as many single-row
/// commits as it makes, in turns.
/// </summary>
internal static class ReadinessBenchmark
{
    private const int Rounds = 21;
    private const int RecordDays = 365;

    /// <summary>Of one evaluation: the grain's state and its row of evidence.</summary>
    private const int CommitsEach = 2;

    public static async Task RunAsync()
    {
        await using var server = await BenchmarkDatabase.StartAsync();
        var database = server.DataSource;
        var configuration = ShippedConfiguration.Read();
        var host = await GrainHost.StartAsync(
            database, configuration, services => services.AddSingleton<ISourceDirectory>(new HealthySources(configuration)));
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        var phases = await PrepareAsync(grains, configuration);
        var commits = await ReferenceCommits.MakeAsync(database);

        var (product, reference) = (new List<double>(), new List<double>());
        for (var round = -2; round < Rounds; round++)
        {
            var here = await TimeAsync(() => Task.WhenAll(phases.Select(phase => phase.EvaluateAsync())));
            var there = await TimeAsync(() => Task.WhenAll(phases.Select(_ => CommitAsync(commits))));
            if (round >= 0) // two rounds warm up
            {
                product.Add(here);
                reference.Add(there);
            }
        }

        Console.WriteLine($"Readiness of {phases.Length} phases from {RecordDays} days, measured and stored, {Rounds} rounds");
        Print("through the grains", product);
        Print($"{CommitsEach} single-row commits for each phase, all phases at once", reference);
        await host.StopAsync();
        host.Dispose();
    }

    private static async Task<IPhaseGrain[]> PrepareAsync(IGrainFactory grains, AssetsConfiguration configuration)
    {
        foreach (var known in configuration.Classes)
        {
            await grains.GetGrain<IAssetClassInnerGrain>(Keys.AssetClass(known.Id)).ConfigureAsync(known);
        }

        foreach (var asset in configuration.Assets)
        {
            await grains.GetGrain<IAssetInnerGrain>(Keys.Asset(asset.Id)).ConfigureAsync(asset);
        }

        var random = new Random(1);
        var last = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);
        var equity = 20_000m;
        await ImportAsync(grains, ImportKind.Equity, import => import.AddEquityAsync(0,
        [
            .. Enumerable.Range(0, RecordDays).Select(day => new EquityPoint(
                last.AddDays(day + 1 - RecordDays),
                equity = Math.Round(equity * (decimal)(1.001 + ((random.NextDouble() - 0.5) / 50)), 2), 0)),
        ]));
        var start = new DateTimeOffset(last.AddDays(-RecordDays), TimeOnly.MinValue, TimeSpan.Zero);
        await ImportAsync(grains, ImportKind.Trades, import => import.AddTradesAsync(0,
        [
            .. Enumerable.Range(0, RecordDays).Select(index => new Trade(
                $"t{index}", "BTC/USDT", null, TradeSide.Long, 1, start.AddDays(index), 100, start.AddDays(index).AddHours(20),
                96 + random.Next(0, 11), 0.1m)),
        ]));
        var phases = configuration.Phases.Select(phase => grains.GetGrain<IPhaseGrain>(Keys.Phase(phase.Id))).ToArray();
        foreach (var definition in configuration.Phases)
        {
            await grains.GetGrain<IPhaseInnerGrain>(Keys.Phase(definition.Id)).ConfigureAsync(definition);
        }

        return phases;
    }

    private static async Task ImportAsync(IGrainFactory grains, ImportKind kind, Func<IImportGrain, Task> fill)
    {
        var import = grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));
        await import.BeginAsync(new ImportTarget(kind, "main", "benchmark"));
        await fill(import);
        await import.CommitAsync();
    }

    private static async Task CommitAsync(ReferenceCommits commits)
    {
        for (var commit = 0; commit < CommitsEach; commit++)
        {
            await commits.CommitAsync();
        }
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static void Print(string name, List<double> times)
    {
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: median {times[times.Count / 2]:0.0} ms, best {times[0]:0.0} ms, worst {times[^1]:0.0} ms"));
    }

    /// <summary>Sources that were just collected: what a vendor answers is not measured here.</summary>
    private sealed class HealthySources(AssetsConfiguration configuration) : ISourceDirectory
    {
        public Task ConfigureAsync(DataSourceDefinition definition) => Task.CompletedTask;

        public Task WakeAsync(string sourceId) => Task.CompletedTask;

        public Task<DataSourceView> GetAsync(string sourceId, CancellationToken cancellationToken) => Task.FromResult(new DataSourceView(
            configuration.FindSource(sourceId)!, DataSourceStatus.Healthy, "healthy", "benchmark", [], null, null, null, 0, null, null,
            0, [], []));
    }
}

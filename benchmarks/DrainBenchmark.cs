using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Orleans;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Grains.Inner;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// Ten thousand feeds of a hundred sources that all fall due at once, on one silo. The reference is what the vendors' limits allow: two
/// calls a second and source, so that no silo could be done sooner than in fifty seconds.
/// </summary>
internal static class DrainBenchmark
{
    private const int Sources = 100;
    private const int FeedsPerSource = 100;
    private const int CallsPerSecond = 2;
    private const int ConfiguredAtOnce = 64;

    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(10);

    public static async Task RunAsync()
    {
        await using var server = await BenchmarkDatabase.StartAsync();
        var database = server.DataSource;
        var sources = Enumerable.Range(0, Sources).Select(Source).ToArray();
        var assets = sources.SelectMany((source, index) => Enumerable.Range(0, FeedsPerSource)
            .Select(number => FeedSilo.Asset($"S{index}/A{number}", source.Id))).ToArray();
        var calls = new CallCount(Sources * FeedsPerSource);
        await using var silo = await FeedSilo.StartAsync(
            database,
            FeedSilo.ConfigurationOf(assets, sources),
            services =>
            {
                foreach (var source in sources)
                {
                    services.AddKeyedSingleton<IVendorAdapter>(source.Id, new CountedQuotes(source.Id, calls));
                }
            });
        await Parallel.ForEachAsync(assets, new ParallelOptions { MaxDegreeOfParallelism = ConfiguredAtOnce }, async (asset, _) =>
            await silo.Grains.GetGrain<IAssetInnerGrain>(Keys.Asset(asset.Id)).ConfigureAsync(asset));

        var ideal = FeedsPerSource / (double)CallsPerSecond;
        Console.WriteLine(
            $"{Sources * FeedsPerSource:N0} feeds of {Sources} sources due at once, {CallsPerSecond} calls a second and source");
        await Task.WhenAll(sources.Select(source =>
            silo.Grains.GetGrain<IDataSourceInnerGrain>(Keys.DataSource(source.Id)).ConfigureAsync(source)));
        await calls.Done.WaitAsync(TimeMax);
        var drained = calls.SecondsFromFirstToLast;
        Console.WriteLine(
            $"the limits allow {ideal:0.0} s; from the first call to the last {drained:0.0} s, which is the delay of the last; "
            + $"overhead {(drained / ideal) - 1:P0}; the aim is under 5 %");
    }

    private static DataSourceDefinition Source(int index) => new(
        $"source_{index}", "benchmark", "free", 0, [], "https://vendor.example", ["crypto"], [new RateWindow("second", 1, CallsPerSecond)],
        [new DatasetSchedule(DatasetKind.Quotes, null, 3_600, 0)], Collected: true);
}

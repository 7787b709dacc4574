using System.Globalization;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// How the cost of a silo grows with its assets: start, resident memory, and one round of collection in which the quote of every asset is
/// due. The silo is a process of its own on a private PostgreSQL. Reference: as many single-row commits as there are calls, by as many
/// connections as there are sources of prices, and the shipped number of assets.
/// </summary>
internal static class GrowthBenchmark
{
    private const int CommitsMin = 500;

    private static readonly int[] Sizes = [22, 500, 5_000];
    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RoundMax = TimeSpan.FromSeconds(60);

    public static async Task RunAsync()
    {
        Console.WriteLine("The shipped assets repeated, quotes of four sources from memory, private PostgreSQL, fsync on");
        Console.WriteLine("assets   first start s   next start s   round s   ms a call   commit ms   MB after round   MB idle");
        foreach (var assets in Sizes)
        {
            Console.WriteLine(await MeasureAsync(assets));
        }
    }

    private static async Task<string> MeasureAsync(int assets)
    {
        await using var server = await BenchmarkDatabase.StartAsync();
        var reference = await ReferenceCommits.MakeAsync(server.DataSource);
        await using var first = Launch(server, assets);
        var firstReady = await first.ReadyAsync();
        var (round, collected) = await RoundAsync(server, first, assets);
        var busy = first.ResidentMegabytes();
        await first.StopAsync();

        await using var next = Launch(server, assets);
        var nextReady = await next.ReadyAsync();
        await Task.Delay(IdleAfter);
        var idle = next.ResidentMegabytes();
        await next.StopAsync();

        var commits = new Stretch();
        await commits.AddAsync(GrownConfiguration.PriceSources.Length, Math.Max(assets, CommitsMin), _ => reference.CommitAsync());
        var cut = collected < assets ? $"   (cut off after {collected:N0} assets, so that the next start was not idle)" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{assets,6:N0}   {firstReady.TotalSeconds,13:0.0}   {nextReady.TotalSeconds,12:0.0}   {round,7:0.0}   "
            + $"{1000 * round / collected,9:0.0}   {1000 / commits.Rate,9:0.0}   {busy,14:0}   {idle,7:0}{cut}");
    }

    /// <summary>The seconds of the round, and how many assets it reached: all, or so many as the benchmark waits for.</summary>
    private static async Task<(double Seconds, long Collected)> RoundAsync(BenchmarkDatabase server, SiloProcess silo, int assets)
    {
        try
        {
            var line = await silo.LineAsync(GrowthSilo.RoundWords, RoundMax);
            return (double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture), assets);
        }
        catch (OperationCanceledException)
        {
            await using var command = server.DataSource.CreateCommand("SELECT count(DISTINCT asset_id) FROM quotes");
            return (RoundMax.TotalSeconds, (long)(await command.ExecuteScalarAsync())!); // a count is never null
        }
    }

    private static SiloProcess Launch(BenchmarkDatabase server, int assets) => SiloProcess.LaunchOwn(
        server.ConnectionString, GrowthSilo.Command, $"{assets}", Path.Combine(server.Directory, "silo"));
}

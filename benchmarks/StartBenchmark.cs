using System.Diagnostics;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// The built silo as a process: time from its launch to its word that it is ready, and its resident memory after a while. The
/// reference of the same run is a launch that only prints the help: the runtime's own start.
/// </summary>
internal static class StartBenchmark
{
    private const int Starts = 4;

    private static readonly TimeSpan IdleAfter = TimeSpan.FromSeconds(30);

    public static async Task RunAsync()
    {
        var data = BenchmarkDatabase.MakeDirectory();
        try
        {
            await RunAsync(data);
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task RunAsync(string data)
    {
        Console.WriteLine("Silo, private PostgreSQL, sandbox");
        Console.WriteLine($"reference: the program prints its help in {await TimeHelpAsync():0.00} s");
        for (var start = 1; start <= Starts; start++)
        {
            await using var silo = SiloProcess.Launch(connectionString: null, "--data", data);
            var ready = await silo.ReadyAsync();
            Console.WriteLine(
                $"start {start}: ready in {ready.TotalSeconds:0.00} s{(start == 1 ? " (makes the database)" : "; the aim is under 3 s")}");
            if (start == Starts)
            {
                await Task.Delay(IdleAfter);
                Console.WriteLine($"resident after {IdleAfter.TotalSeconds:0} s: {silo.ResidentMegabytes():0} MB; the aim is under 200 MB");
            }

            await silo.StopAsync();
        }
    }

    private static async Task<double> TimeHelpAsync()
    {
        var started = Stopwatch.GetTimestamp();
        await using var process = SiloProcess.Launch(connectionString: null, "--help");
        await process.EndAsync();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}

using System.Diagnostics;
using System.Globalization;

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
            using var silo = Launch("--data", data, "--port", "0", "--gateway-port", "0", "--silo-port", "0");
            var started = Stopwatch.GetTimestamp();
            await ReadyAsync(silo);
            var ready = Stopwatch.GetElapsedTime(started);
            Console.WriteLine($"start {start}: ready in {ready.TotalSeconds:0.00} s{(start == 1 ? " (makes the database)" : "; the aim is under 3 s")}");
            if (start == Starts)
            {
                var drain = silo.StandardOutput.ReadToEndAsync();
                await Task.Delay(IdleAfter);
                Console.WriteLine($"resident after {IdleAfter.TotalSeconds:0} s: {ResidentMegabytes(silo):0} MB; the aim is under 200 MB");
                await StopAsync(silo);
                await drain;
            }
            else
            {
                await StopAsync(silo);
            }
        }
    }

    private static async Task<double> TimeHelpAsync()
    {
        var started = Stopwatch.GetTimestamp();
        using var process = Launch("--help");
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static Process Launch(params string[] arguments) => Process.Start(
        new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "OrleansAssets.Silo.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = FindRoot(),
        }) ?? throw new InvalidOperationException("The silo could not be launched.");

    internal static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "OrleansAssets.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The benchmark does not run below the repository's root.");
    }

    private static async Task ReadyAsync(Process silo)
    {
        while (await silo.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains("Ready: ", StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException("The silo ended before it was ready.");
    }

    private static double ResidentMegabytes(Process silo)
    {
        var line = File.ReadLines($"/proc/{silo.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture) / 1024;
    }

    private static async Task StopAsync(Process silo)
    {
        using var interrupt = Process.Start("kill", ["-TERM", $"{silo.Id}"]);
        await interrupt.WaitForExitAsync();
        await silo.WaitForExitAsync();
    }
}

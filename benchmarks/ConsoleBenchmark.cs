using System.Diagnostics;
using OrleansAssets.Hosting;

namespace OrleansAssets.Benchmarks;

/// <summary>
/// How long somebody waits for <c>./assets status</c>, its script included, beside <c>curl</c> of the same question, in turns. The script
/// takes the console that is compiled ahead of time where there is one (eng/Ahead.props), and says so where it has to build.
/// </summary>
internal static class ConsoleBenchmark
{
    private const int Rounds = 20;

    public static Task RunAsync() => SiloProcess.MeasureAsync(MeasureAsync);

    private static async Task MeasureAsync(string data)
    {
        var file = Path.Combine(data, RunFile.FileName);
        var run = SiloProcess.ReadRunFile(data);
        var token = (await File.ReadAllTextAsync(Path.Combine(data, "admin.token"))).Trim();
        string[] script = [Path.Combine(ShippedConfiguration.Root, "assets"), "status", "--json", "--run-file", file];
        string[] built = ["dotnet", ConsoleProgram.Dll, .. script[1..]];
        string[] curl = ["curl", "-sf", "-H", $"Authorization: Bearer {token}", $"{run.WebUrl}/api/v1/status"];
        await TimeAsync(script); // it may build
        var (byScript, byDll, byCurl) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            byScript.Add(await TimeAsync(script));
            byDll.Add(await TimeAsync(built));
            byCurl.Add(await TimeAsync(curl));
        }

        Console.WriteLine($"Console, {Rounds} rounds in turns; the aim is 0.3 s with the script");
        Console.WriteLine($"./assets status: {Told(byScript)}");
        Console.WriteLine($"the console as it is built for tests: {Told(byDll)}");
        Console.WriteLine($"reference: curl of the same question: {Told(byCurl)}");
    }

    private static string Told(List<double> seconds) =>
        $"median {seconds.Order().ElementAt(Rounds / 2):0.000} s, best {seconds.Min():0.000} s";

    private static async Task<double> TimeAsync(string[] command)
    {
        var started = Stopwatch.GetTimestamp();
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} could not be started.");
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Stopwatch.GetElapsedTime(started).TotalSeconds
            : throw new InvalidOperationException($"{command[0]} ended with {process.ExitCode}: {output}");
    }
}

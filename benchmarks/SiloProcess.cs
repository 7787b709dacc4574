using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using OrleansAssets.Hosting;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Benchmarks;

/// <summary>A silo as a process of its own, with the runtime's settings that the silo ships with. Killed where nobody stopped it.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private const string Silo = "OrleansAssets.Silo";

    private static readonly TimeSpan ReadyMax = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan QuietMax = TimeSpan.FromMinutes(2);

    private readonly long _launched = Stopwatch.GetTimestamp();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly Process _process;
    private readonly Task _reading;

    private SiloProcess(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>The built silo.</summary>
    /// <param name="connectionString">Null for a private server of its own.</param>
    public static SiloProcess Launch(string? connectionString, params string[] arguments) =>
        Launch(Silo, connectionString, [.. arguments, "--open-gateway", "--port", "0", "--gateway-port", "0", "--silo-port", "0"]);

    /// <summary>This program once more, for a silo that is composed here.</summary>
    public static SiloProcess LaunchOwn(string connectionString, params string[] arguments) =>
        Launch("OrleansAssets.Benchmarks", connectionString, arguments);

    /// <summary>Measures at a silo with a private server, once it has collected its history, and removes all of it.</summary>
    /// <param name="measure">Is given the data directory.</param>
    public static async Task MeasureAsync(Func<string, Task> measure)
    {
        var data = BenchmarkDatabase.MakeDirectory();
        try
        {
            await using var silo = Launch(connectionString: null, "--data", data);
            await silo.ReadyAsync();
            await silo.QuietAsync();
            await measure(data);
            await silo.StopAsync();
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    /// <summary>What the silo of a data directory says of itself.</summary>
    public static RunFile ReadRunFile(string data)
    {
        var file = Path.Combine(data, RunFile.FileName);
        using var stream = File.OpenRead(file);
        return JsonSerializer.Deserialize(stream, RunFileJson.Default.RunFile)
            ?? throw new InvalidOperationException($"{file} is empty.");
    }

    /// <summary>Waits for its word that it is ready, and says how long that took since its launch.</summary>
    public async Task<TimeSpan> ReadyAsync()
    {
        await LineAsync("Ready: ", ReadyMax);
        return Stopwatch.GetElapsedTime(_launched);
    }

    /// <summary>The next line with such words.</summary>
    public async Task<string> LineAsync(string words, TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        await foreach (var line in _lines.Reader.ReadAllAsync(timeout.Token))
        {
            if (line.Contains(words, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"The silo ended without '{words}'.");
    }

    public double ResidentMegabytes()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        var kilobytes = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1];
        return double.Parse(kilobytes, CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>The most resident memory it has had.</summary>
    public double PeakMegabytes() => PeakMemory.MegabytesOf(_process.Id);

    /// <summary>Waits until the work that follows a start, as the collection of history, is over: a tenth of a processor at most.</summary>
    public async Task QuietAsync()
    {
        var started = Stopwatch.GetTimestamp();
        TimeSpan before, used;
        do
        {
            before = ProcessorTime();
            await Task.Delay(QuietFor);
            used = ProcessorTime() - before;
        }
        while (used > QuietFor / 10 && Stopwatch.GetElapsedTime(started) < QuietMax);
    }

    /// <summary>Stops it in good order.</summary>
    public async Task StopAsync()
    {
        using var interrupt = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await interrupt.WaitForExitAsync();
        await EndAsync();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task EndAsync()
    {
        await _reading;
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await EndAsync();
        }

        _process.Dispose();
    }

    private static SiloProcess Launch(string program, string? connectionString, string[] arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet", ["exec", "--runtimeconfig", Beside($"{Silo}.runtimeconfig.json"), Beside($"{program}.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            WorkingDirectory = ShippedConfiguration.Root,
        };
        start.Environment[SiloOptions.ConnectionVariable] = connectionString;
        return new SiloProcess(Process.Start(start) ?? throw new InvalidOperationException("The silo could not be launched."));
    }

    private TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    private static string Beside(string file) => Path.Combine(AppContext.BaseDirectory, file);

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            _lines.Writer.TryWrite(line);
        }

        _lines.Writer.Complete();
    }
}

using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using OrleansAssets.Cli.Connecting;
using OrleansAssets.Hosting;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>The built silo as a process of its own, on free ports, with its own private PostgreSQL.</summary>
internal sealed class SiloProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly string[] PortOptions = ["--port", "--gateway-port", "--silo-port"];

    private readonly Process _process;
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly StringBuilder _log = new();
    private int _openStreams = 2; // what it writes ends with the later of output and errors

    private SiloProcess(Process process, string dataDirectory)
    {
        _process = process;
        DataDirectory = dataDirectory;
    }

    public string DataDirectory { get; }

    public string RunFilePath => Path.Combine(DataDirectory, "run.json");

    public RunFile RunFile => RunFileReader.Read(RunFilePath) ?? throw new InvalidOperationException("There is no run file.");

    /// <summary>The token of its admin, which its first start made.</summary>
    public string Token => File.ReadAllText(Path.Combine(DataDirectory, AdminToken.FileName)).Trim();

    public int ExitCode => _process.ExitCode;

    public bool HasExited => _process.HasExited;

    /// <summary>Everything it wrote so far.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Starts it and waits for its word that it is ready.</summary>
    public static async Task<SiloProcess> StartAsync(string dataDirectory, params string[] more)
    {
        var silo = Launch(dataDirectory, more);
        await silo.WaitForLineAsync("Ready: ");
        return silo;
    }

    /// <summary>Starts it and returns at once.</summary>
    public static SiloProcess Launch(string dataDirectory, params string[] more) =>
        LaunchWith(new Dictionary<string, string>(StringComparer.Ordinal), dataDirectory, more);

    /// <summary>Starts it with variables of its own and returns at once.</summary>
    public static SiloProcess LaunchWith(IReadOnlyDictionary<string, string> environment, string dataDirectory, params string[] more) =>
        Launch(
            environment, dataDirectory,
            [
                "--data", dataDirectory,
                .. PortOptions.Except(more, StringComparer.Ordinal).SelectMany(option => new[] { option, "0" }), .. more,
            ]);

    /// <summary>Starts the web side as a process of its own and returns at once.</summary>
    public static SiloProcess LaunchWeb(string dataDirectory, params string[] more) => Launch(
        new Dictionary<string, string>(StringComparer.Ordinal), dataDirectory, ["web", "--data", dataDirectory, .. more]);

    private static SiloProcess Launch(IReadOnlyDictionary<string, string> environment, string dataDirectory, string[] told)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryFiles.Root,
        };
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "OrleansAssets.Silo.dll"), "--root", RepositoryFiles.Root, .. told,
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment.Remove("ConnectionStrings__assets");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var silo = new SiloProcess(Process.Start(start)!, dataDirectory); // null only for shell execution
        silo._process.OutputDataReceived += (_, line) => silo.Take(line.Data);
        silo._process.ErrorDataReceived += (_, line) => silo.Take(line.Data);
        silo._process.BeginOutputReadLine();
        silo._process.BeginErrorReadLine();
        return silo;
    }

    /// <summary>The first line that matches, of those written so far or of those to come.</summary>
    public async Task<string> WaitForLineAsync(string pattern)
    {
        if (Array.Find(Log.Split('\n'), line => Matches(line, pattern)) is { } written)
        {
            return written;
        }

        using var timeout = new CancellationTokenSource(Patience);
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(timeout.Token))
            {
                if (Matches(line, pattern))
                {
                    return line;
                }
            }
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"No line like '{pattern}' within {Patience.TotalSeconds} s. The log:\n{Log}", exception);
        }

        throw new InvalidOperationException($"The silo ended without a line like '{pattern}'. The log:\n{Log}");
    }

    /// <summary>What <c>kill -9</c> does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>What a service manager does; Ctrl-C is the same to the silo, but a run in the background would not pass it on.</summary>
    public async Task StopAsync()
    {
        await SignalAsync("TERM");
        await WaitForExitAsync();
    }

    /// <summary>
    /// Sends it a signal and does not wait for what follows: STOP freezes it as a paused machine does, CONT lets it go on.
    /// </summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    public async Task WaitForExitAsync()
    {
        using var timeout = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(timeout.Token);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                await StopAsync();
            }
        }
        finally
        {
            _process.Kill(entireProcessTree: true); // Nothing, where it has ended as it should.
            _process.Dispose();
        }
    }

    private static bool Matches(string line, string pattern) =>
        Regex.IsMatch(line, pattern, RegexOptions.None, TimeSpan.FromSeconds(1));

    private void Take(string? line)
    {
        if (line is null)
        {
            if (Interlocked.Decrement(ref _openStreams) == 0)
            {
                _lines.Writer.TryComplete();
            }

            return;
        }

        lock (_log)
        {
            _log.AppendLine(line);
        }

        _lines.Writer.TryWrite(line);
    }
}

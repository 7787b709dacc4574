using OrleansAssets.Silo.Start;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Keeps in a file of the data directory how far a silo's life has come, so that the next one can tell how it ended: a stop that took
/// longer than its budget, a kill and a crash are seen by nobody in the process itself, as its web port is gone by then.
/// </summary>
internal sealed partial class SiloLife(string dataDirectory, TimeSpan budget, TimeProvider clock, ILogger<SiloLife> logger)
    : IHostedLifecycleService
{
    public const string FileName = "silo.life";

    // What stands in the file.
    private const string Works = "works", Stops = "stops", Stopped = "stopped", StoppedLate = "stopped late";

    private readonly string _path = Path.Combine(dataDirectory, FileName);
    private volatile Begin? _begun;
    private long? _stopsSince;

    /// <summary>How the life before this one ended, and for how long this one lasts; null until the start is done.</summary>
    public (string After, TimeSpan Lasts)? Now => _begun is { } begun ? (begun.After, clock.GetElapsedTime(begun.At)) : null;

    /// <summary>A start that fails and is tried again has not begun a life.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _begun = new Begin(AfterLast(), clock.GetTimestamp());
        Write(Works);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_begun is not null)
        {
            _stopsSince = clock.GetTimestamp();
            Write(Stops);
        }

        return Task.CompletedTask;
    }

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        if (_stopsSince is { } since)
        {
            Write(clock.GetElapsedTime(since) > budget ? StoppedLate : Stopped);
        }

        return Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string AfterLast()
    {
        try
        {
            return File.ReadAllText(_path) switch
            {
                Stopped => SiloEnds.Stop,
                StoppedLate or Stops => SiloEnds.LateStop, // who killed it amid its stop had waited for longer than the budget
                _ => SiloEnds.Crash,
            };
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return SiloEnds.None;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNot("read", _path, exception.Message.TrimEnd('.'));
            return SiloEnds.None;
        }
    }

    private void Write(string word)
    {
        try
        {
            OwnerOnlyFile.Write(_path, stream =>
            {
                using var writer = new StreamWriter(stream, leaveOpen: true);
                writer.Write(word);
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNot("written", _path, exception.Message.TrimEnd('.')); // a silo works, and stops, all the same
        }
    }

    [LoggerMessage(1022, LogLevel.Warning, "{Path} cannot be {Done} ({Reason}): how this silo's life ends is not told by its next start")]
    private partial void LogNot(string done, string path, string reason);

    private sealed record Begin(string After, long At);
}

/// <summary>How the life before this one ended, as metrics tell it.</summary>
internal static class SiloEnds
{
    /// <summary>There was none in this data directory.</summary>
    public const string None = "none";

    /// <summary>A stop within <see cref="SiloOptions.StopBudget"/>.</summary>
    public const string Stop = "stop";

    /// <summary>A stop that took longer, or in which the process was killed.</summary>
    public const string LateStop = "late_stop";

    /// <summary>Without any stop: killed, crashed, or the machine was gone.</summary>
    public const string Crash = "crash";
}

using System.Text.Json;
using OrleansAssets.Hosting;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Keeps <c>.data/run.json</c> while the silo is ready, so that the console and other tools find it.</summary>
internal sealed partial class RunFileWriter(
    SiloOptions options, AssetsDatabase database, SystemInfo system, SiloReadiness readiness, ILogger<RunFileWriter> logger)
    : BackgroundService, IHostedLifecycleService
{
    private readonly string _path = Path.Combine(options.DataDirectory, RunFile.FileName);

    /// <summary>Nobody shall find a silo that stops.</summary>
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        Delete();
        return Task.CompletedTask;
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Delete(); // It may have become ready just when the stop began.
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await readiness.WhenDone.WaitAsync(stoppingToken);
        Write(_path, new RunFile(
            Environment.ProcessId,
            $"http://127.0.0.1:{options.WebPort}",
            options.WebPort,
            options.GatewayPort,
            options.Mode,
            database.ConnectionString,
            system.StartedAt));
        LogReady(options.WebPort, options.GatewayPort, database.Description);
        if (options.Live)
        {
            LogLive();
        }
        else
        {
            LogSandbox();
        }
    }

    private void Delete()
    {
        try
        {
            File.Delete(_path);
        }
        catch (DirectoryNotFoundException)
        {
            // Somebody removed the data directory, and the file with it.
        }
    }

    /// <summary>Writes the file in one step: a reader sees the old or the new one, never half. Readable by its owner only.</summary>
    internal static void Write(string path, RunFile run)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!); // a full path of a file has a directory
        var unfinished = full + ".new";
        File.Delete(unfinished);
        var creation = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            creation.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(unfinished, creation))
        {
            JsonSerializer.Serialize(stream, run, RunFileJson.Default.RunFile);
        }

        File.Move(unfinished, full, overwrite: true);
    }

    [LoggerMessage(1001, LogLevel.Information, "Ready: http://127.0.0.1:{WebPort}, gateway {GatewayPort}, {Database}")]
    private partial void LogReady(int webPort, int gatewayPort, string database);

    [LoggerMessage(1002, LogLevel.Information, "Mode: sandbox. All market data are synthetic; --live asks the vendors.")]
    private partial void LogSandbox();

    [LoggerMessage(1003, LogLevel.Information, "Mode: live. The vendors themselves are asked.")]
    private partial void LogLive();
}

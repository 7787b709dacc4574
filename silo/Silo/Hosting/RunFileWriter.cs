using System.Text.Json;
using OrleansAssets.Hosting;
using OrleansAssets.Silo.Start;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Keeps <c>.data/run.json</c> while the silo is ready, so that the console and other tools find it.</summary>
internal sealed partial class RunFileWriter(
    SiloOptions options, AssetsDatabase database, SystemInfo system, SiloReadiness readiness, TimeProvider clock,
    ILogger<RunFileWriter> logger)
    : BackgroundService, IHostedLifecycleService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5);

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
        var isWritten = TryWrite(isFirst: true);
        LogReady(options.WebPort, options.GatewayPort, database.Description);
        if (options.OpenGateway)
        {
            LogOpen(options.GatewayPort);
        }

        if (options.Live)
        {
            LogLive();
        }
        else
        {
            LogSandbox();
        }

        while (!isWritten)
        {
            await Task.Delay(Again, clock, stoppingToken);
            isWritten = TryWrite(isFirst: false);
        }
    }

    /// <summary>A disk that is full keeps the console from finding this silo, and nothing else from its work.</summary>
    private bool TryWrite(bool isFirst)
    {
        try
        {
            Write(_path, new RunFile(
                Environment.ProcessId,
                $"http://127.0.0.1:{options.WebPort}",
                options.WebPort,
                options.GatewayPort,
                options.Mode,
                database.ConnectionString,
                system.StartedAt));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (isFirst)
            {
                LogNotWritten(_path, exception.Message.TrimEnd('.'), Again.TotalSeconds);
            }

            return false;
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
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotDeleted(_path, exception.Message.TrimEnd('.')); // The stop goes on: the console sees that nobody answers there.
        }
    }

    internal static void Write(string path, RunFile run) =>
        OwnerOnlyFile.Write(path, stream => JsonSerializer.Serialize(stream, run, RunFileJson.Default.RunFile));

    [LoggerMessage(1005, LogLevel.Error,
        "{Path} cannot be written ({Reason}), so that the console does not find this silo by itself. It is tried again every {Seconds} s")]
    private partial void LogNotWritten(string path, string reason, double seconds);

    [LoggerMessage(1006, LogLevel.Warning, "{Path} cannot be deleted ({Reason}): delete it, it names a silo that has ended")]
    private partial void LogNotDeleted(string path, string reason);

    [LoggerMessage(1001, LogLevel.Information, "Ready: http://127.0.0.1:{WebPort}, gateway {GatewayPort}, {Database}")]
    private partial void LogReady(int webPort, int gatewayPort, string database);

    [LoggerMessage(1004, LogLevel.Information,
        "Clients of grains (gateway {GatewayPort}) are let in without a token and by any name, as --open-gateway says")]
    private partial void LogOpen(int gatewayPort);

    [LoggerMessage(1002, LogLevel.Information, "Mode: sandbox. All market data are synthetic; --live asks the vendors.")]
    private partial void LogSandbox();

    [LoggerMessage(1003, LogLevel.Information, "Mode: live. The vendors themselves are asked.")]
    private partial void LogLive();
}

using OrleansAssets.Hosting;

namespace OrleansAssets.Silo.Hosting;

/// <summary>Keeps <c>.data/run.json</c> while the silo runs, so that the console and other tools find it.</summary>
internal sealed class RunFileWriter(SiloOptions options, AssetsDatabase database, SystemInfo system) : IHostedLifecycleService
{
    private readonly string _path = Path.Combine(options.DataDirectory, "run.json");

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        new RunFile(
            Environment.ProcessId,
            system.Engine,
            $"http://127.0.0.1:{options.WebPort}",
            options.WebPort,
            options.GatewayPort,
            options.Mode,
            database.ConnectionString,
            system.StartedAt).Write(_path);
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        File.Delete(_path);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

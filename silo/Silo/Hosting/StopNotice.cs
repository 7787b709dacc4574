using OrleansAssets.Silo.Start;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// The first moments of a stop in a cluster: readiness is false, and everything still works, so that whoever distributes work (a load
/// balancer, a service manager) sees it in time and sends it to another silo. A silo alone has nobody to hand it to, and stops at once.
/// </summary>
internal sealed partial class StopNotice(SiloOptions options, TimeProvider clock, ILogger<StopNotice> logger) : IHostedLifecycleService
{
    /// <summary>Longer than the pause between two looks at <c>/health/ready</c> that the docs advise, 1 s.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        LogStopping(SiloOptions.StopBudget.TotalSeconds);
        return options.Cluster ? Task.Delay(Duration, clock, cancellationToken) : Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1021, LogLevel.Information, "Stopping: calls under way are finished; this may take {Seconds} s")]
    private partial void LogStopping(double seconds);
}

using Orleans;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Reminders;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Looks after the reminders by a timer of this process, as a reminder that is lost cannot tell so itself: stores which ticked here, and
/// lets the watchdog look for those that did not.
/// </summary>
internal sealed partial class ReminderWatcher(
    IGrainFactory grains, ReminderTicks ticks, TimeProvider clock, ILogger<ReminderWatcher> logger) : BackgroundService
{
    /// <summary>Well within the least time that a reminder may be late.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private bool _fails;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await LookAsync(ticks.StoreAsync, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await LookAsync(WatchAsync, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops.
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        await ticks.StoreAsync(cancellationToken);
        await grains.GetGrain<IWatchdogGrain>(Keys.Watchdog).WatchAsync().WaitAsync(cancellationToken);
    }

    /// <summary>A failure is told once and not again until it has passed: it comes back with every look.</summary>
    private async Task LookAsync(Func<CancellationToken, Task> look, CancellationToken cancellationToken)
    {
        try
        {
            await look(cancellationToken);
            _fails = false;
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            if (!_fails)
            {
                LogFailed(exception.GetBaseException().Message.Split('\n', 2)[0].TrimEnd(), Every.TotalSeconds);
            }

            _fails = true;
        }
    }

    [LoggerMessage(1160, LogLevel.Warning, "Reminders could not be looked after: {Reason} It is tried again every {Seconds} s")]
    private partial void LogFailed(string reason, double seconds);
}

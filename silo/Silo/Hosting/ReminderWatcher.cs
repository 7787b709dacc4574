using Orleans;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Reminders;

namespace OrleansAssets.Silo.Hosting;

/// <summary>
/// Looks after the reminders by a timer of this process, as a reminder that is lost cannot tell so itself: stores which ticked here, and
/// lets the watchdog look for those that did not.
/// </summary>
internal sealed partial class ReminderWatcher(
    IGrainFactory grains, ReminderTicks ticks, TimeProvider clock, ILogger<ReminderWatcher> logger)
    : RecurringService(Every, clock)
{
    /// <summary>Well within the least time that a reminder may be late.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(ticks.StoreAsync, cancellationToken);
    }

    protected override async Task RoundAsync(CancellationToken cancellationToken)
    {
        await ticks.StoreAsync(cancellationToken);
        await grains.GetGrain<IWatchdogGrain>(Keys.Watchdog).WatchAsync().WaitAsync(cancellationToken);
    }

    protected override void Tell(string reason, double seconds) => LogFailed(reason, seconds);

    [LoggerMessage(1160, LogLevel.Warning, "Reminders could not be looked after: {Reason}. It is tried again every {Seconds} s")]
    private partial void LogFailed(string reason, double seconds);
}

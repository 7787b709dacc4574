using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Reminders;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Reminders;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Reminders;

/// <summary>
/// Wakes what is overdue: calls the grain as its reminder would, then registers the reminder again, so that the reminder service arms it.
/// It keeps nothing itself. Calls follow one another, and each wake is claimed in the database first, so that two silos that both took it
/// for theirs for a moment wake a grain once.
/// </summary>
internal sealed partial class WatchdogGrain(
    IReminderWatchStore watches,
    IReminderTable table,
    ReminderKeeper keeper,
    ISystemInfo system,
    WatchdogMetrics metrics,
    TimeProvider clock,
    ILogger<WatchdogGrain> log) : Grain, IWatchdogGrain
{
    /// <summary>Most reminders that are looked at in one call, and most that are woken: the others wait for the next.</summary>
    private const int LooksMax = 200;

    private const int WakesMax = 16;

    private volatile WatchdogLook? _look;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        metrics.Watchdogs.Add(Keys.Watchdog, TellLook);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Watchdogs.Remove(Keys.Watchdog, TellLook);
        return Task.CompletedTask;
    }

    public async Task<ImmutableArray<OverdueWork>> WatchAsync()
    {
        var now = clock.GetUtcNow();
        var read = await ReadAsync(now, CancellationToken.None);
        _look = new WatchdogLook(read.Count(watch => OverdueRules.IsOverdue(watch, system.StartedAt, now)));
        var due = read.Where(watch => OverdueRules.MayWake(watch, system.StartedAt, now)).Take(WakesMax).ToArray();
        var woken = await Task.WhenAll(due.Select(watch => WakeAsync(watch, now)));
        return [.. due.Where((_, index) => woken[index]).Select(Tell)];
    }

    public async Task<ImmutableArray<OverdueWork>> GetOverdueAsync(CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var read = await ReadAsync(now, cancellationToken);
        return [.. read.Where(watch => OverdueRules.IsOverdue(watch, system.StartedAt, now)).Select(Tell)];
    }

    private Task<ImmutableArray<ReminderWatch>> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        watches.GetDueBeforeAsync(now - OverdueRules.ToleranceMin, LooksMax, cancellationToken);

    private WatchdogLook? TellLook() => _look;

    private OverdueWork Tell(ReminderWatch watch) => new(watch.Key.Words, OverdueRules.DueAt(watch, system.StartedAt));

    private async Task<bool> WakeAsync(ReminderWatch watch, DateTimeOffset now)
    {
        if (!await watches.ClaimAsync(watch, now, CancellationToken.None))
        {
            return false;
        }

        var (key, grain) = (watch.Key, GrainId.Parse(watch.Key.GrainId));
        try
        {
            var before = await table.ReadRow(grain, key.Name);
            await GrainFactory.GetGrain<IRemindable>(grain).ReceiveReminder(
                key.Name, new TickStatus(before?.StartAt ?? now.UtcDateTime, watch.Period, now.UtcDateTime));
            await watches.TickedAsync([new(key, clock.GetUtcNow())], CancellationToken.None);
            await ArmAsync(grain, key, before);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // One grain that cannot be woken must not keep the others asleep; it stays overdue, and is woken again.
            metrics.Woke(key.Name, done: false);
            LogWakeFailed(exception, key.Words, OverdueRules.DueAt(watch, system.StartedAt).UtcDateTime);
            return true;
        }

        metrics.Woke(key.Name, done: true);
        LogWoken(key.Words, OverdueRules.DueAt(watch, system.StartedAt).UtcDateTime);
        return true;
    }

    /// <summary>Registers it again, unless the grain has done so itself, or has no more use for it.</summary>
    private async Task ArmAsync(GrainId grain, ReminderKey key, ReminderEntry? before)
    {
        if (await watches.FindAsync(key, CancellationToken.None) is { } watch
            && (await table.ReadRow(grain, key.Name))?.ETag == before?.ETag)
        {
            // A whole period from now: at its old hours it might tick again at once, and count for two where ticks are counted.
            await keeper.RegisterAsync(grain, key.Name, watch.Period, watch.Period);
        }
    }

    [LoggerMessage(
        2201, LogLevel.Warning,
        "Reminder {Reminder} was due at {DueAt:yyyy-MM-dd HH:mm:ss}Z and its work was not done: it was woken and armed again")]
    private partial void LogWoken(string reminder, DateTime dueAt);

    [LoggerMessage(
        2202, LogLevel.Warning, "Reminder {Reminder} was due at {DueAt:yyyy-MM-dd HH:mm:ss}Z and could not be woken; it is tried again")]
    private partial void LogWakeFailed(Exception exception, string reminder, DateTime dueAt);
}

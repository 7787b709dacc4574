using System.Collections.Concurrent;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Domain.Reminders;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Reminders;

/// <summary>
/// Which reminders ticked in this silo and were worked off, until it is stored: the newest tick of each reminder. A silo that is killed
/// loses the notes of some seconds, and what it did may be done once more.
/// </summary>
public sealed class ReminderTicks(IReminderWatchStore watches, TimeProvider clock)
{
    private readonly ConcurrentDictionary<ReminderKey, DateTimeOffset> _unstored = [];

    public void Note(ReminderKey key) => _unstored[key] = clock.GetUtcNow();

    /// <summary>Stores what was noted. What fails to be stored stays noted.</summary>
    public async Task StoreAsync(CancellationToken cancellationToken)
    {
        var noted = _unstored.ToArray();
        if (noted.Length == 0)
        {
            return;
        }

        await watches.TickedAsync(noted, cancellationToken);
        foreach (var tick in noted)
        {
            _unstored.TryRemove(tick); // not where it has ticked again since
        }
    }
}

/// <summary>Notes every tick whose work was done; one that failed is missed by the watchdog, which has it done again.</summary>
public sealed class ReminderTickFilter(ReminderTicks ticks) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.MethodName == nameof(IRemindable.ReceiveReminder) && context.Grain is IRemindable
            && context.Request.GetArgument(0) is string name)
        {
            ticks.Note(ReminderKey.Of(context.TargetId, name));
        }
    }
}

using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;
using Orleans.Timers;
using OrleansAssets.Domain.Reminders;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Reminders;

/// <summary>
/// Registers and removes reminders. A service that still starts, another writer of the row and a silo that has just died pass by
/// themselves, so each is tried again for a while.
/// </summary>
internal sealed partial class ReminderKeeper(
    IReminderRegistry registry, IReminderTable table, IReminderWatchStore watches, TimeProvider clock, ILogger<ReminderKeeper> log)
{
    private const int AttemptsMax = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    /// <summary>After this long it is not tried again: whoever waits for the grain waits 30 seconds at most.</summary>
    private static readonly TimeSpan TryingTimeMax = TimeSpan.FromSeconds(25);

    public async Task EnsureAsync(GrainId grain, string name, TimeSpan due, TimeSpan period)
    {
        var isNew = (await table.ReadRow(grain, name))?.Period != period;

        // Expected before it is registered: a crash in between leaves the watchdog to find it.
        await watches.ExpectAsync(ReminderKey.Of(grain, name), period, clock.GetUtcNow() + due, isNew, CancellationToken.None);
        if (isNew)
        {
            await RegisterAsync(grain, name, due, period);
        }
    }

    public async Task EnsureGoneAsync(GrainId grain, string name)
    {
        await TryAsync(grain, name, async () =>
        {
            // A handle of its own for each attempt: another writer may have changed the row since.
            if (await registry.GetReminder(grain, name) is { } reminder)
            {
                await registry.UnregisterReminder(grain, reminder);
            }
        });
        await watches.ForgetAsync(ReminderKey.Of(grain, name), CancellationToken.None);
    }

    /// <summary>Registers a reminder whatever is there.</summary>
    public Task RegisterAsync(GrainId grain, string name, TimeSpan due, TimeSpan period) =>
        TryAsync(grain, name, () => registry.RegisterOrUpdateReminder(grain, name, due, period));

    private async Task TryAsync(GrainId grain, string name, Func<Task> change)
    {
        var begun = clock.GetTimestamp();
        var pause = FirstPause;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await change();
                return;
            }
            catch (OrleansException exception) when (attempt < AttemptsMax && clock.GetElapsedTime(begun) + pause < TryingTimeMax)
            {
                LogAgain(ReminderKey.Of(grain, name).Words, exception.Message, pause.TotalSeconds);
            }

            await Task.Delay(pause, clock);
            pause *= 2;
        }
    }

    [LoggerMessage(2200, LogLevel.Information, "Reminder {Reminder} could not be changed yet: {Reason} It is tried again in {Seconds} s")]
    private partial void LogAgain(string reminder, string reason, double seconds);
}

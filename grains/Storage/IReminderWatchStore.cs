using System.Collections.Immutable;
using OrleansAssets.Domain.Reminders;

namespace OrleansAssets.Storage;

/// <summary>What is expected of every reminder, beside the reminder table of Orleans: a row that is lost there is missed here.</summary>
public interface IReminderWatchStore
{
    /// <summary>
    /// Expects a reminder. The first due time counts where it is registered anew; of one that is registered and known nothing changes.
    /// </summary>
    Task ExpectAsync(ReminderKey key, TimeSpan period, DateTimeOffset dueAt, bool isNew, CancellationToken cancellationToken);

    /// <summary>Expects it no more.</summary>
    Task ForgetAsync(ReminderKey key, CancellationToken cancellationToken);

    /// <summary>Notes when the work of reminders was done; an older time than the noted one changes nothing.</summary>
    Task TickedAsync(IReadOnlyCollection<KeyValuePair<ReminderKey, DateTimeOffset>> ticks, CancellationToken cancellationToken);

    /// <summary>Whether it was claimed for a wake: only by the first who saw it as it is stored.</summary>
    Task<bool> ClaimAsync(ReminderWatch seen, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>What is expected of one reminder, null where it is not.</summary>
    Task<ReminderWatch?> FindAsync(ReminderKey key, CancellationToken cancellationToken);

    /// <summary>The reminders that were due before an instant, the longest first.</summary>
    Task<ImmutableArray<ReminderWatch>> GetDueBeforeAsync(DateTimeOffset instant, int countMax, CancellationToken cancellationToken);
}

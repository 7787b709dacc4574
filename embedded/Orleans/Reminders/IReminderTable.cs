using Orleans.Runtime;

namespace Orleans;

/// <summary>Where reminders are kept.</summary>
public interface IReminderTable
{
    /// <summary>Called once before use; throws where the table cannot be used.</summary>
    Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    /// <summary>All reminders of one grain.</summary>
    Task<ReminderTableData> ReadRows(GrainId grainId);

    /// <summary>Reminders with a grain hash in (<paramref name="begin"/>, <paramref name="end"/>]; equal bounds: the whole ring.</summary>
    Task<ReminderTableData> ReadRows(uint begin, uint end);

    /// <summary>One reminder, or null.</summary>
    Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName);

    /// <summary>Inserts or replaces, whatever the stored version; answers the new ETag.</summary>
    Task<string?> UpsertRow(ReminderEntry entry);

    /// <summary>Deletes if the stored version is <paramref name="eTag"/>; answers whether it did.</summary>
    Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag);

    /// <summary>Deletes every reminder of this service.</summary>
    Task TestOnlyClearTable();

    /// <summary>Called once after use.</summary>
    Task StopAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}

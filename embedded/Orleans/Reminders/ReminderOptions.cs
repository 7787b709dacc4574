namespace Orleans.Hosting;

/// <summary>Options of the reminder service.</summary>
public sealed class ReminderOptions
{
    /// <summary>Shortest period that a reminder may have: one minute; shorter ones are for tests.</summary>
    public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Time between reads of the table, which bring in what another process changed: five minutes.</summary>
    public TimeSpan RefreshReminderListPeriod { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Reminders due later than this stay in the table until a refresh finds them due sooner: ten minutes.</summary>
    public TimeSpan ReminderLoadingWindow { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest time that the table may take to start before the silo gives up: five minutes.</summary>
    public TimeSpan InitializationTimeout { get; set; } = TimeSpan.FromMinutes(5);
}

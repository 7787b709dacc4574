namespace Orleans.Reminders;

/// <summary>Service keys of clocks.</summary>
public static class ReminderTimeProviderNames
{
    /// <summary>Key of the <see cref="TimeProvider"/> that reminders follow; without one they follow the unkeyed clock.</summary>
    public const string Reminders = "Orleans.Reminders";
}

using Orleans.Runtime;

namespace OrleansAssets.Domain.Reminders;

/// <summary>Names a reminder.</summary>
/// <param name="GrainId">Type and key of its grain as the reminder table has them, e.g. <c>datasource/source/fred</c>.</param>
public sealed record ReminderKey(string GrainId, string Name)
{
    /// <summary>What people read: the grain's key, which tells what it is, and the reminder's name.</summary>
    public string Words => $"{Orleans.Runtime.GrainId.Parse(GrainId).Key} {Name}";

    public static ReminderKey Of(GrainId grain, string name) => new(grain.ToString(), name);
}

/// <summary>What is expected of a reminder, and what became of it.</summary>
/// <param name="DueAt">When its first tick was due, as it was registered last.</param>
/// <param name="TickedAt">When its work was done last, null before the first time.</param>
/// <param name="WokenAt">When the watchdog had its work done last, null before the first time.</param>
public sealed record ReminderWatch(
    ReminderKey Key, TimeSpan Period, DateTimeOffset DueAt, DateTimeOffset? TickedAt, DateTimeOffset? WokenAt);

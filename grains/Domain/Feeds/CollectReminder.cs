using OrleansAssets.Domain.Reminders;

namespace OrleansAssets.Domain.Feeds;

/// <summary>The reminder that starts a source's rounds.</summary>
public static class CollectReminder
{
    public const string Name = "collect";

    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Pause before the first tick: the catalogue is still being applied when a source is configured.</summary>
    public static readonly TimeSpan FirstTickAfter = TimeSpan.FromSeconds(2);

    /// <summary>A source that could be collected for longer than this is overdue: its reminder would have begun it.</summary>
    public static readonly TimeSpan OverdueAfter = Period + OverdueRules.Tolerance(Period);
}

using System.Diagnostics.Metrics;

namespace OrleansAssets.Grains.Reminders;

/// <summary>The measurements of the watchdog: meter <see cref="MeterName"/>.</summary>
internal sealed class WatchdogMetrics
{
    public const string MeterName = "OrleansAssets.Reminders";

    private readonly Counter<long> _wakes;

    public WatchdogMetrics(IMeterFactory meters) => _wakes = meters.Create(MeterName)
        .CreateCounter<long>("assets.reminder.wakes", "{wake}", "Overdue reminders that the watchdog woke, by reminder and outcome");

    public void Woke(string reminder, bool done) =>
        _wakes.Add(1, new KeyValuePair<string, object?>("reminder", reminder), new("outcome", done ? "done" : "failed"));
}

using System.Diagnostics.Metrics;
using OrleansAssets.Grains.Telemetry;

namespace OrleansAssets.Grains.Reminders;

/// <summary>The measurements of the watchdog: meter <see cref="MeterName"/>.</summary>
internal sealed class WatchdogMetrics
{
    public const string MeterName = "OrleansAssets.Reminders";

    private readonly Counter<long> _wakes;

    public WatchdogMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _wakes = meter.CreateCounter<long>(
            "assets.reminder.wakes", "{wake}", "Overdue reminders that the watchdog woke, by reminder and outcome");
        meter.CreateObservableGauge(
            "assets.reminder.overdue",
            () => Watchdogs.Tell().Select(watchdog => new Measurement<long>(watchdog.Value.Overdue)),
            "{reminder}",
            "Reminders whose work was not done when it was due, as the watchdog found them last");
    }

    /// <summary>The watchdog, where it is in this silo.</summary>
    public LiveGrains<WatchdogLook> Watchdogs { get; } = new();

    public void Woke(string reminder, bool done) =>
        _wakes.Add(1, new KeyValuePair<string, object?>("reminder", reminder), new("outcome", done ? "done" : "failed"));
}

/// <summary>What the watchdog found last.</summary>
internal sealed record WatchdogLook(long Overdue);

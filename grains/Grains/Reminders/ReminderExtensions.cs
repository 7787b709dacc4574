using Microsoft.Extensions.DependencyInjection;
using Orleans;

namespace OrleansAssets.Grains.Reminders;

/// <summary>How a grain comes by its reminders.</summary>
internal static class ReminderExtensions
{
    /// <summary>
    /// Registers a reminder where it is absent or of another period, and has the watchdog expect it. One that is there as it should be
    /// stays untouched: registering it again would put its next tick off.
    /// </summary>
    /// <param name="due">Pause before the first tick.</param>
    public static Task EnsureReminderAsync(this IGrainBase grain, string name, TimeSpan due, TimeSpan period) =>
        Keeper(grain).EnsureAsync(grain.GrainContext.GrainId, name, due, period);

    /// <summary>Removes a reminder where it is there; nobody expects it any more.</summary>
    public static Task EnsureNoReminderAsync(this IGrainBase grain, string name) =>
        Keeper(grain).EnsureGoneAsync(grain.GrainContext.GrainId, name);

    private static ReminderKeeper Keeper(IGrainBase grain) => grain.GrainContext.ActivationServices.GetRequiredService<ReminderKeeper>();
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans;

namespace OrleansAssets.Grains.Reminders;

/// <summary>Registers what grains with reminders need beside a reminder service.</summary>
public static class RemindersRegistration
{
    public static IServiceCollection AddWatchedReminders(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton<ReminderKeeper>();
        services.TryAddSingleton<ReminderTicks>();
        services.TryAddSingleton<WatchdogMetrics>();
        services.AddSingleton<IIncomingGrainCallFilter, ReminderTickFilter>();
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Reminders;
using Orleans.Runtime;
using Orleans.Runtime.ReminderService;

namespace Orleans.Hosting;

/// <summary>
/// Registers the reminder service, without a table. Internal: Orleans' public AddReminders is in a class that shares its full name with
/// the one of UseAdoNetReminderService in another assembly, and one assembly cannot have both.
/// </summary>
static class ReminderServices
{
    internal static void Add(IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(LocalReminderService)))
            return;

        // For any key, so that one registration of a test for all areas takes its place.
        services.TryAddKeyedSingleton(KeyedService.AnyKey, (provider, _) => provider.GetService<TimeProvider>() ?? TimeProvider.System);
        services.AddSingleton<IConfigurationValidator, ReminderOptionsValidator>();
        services.AddSingleton<LocalReminderService>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<LocalReminderService>());
        services.AddSingleton<ReminderRegistry>();
    }
}

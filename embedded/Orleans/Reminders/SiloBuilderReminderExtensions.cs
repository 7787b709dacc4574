using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Reminders;
using Orleans.Runtime;
using Orleans.Runtime.ReminderService;

namespace Orleans.Hosting;

/// <summary>Registers the reminder service. Orleans has two classes of this name, in two assemblies; this is both.</summary>
public static class SiloBuilderReminderExtensions
{
    /// <summary>Adds the reminder service; a table must be added too.</summary>
    public static ISiloBuilder AddReminders(this ISiloBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddReminders();
        return builder;
    }

    /// <summary>Adds the reminder service; a table must be added too.</summary>
    public static void AddReminders(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(LocalReminderService)))
            return;

        services.TryAddKeyedSingleton(
            ReminderTimeProviderNames.Reminders, (provider, _) => provider.GetService<TimeProvider>() ?? TimeProvider.System);
        services.AddSingleton<IConfigurationValidator, ReminderOptionsValidator>();
        services.AddSingleton<LocalReminderService>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>>(provider => provider.GetRequiredService<LocalReminderService>());
        services.AddSingleton<ReminderRegistry>();
    }

    /// <summary>Keeps reminders in a database.</summary>
    public static ISiloBuilder UseAdoNetReminderService(this ISiloBuilder builder, Action<AdoNetReminderTableOptions> configureOptions) =>
        builder.UseAdoNetReminderService((OptionsBuilder<AdoNetReminderTableOptions> options) => options.Configure(configureOptions));

    /// <summary>Keeps reminders in a database.</summary>
    public static ISiloBuilder UseAdoNetReminderService(
        this ISiloBuilder builder, Action<OptionsBuilder<AdoNetReminderTableOptions>> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.UseAdoNetReminderService(configureOptions);
        return builder;
    }

    /// <summary>Keeps reminders in a database.</summary>
    public static IServiceCollection UseAdoNetReminderService(
        this IServiceCollection services, Action<OptionsBuilder<AdoNetReminderTableOptions>> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(configureOptions);
        services.AddReminders();
        services.AddSingleton<IReminderTable, AdoNetReminderTable>();
        services.AddSingleton<IConfigurationValidator, AdoNetReminderTableOptionsValidator>();
        configureOptions(services.AddOptions<AdoNetReminderTableOptions>());
        return services;
    }
}

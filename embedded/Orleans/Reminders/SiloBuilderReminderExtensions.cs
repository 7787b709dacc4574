using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.ReminderService;

namespace Orleans.Hosting;

/// <summary>Registers reminders kept in a database.</summary>
public static class SiloBuilderReminderExtensions
{
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
        ReminderServices.Add(services);
        services.AddSingleton<IReminderTable, AdoNetReminderTable>();
        services.AddSingleton<IConfigurationValidator, AdoNetReminderTableOptionsValidator>();
        configureOptions(services.AddOptions<AdoNetReminderTableOptions>());
        return services;
    }
}

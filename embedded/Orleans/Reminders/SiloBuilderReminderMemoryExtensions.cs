using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.ReminderService;

namespace Orleans.Hosting;

/// <summary>Registers reminders without a database.</summary>
public static class SiloBuilderReminderMemoryExtensions
{
    /// <summary>Keeps reminders in memory: for tests and trials, they end with the silo.</summary>
    public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddReminders();
        builder.Services.AddSingleton<IReminderTable, InMemoryReminderTable>();
        return builder;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Runtime.ReminderService;

namespace Orleans;

/// <summary>Reminders of a grain; to be called from the grain itself.</summary>
public static class GrainReminderExtensions
{
    /// <summary>Stores the reminder, whatever was stored before, and restarts its schedule at now + <paramref name="dueTime"/>.</summary>
    /// <exception cref="ArgumentException">The period is shorter than the minimum in <see cref="Hosting.ReminderOptions"/>.</exception>
    /// <exception cref="ReminderException">It was changed at the same time.</exception>
    public static Task<IGrainReminder> RegisterOrUpdateReminder(this Grain grain, string reminderName, TimeSpan dueTime, TimeSpan period) =>
        RegisterOrUpdateReminder((IGrainBase)grain, reminderName, dueTime, period);

    /// <inheritdoc cref="RegisterOrUpdateReminder(Grain, string, TimeSpan, TimeSpan)" />
    public static Task<IGrainReminder> RegisterOrUpdateReminder(
        this IGrainBase grain, string reminderName, TimeSpan dueTime, TimeSpan period)
    {
        var registry = RegistryOf(grain);
        ThrowIfBlank(reminderName);
        return grain is IRemindable
            ? registry.RegisterOrUpdateAsync(grain.GrainContext.GrainId, reminderName, dueTime, period)
            : throw new InvalidOperationException($"Grain {grain.GrainContext.GrainId} does not implement {nameof(IRemindable)}.");
    }

    /// <summary>Deletes the reminder; one that is gone already counts as deleted.</summary>
    /// <exception cref="ReminderException">It was changed since <paramref name="reminder"/> was read.</exception>
    public static Task UnregisterReminder(this Grain grain, IGrainReminder reminder) => UnregisterReminder((IGrainBase)grain, reminder);

    /// <inheritdoc cref="UnregisterReminder(Grain, IGrainReminder)" />
    public static Task UnregisterReminder(this IGrainBase grain, IGrainReminder reminder) => RegistryOf(grain).UnregisterAsync(reminder);

    /// <summary>The stored reminder of that name, or null.</summary>
    public static Task<IGrainReminder?> GetReminder(this Grain grain, string reminderName) => GetReminder((IGrainBase)grain, reminderName);

    /// <inheritdoc cref="GetReminder(Grain, string)" />
    public static Task<IGrainReminder?> GetReminder(this IGrainBase grain, string reminderName)
    {
        var registry = RegistryOf(grain);
        ThrowIfBlank(reminderName);
        return registry.GetAsync(grain.GrainContext.GrainId, reminderName);
    }

    /// <summary>All stored reminders of the grain.</summary>
    public static Task<List<IGrainReminder>> GetReminders(this Grain grain) => GetReminders((IGrainBase)grain);

    /// <inheritdoc cref="GetReminders(Grain)" />
    public static Task<List<IGrainReminder>> GetReminders(this IGrainBase grain) =>
        RegistryOf(grain).GetAllAsync(grain.GrainContext.GrainId);

    static ReminderRegistry RegistryOf(IGrainBase grain)
    {
        ArgumentNullException.ThrowIfNull(grain);
        if (RuntimeContext.Current is null)
            throw new InvalidOperationException($"Reminders of {grain.GrainContext.GrainId} were used outside a grain's turn.");
        return grain.GrainContext.ActivationServices.GetService<ReminderRegistry>() ?? throw new OrleansConfigurationException(
            "The silo has no reminder service; add one with UseAdoNetReminderService or UseInMemoryReminderService.");
    }

    // Orleans answers a blank name as it does a missing one.
    static void ThrowIfBlank(string? reminderName)
    {
        if (string.IsNullOrWhiteSpace(reminderName))
            throw new ArgumentNullException(nameof(reminderName));
    }
}

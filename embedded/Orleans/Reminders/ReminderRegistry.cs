using Microsoft.Extensions.Options;
using Orleans.Hosting;

namespace Orleans.Runtime.ReminderService;

/// <summary>Checks what a grain asks for before the service does it.</summary>
sealed class ReminderRegistry(LocalReminderService service, IOptions<ReminderOptions> options)
{
    internal Task<IGrainReminder> RegisterOrUpdateAsync(GrainId grainId, string name, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(dueTime), dueTime, $"Reminder '{name}': due time must be finite, not negative.");
        if (period < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(period), period, $"Reminder '{name}': period must be finite, not negative.");

        var minimum = options.Value.MinimumReminderPeriod;
        if (period < minimum || period == TimeSpan.Zero)
            throw new ArgumentException($"Reminder '{name}': period {period} is less than the minimum {minimum}, or zero.", nameof(period));
        return service.RegisterOrUpdateAsync(grainId, name, dueTime, period);
    }

    internal Task UnregisterAsync(IGrainReminder reminder) => service.UnregisterAsync(reminder);

    internal Task<IGrainReminder?> GetAsync(GrainId grainId, string name) => service.GetAsync(grainId, name);

    internal Task<List<IGrainReminder>> GetAllAsync(GrainId grainId) => service.GetAllAsync(grainId);
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Hosting;

namespace Orleans.Runtime.ReminderService;

internal sealed partial class ReminderOptionsValidator(ILogger<ReminderOptionsValidator> logger, IOptions<ReminderOptions> options)
    : IConfigurationValidator
{
    public void ValidateConfiguration()
    {
        var value = options.Value;
        Require(
            value.MinimumReminderPeriod >= TimeSpan.Zero,
            nameof(value.MinimumReminderPeriod), value.MinimumReminderPeriod, "not be negative");
        Require(
            value.RefreshReminderListPeriod > TimeSpan.Zero,
            nameof(value.RefreshReminderListPeriod), value.RefreshReminderListPeriod, "be greater than zero");
        Require(
            value.ReminderLoadingWindow >= value.RefreshReminderListPeriod,
            nameof(value.ReminderLoadingWindow), value.ReminderLoadingWindow,
            $"not be less than RefreshReminderListPeriod ({value.RefreshReminderListPeriod}), or ticks between two refreshes are missed");

        if (value.MinimumReminderPeriod < new ReminderOptions().MinimumReminderPeriod)
            LogFastReminders(value.MinimumReminderPeriod);
    }

    static void Require(bool met, string name, TimeSpan value, string rule)
    {
        if (!met)
            throw new OrleansConfigurationException($"{nameof(ReminderOptions)}.{name} is {value}; it must {rule}.");
    }

    [LoggerMessage(102939, LogLevel.Warning, "Reminders may be as frequent as {Period}; periods under a minute are for tests.")]
    partial void LogFastReminders(TimeSpan period);
}

using Microsoft.Extensions.Options;
using Orleans.Runtime;

namespace Orleans.Configuration;

/// <summary>Refuses a silo whose ADO.NET reminder table is not fully configured.</summary>
public class AdoNetReminderTableOptionsValidator : IConfigurationValidator
{
    readonly AdoNetReminderTableOptions _options;

    /// <summary>Validates <paramref name="options"/>.</summary>
    public AdoNetReminderTableOptionsValidator(IOptions<AdoNetReminderTableOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options.Value;
    }

    /// <inheritdoc />
    public void ValidateConfiguration() =>
        AdoNetSettings.Validate("Reminder table", _options.Invariant, _options.ConnectionString, _options.DataSource);
}

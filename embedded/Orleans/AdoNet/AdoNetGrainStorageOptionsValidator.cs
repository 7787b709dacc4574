using Orleans.Runtime;

namespace Orleans.Configuration;

/// <summary>Refuses a silo whose ADO.NET grain storage is not fully configured.</summary>
public class AdoNetGrainStorageOptionsValidator : IConfigurationValidator
{
    readonly AdoNetGrainStorageOptions _options;
    readonly string _name;

    /// <summary>Validates <paramref name="configurationOptions"/> of the provider called <paramref name="name"/>.</summary>
    public AdoNetGrainStorageOptionsValidator(AdoNetGrainStorageOptions configurationOptions, string name)
    {
        _options = configurationOptions
            ?? throw new OrleansConfigurationException($"Grain storage '{name}': AdoNetGrainStorageOptions is missing.");
        _name = name;
    }

    /// <inheritdoc />
    public void ValidateConfiguration() =>
        AdoNetSettings.Validate($"Grain storage '{_name}'", _options.Invariant, _options.ConnectionString, _options.DataSource);
}

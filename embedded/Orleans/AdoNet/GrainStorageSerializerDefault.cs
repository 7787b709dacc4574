using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A provider without a serializer of its own takes the one registered under its name, else the common one.</summary>
internal sealed class GrainStorageSerializerDefault(IServiceProvider services) : IPostConfigureOptions<AdoNetGrainStorageOptions>
{
    public void PostConfigure(string? name, AdoNetGrainStorageOptions options) =>
        options.GrainStorageSerializer ??= services.GetKeyedService<IGrainStorageSerializer>(name)
            ?? services.GetService<IGrainStorageSerializer>()
            ?? throw new OrleansConfigurationException(
                $"Grain storage '{name}' has no serializer; register an {nameof(IGrainStorageSerializer)} under its name or for all.");
}

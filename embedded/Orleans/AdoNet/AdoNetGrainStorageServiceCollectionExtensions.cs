using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Registers ADO.NET grain storage in a service collection.</summary>
public static class AdoNetGrainStorageServiceCollectionExtensions
{
    /// <summary>Adds the default provider.</summary>
    public static IServiceCollection AddAdoNetGrainStorage(
        this IServiceCollection services, Action<AdoNetGrainStorageOptions> configureOptions) =>
        services.AddAdoNetGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configureOptions);

    /// <summary>Adds the provider called <paramref name="name"/>.</summary>
    public static IServiceCollection AddAdoNetGrainStorage(
        this IServiceCollection services, string name, Action<AdoNetGrainStorageOptions> configureOptions) =>
        services.AddAdoNetGrainStorage(name, (OptionsBuilder<AdoNetGrainStorageOptions> options) => options.Configure(configureOptions));

    /// <summary>Adds the default provider.</summary>
    public static IServiceCollection AddAdoNetGrainStorageAsDefault(
        this IServiceCollection services, Action<OptionsBuilder<AdoNetGrainStorageOptions>>? configureOptions = null) =>
        services.AddAdoNetGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, configureOptions);

    /// <summary>Adds the provider called <paramref name="name"/>.</summary>
    public static IServiceCollection AddAdoNetGrainStorage(
        this IServiceCollection services, string name, Action<OptionsBuilder<AdoNetGrainStorageOptions>>? configureOptions = null)
    {
        configureOptions?.Invoke(services.AddOptions<AdoNetGrainStorageOptions>(name));
        services.TryAddEnumerable(
            ServiceDescriptor.Transient<IPostConfigureOptions<AdoNetGrainStorageOptions>, GrainStorageSerializerDefault>());
        services.AddTransient<IConfigurationValidator>(provider => new AdoNetGrainStorageOptionsValidator(OptionsOf(provider, name), name));

        services.AddKeyedSingleton<IGrainStorage>(name, (provider, _) => Create(provider, name));
        if (string.Equals(name, ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, StringComparison.Ordinal))
            services.TryAddSingleton(provider => provider.GetRequiredKeyedService<IGrainStorage>(name));
        services.AddSingleton(provider => (ILifecycleParticipant<ISiloLifecycle>)provider.GetRequiredKeyedService<IGrainStorage>(name));
        return services;
    }

    static AdoNetGrainStorage Create(IServiceProvider provider, string name) =>
        new(name, provider.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId, OptionsOf(provider, name));

    static AdoNetGrainStorageOptions OptionsOf(IServiceProvider provider, string name) =>
        provider.GetRequiredService<IOptionsMonitor<AdoNetGrainStorageOptions>>().Get(name);
}

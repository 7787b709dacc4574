using OrleansAssets.Grains.Catalogue;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Phases;
using OrleansAssets.Grains.Storage;
using OrleansAssets.Grains.Vendors;

namespace OrleansAssets.Silo.Hosting;

/// <summary>The services that grains and the web side share.</summary>
internal static class ServiceRegistration
{
    public static IServiceCollection AddAssetsServices(this IServiceCollection services) => services
        .AddSingleton(TimeProvider.System)
        .AddSingleton<SystemInfo>()
        .AddSingleton<ISystemInfo>(provider => provider.GetRequiredService<SystemInfo>())
        .AddSingleton<IVendorEndpoints, VendorEndpoints>()
        .AddSingleton<IConfigurationFile, ConfigurationFile>()
        .AddSingleton<INoticeSender, WebhookSender>()
        .AddHttpClient()
        .AddAssetsStorage()
        .AddVendors()
        .AddSingleton(provider => new CollectionScope(provider.GetRequiredService<SiloOptions>().WarmUp))
        .AddDataSources()
        .AddCatalogueGrains();
}

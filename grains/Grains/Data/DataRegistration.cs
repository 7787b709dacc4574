using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrleansAssets.Grains.Data;

/// <summary>Registers what the readers of collected data need.</summary>
public static class DataRegistration
{
    /// <summary>Needs beside it: the configuration, the readers of storage and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddDataReads(this IServiceCollection services)
    {
        services.TryAddSingleton<KnownNames>();
        services.TryAddSingleton<PriceReads>();
        services.TryAddSingleton<QualityReads>();
        return services;
    }
}

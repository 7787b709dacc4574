using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace OrleansAssets.Grains.Performance;

/// <summary>What performance grains need beside the configuration, the stores and the clock.</summary>
internal static class PerformanceRegistration
{
    public static IServiceCollection AddPerformance(this IServiceCollection services)
    {
        services.TryAddSingleton<RecordReader>();
        services.TryAddSingleton<AssetPerformanceFill>();
        return services;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansAssets.Grains.Assets;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Notices;
using OrleansAssets.Grains.Performance;
using OrleansAssets.Grains.Phases;
using OrleansAssets.Grains.Portfolio;

namespace OrleansAssets.Grains.Catalogue;

/// <summary>What catalogue, phase, asset and portfolio grains need beside the configuration, the stores, the system's facts and the
/// clock.</summary>
public static class CatalogueRegistration
{
    public static IServiceCollection AddCatalogueGrains(this IServiceCollection services)
    {
        services.TryAddSingleton<ISourceDirectory, SourceDirectory>();
        services.TryAddSingleton<CatalogueApplication>();
        services.TryAddSingleton<ConfigurationHistory>();
        services.TryAddSingleton<AssetAudit>();
        services.TryAddSingleton<QuoteJudge>();
        services.AddNotices();
        services.AddPhases();
        services.AddPerformance();
        services.TryAddSingleton<ClockCheck>();
        services.TryAddSingleton<PortfolioMetrics>();
        services.TryAddSingleton<PortfolioDirectory>();
        services.TryAddSingleton<PortfolioServices>();
        return services;
    }
}

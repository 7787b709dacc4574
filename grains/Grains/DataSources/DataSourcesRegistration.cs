using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Registers what the grains of data sources and feeds need.</summary>
public static class DataSourcesRegistration
{
    /// <summary>
    /// Needs beside it: <see cref="Configuration.AssetsConfiguration"/>, <see cref="IVendorEndpoints"/>, the stores of market data,
    /// facts, corporate actions and the registry, a
    /// <see cref="TimeProvider"/>, and an <see cref="IVendorAdapter"/> for each source that is collected.
    /// </summary>
    public static IServiceCollection AddDataSources(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(VendorAdapters.Of);
        services.TryAddSingleton<SourceViews>();
        services.TryAddSingleton<SourceChecks>();
        services.TryAddSingleton(new CollectionScope(WarmUp.NextPhase));
        services.TryAddSingleton<FeedPlanner>();
        services.TryAddSingleton<PushedFeeds>();
        services.TryAddSingleton<SourceServices>();
        services.TryAddSingleton<FeedServices>();
        services.TryAddSingleton<FeedGaps>();
        services.TryAddSingleton<FeedHistory>();
        services.TryAddSingleton<QuoteDelivery>();
        services.TryAddSingleton<FeedDatasets>();
        services.TryAddSingleton<VendorCalls>();
        services.TryAddSingleton<CollectionMetrics>();
        services.TryAddSingleton(_ => new RetryJitter());
        return services;
    }
}

using OrleansAssets.Domain.Configuration;
using OrleansAssets.Storage;
using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.DataSources;

/// <summary>What the grains of data sources work with; one for all of them.</summary>
internal sealed record SourceServices(
    AssetsConfiguration Configuration,
    FeedPlanner Planner,
    SourceViews Views,
    SourceChecks Checks,
    VendorAdapters Adapters,
    IRegistryStore Registry,
    RetryJitter Jitter,
    TimeProvider Time);

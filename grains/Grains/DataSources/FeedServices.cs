using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.DataSources;

/// <summary>What the grains of feeds work with; one for all of them.</summary>
internal sealed record FeedServices(
    VendorAdapters Adapters,
    VendorCalls Vendor,
    FeedDatasets Datasets,
    FeedGaps Gaps,
    CollectionMetrics Metrics,
    TimeProvider Time);

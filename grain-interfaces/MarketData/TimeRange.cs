using Orleans;

namespace OrleansAssets.MarketData;

/// <summary>A stretch of time, UTC.</summary>
/// <param name="From">Inclusive.</param>
/// <param name="Until">Exclusive.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.TimeRange")]
public sealed record TimeRange(DateTimeOffset From, DateTimeOffset Until);

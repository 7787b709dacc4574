using Orleans;

namespace OrleansAssets.DataSources;

/// <summary>Names a feed: one source, asset and dataset (<c>candles-1h</c>, <c>quotes</c>).</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FeedId")]
public sealed record FeedId(string SourceId, string AssetId, string Dataset);

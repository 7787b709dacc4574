using Orleans;

namespace OrleansAssets.DataSources;

/// <summary>Names a feed: one source, asset and dataset (<c>candles-1h</c>, <c>quotes</c>).</summary>
/// <param name="AssetId">The asset, or <see cref="Market"/> for a dataset of whole markets.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FeedId")]
public sealed record FeedId(string SourceId, string AssetId, string Dataset)
{
    /// <summary>Stands in place of an asset for datasets of whole markets (calendars); ids of assets are capitals.</summary>
    public const string Market = "market";
}

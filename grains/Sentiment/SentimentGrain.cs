using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;
using OrleansAssets.Grains.Configuration;
using OrleansAssets.Grains.Storage;
using OrleansAssets.MarketData;
using OrleansAssets.Sentiment;

namespace OrleansAssets.Grains.Sentiment;

/// <summary>Reads what was collected of sentiment.</summary>
/// <remarks>Calls interleave: it has no state, so there is no invariant that one call could break for another.</remarks>
[Reentrant]
internal sealed class SentimentGrain(ISentimentReader reader, AssetsConfiguration configuration, TimeProvider time) : Grain, ISentimentGrain
{
    /// <summary>What is older says nothing of today's mood; its age would be all that it tells.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromDays(14);

    public Task<ImmutableArray<SentimentSnapshot>> GetLatestAsync(string? assetId) =>
        assetId is null || configuration.FindAsset(assetId) is not null
            ? reader.GetLatestAsync(assetId, time.GetUtcNow() - Reach, CancellationToken.None)
            : throw UnknownId.Of("asset", assetId, configuration.Assets.Select(asset => asset.Id));

    public Task<ImmutableArray<TrendingSymbol>> GetTrendingAsync() =>
        reader.GetTrendingAsync(time.GetUtcNow() - Reach, CancellationToken.None);
}

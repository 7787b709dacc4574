using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.MarketData;
using OrleansAssets.Sentiment;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Sentiment;

/// <summary>Reads what was collected of sentiment.</summary>
/// <remarks>
/// Calls interleave, and each silo has one of its own: it has no state, so there is no invariant that one call could break for another.
/// One, not more, as the connection pool bounds reads anyway, and as a cancellation has to find the worker that reads.
/// </remarks>
[StatelessWorker(1), Reentrant]
internal sealed class SentimentGrain(ISentimentReader reader, AssetsConfiguration configuration, TimeProvider time) : Grain, ISentimentGrain
{
    /// <summary>What is older says nothing of today's mood; its age would be all that it tells.</summary>
    private static readonly TimeSpan Reach = TimeSpan.FromDays(14);

    public Task<ImmutableArray<SentimentSnapshot>> GetLatestAsync(string? assetId, CancellationToken cancellationToken = default) =>
        assetId is null || configuration.FindAsset(assetId) is not null
            ? reader.GetLatestAsync(assetId, time.GetUtcNow() - Reach, cancellationToken)
            : throw UnknownId.Of("asset", assetId, configuration.Assets.Select(asset => asset.Id));

    public Task<ImmutableArray<TrendingSymbol>> GetTrendingAsync(CancellationToken cancellationToken = default) =>
        reader.GetTrendingAsync(time.GetUtcNow() - Reach, cancellationToken);
}

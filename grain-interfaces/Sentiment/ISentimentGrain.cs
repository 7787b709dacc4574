using System.Collections.Immutable;
using Orleans;
using OrleansAssets.MarketData;

namespace OrleansAssets.Sentiment;

/// <summary>Tells the mood that was collected; key <see cref="Keys.Sentiment"/>.</summary>
[Alias("OrleansAssets.ISentimentGrain")]
public interface ISentimentGrain : IGrainWithStringKey
{
    /// <summary>The newest snapshot of each source and look-back within the last 14 days; by asset, source and look-back.</summary>
    /// <param name="assetId">One asset, or null for all.</param>
    /// <exception cref="NotFoundException">The configuration has no such asset.</exception>
    [Alias("GetLatest"), Question]
    Task<ImmutableArray<SentimentSnapshot>> GetLatestAsync(string? assetId, CancellationToken cancellationToken = default);

    /// <summary>
    /// The newest reading of what trends, of each source and look-back within the last 14 days; by source, look-back and rank.
    /// </summary>
    [Alias("GetTrending"), Question]
    Task<ImmutableArray<TrendingSymbol>> GetTrendingAsync(CancellationToken cancellationToken = default);
}

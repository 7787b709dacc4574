using System.Collections.Immutable;
using OrleansAssets.MarketData;

namespace OrleansAssets.Storage;

/// <summary>Reads the mood that was collected.</summary>
public interface ISentimentReader
{
    /// <summary>The newest snapshot of each source and look-back, of one asset or (null) of all; by asset, source and look-back.</summary>
    /// <param name="since">Snapshots before it are left out.</param>
    Task<ImmutableArray<SentimentSnapshot>> GetLatestAsync(string? assetId, DateTimeOffset since, CancellationToken cancellationToken);

    /// <summary>The newest reading of each source and look-back; by source, look-back and rank.</summary>
    /// <param name="since">Readings before it are left out.</param>
    Task<ImmutableArray<TrendingSymbol>> GetTrendingAsync(DateTimeOffset since, CancellationToken cancellationToken);
}

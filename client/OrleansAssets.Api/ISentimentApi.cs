using System.Collections.Immutable;
using OrleansAssets.MarketData;
using Refit;

namespace OrleansAssets.Api;

/// <summary>The mood that was collected, and what trends.</summary>
public interface ISentimentApi
{
    [Get("/sentiment")]
    Task<ImmutableArray<SentimentSnapshot>> GetLatestAsync(string? assetId, CancellationToken stop);

    [Get("/sentiment/trending")]
    Task<ImmutableArray<TrendingSymbol>> GetTrendingAsync(CancellationToken stop);
}

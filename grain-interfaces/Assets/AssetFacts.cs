using System.Collections.Immutable;
using Orleans;
using OrleansAssets.MarketData;

namespace OrleansAssets.Assets;

/// <summary>What risk rules know of an asset beside its price.</summary>
/// <param name="Sentiment">The newest snapshot of each source.</param>
/// <param name="EarningsDates">Known earnings dates from last month on, New York's calendar, ascending.</param>
/// <param name="WatchedPosts">The newest posts of the accounts that the asset watches, newest first.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AssetFacts")]
public sealed record AssetFacts(
    ImmutableArray<SentimentSnapshot> Sentiment, ImmutableArray<DateOnly> EarningsDates, ImmutableArray<WatchedPost> WatchedPosts)
{
    /// <summary>Nothing known.</summary>
    public static readonly AssetFacts None = new([], [], []);
}

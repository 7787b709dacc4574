using System.Collections.Immutable;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>Makes a snapshot of posts. Pure: the same posts in any order give the same snapshot.</summary>
public static class MoodRules
{
    /// <summary>
    /// The mood over the look-back that ends at an instant. Posts of the interval before it are needed for the change in volume.
    /// </summary>
    /// <param name="reachesBack">Whether the posts cover the interval before too; else the change is unknown.</param>
    public static SentimentSnapshot Snapshot(
        string sourceId, SentimentQuery query, IEnumerable<SocialPost> posts, DateTimeOffset at, bool reachesBack)
    {
        var rule = SymbolRule.Of(query.Symbol, query.Name);
        var lookback = TimeSpan.FromMinutes(query.LookbackMinutes);
        var all = PostCleaning.Clean(posts.Where(post => post.At >= at - (2 * lookback) && post.At < at));
        var now = all.Where(post => post.Post.At >= at - lookback).ToImmutableArray();
        var about = now.Where(post => SymbolDetector.Mentions(post.Words, rule)).ToImmutableArray();
        var before = all.Count(post => post.Post.At < at - lookback && SymbolDetector.Mentions(post.Words, rule));
        return new SentimentSnapshot(
            query.AssetId, sourceId, at, query.LookbackMinutes, about.Length, MeanScore(about),
            Count(about, Stance.Bullish), Count(about, Stance.Bearish), Count(about, Stance.Neutral),
            reachesBack ? VolumeChange(about.Length, before) : null, Keywords.Of(about, now, rule));
    }

    /// <summary>Mean score by <see cref="ScoredPost.Weight"/>, to four decimals; 0 without posts.</summary>
    public static double MeanScore(IReadOnlyCollection<ScoredPost> posts)
        => posts.Count == 0 ? 0
            : Math.Clamp(Math.Round(posts.Sum(post => post.Weight * post.Mood.Score) / posts.Sum(post => post.Weight), 4), -1, 1);

    /// <summary>Mentions over those of the interval before, less 1; null where that one had none.</summary>
    public static double? VolumeChange(long now, long before) => before == 0 ? null : Math.Round((now / (double)before) - 1, 4);

    /// <summary>How many posts take a stance.</summary>
    public static int Count(IEnumerable<ScoredPost> posts, Stance stance) => posts.Count(post => post.Mood.Stance == stance);
}

using System.Collections.Immutable;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Sentiment;

/// <summary>Finds the symbols that a set of posts speaks of most. Pure and deterministic.</summary>
public static class TrendRules
{
    /// <summary>Most symbols of a reading.</summary>
    public const int SymbolsMax = 25;

    /// <summary>A symbol in fewer posts than this is no trend.</summary>
    public const int MentionsMin = 2;

    /// <summary>
    /// Symbols of the look-back that ends at an instant, most mentioned first. A word in capitals that nobody knows counts only where a
    /// post of the set writes it as a cashtag.
    /// </summary>
    public static ImmutableArray<TrendingSymbol> Of(
        string sourceId, IEnumerable<SocialPost> posts, DateTimeOffset at, int lookbackMinutes, bool reachesBack)
    {
        var lookback = TimeSpan.FromMinutes(lookbackMinutes);
        var all = PostCleaning.Clean(posts.Where(post => post.At >= at - (2 * lookback) && post.At < at));
        var found = all.Select(post => (Post: post, Symbols: SymbolDetector.All(post.Words, KnownSymbols.All))).ToImmutableArray();
        var certain = found.SelectMany(entry => entry.Symbols).Where(symbol => symbol.IsCertain).Select(symbol => symbol.Symbol)
            .ToHashSet(StringComparer.Ordinal);
        var mentions = found.SelectMany(entry => entry.Symbols
            .Where(symbol => certain.Contains(symbol.Symbol)).Select(symbol => (symbol.Symbol, entry.Post)));
        return
        [
            .. mentions.GroupBy(mention => mention.Symbol, mention => mention.Post, StringComparer.Ordinal)
                .Select(group => Trend(sourceId, group.Key, [.. group], at, lookback, reachesBack))
                .Where(trend => trend.Mentions >= MentionsMin)
                .OrderByDescending(trend => trend.Mentions).ThenBy(trend => trend.Symbol, StringComparer.Ordinal)
                .Take(SymbolsMax)
                .Select((trend, index) => trend with { Rank = index + 1 }),
        ];
    }

    private static TrendingSymbol Trend(
        string sourceId, string symbol, ImmutableArray<ScoredPost> posts, DateTimeOffset at, TimeSpan lookback, bool reachesBack)
    {
        var now = posts.Where(post => post.Post.At >= at - lookback).ToImmutableArray();
        return new TrendingSymbol(
            sourceId, at, (int)lookback.TotalMinutes, Rank: 0, symbol, now.Length, MoodRules.MeanScore(now),
            reachesBack ? MoodRules.VolumeChange(now.Length, posts.Length - now.Length) : null);
    }
}

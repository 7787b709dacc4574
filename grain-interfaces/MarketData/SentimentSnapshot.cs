using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.MarketData;

/// <summary>The mood about an asset in posts of the interval that ends at <paramref name="At"/>.</summary>
/// <param name="At">End of the interval (exclusive), UTC.</param>
/// <param name="LookbackMinutes">Length of the interval.</param>
/// <param name="Mentions">Posts that mention the asset.</param>
/// <param name="Score">Mean score of the posts, -1 (bearish) to +1 (bullish); 0 without mentions.</param>
/// <param name="Bullish">Posts that are bullish; with <paramref name="Bearish"/> and <paramref name="Neutral"/> it adds up to the
/// mentions.</param>
/// <param name="VolumeChange">Mentions over those of the interval before, less 1; null where that one had none.</param>
/// <param name="Keywords">The words that stand out most, most frequent first; at most ten.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.SentimentSnapshot")]
public sealed record SentimentSnapshot(
    string AssetId,
    string SourceId,
    DateTimeOffset At,
    int LookbackMinutes,
    int Mentions,
    double Score,
    int Bullish,
    int Bearish,
    int Neutral,
    double? VolumeChange,
    ImmutableArray<string> Keywords);

/// <summary>A symbol that forums speak of much, in the interval that ends at <paramref name="At"/>; it need not be an asset here.</summary>
/// <param name="At">End of the interval (exclusive), UTC; the same for all symbols of a reading.</param>
/// <param name="LookbackMinutes">Length of the interval.</param>
/// <param name="Rank">1 is mentioned most.</param>
/// <param name="Symbol">In capitals, e.g. <c>GME</c>.</param>
/// <param name="Mentions">Posts that mention it.</param>
/// <param name="Score">Mean score of these posts, -1 (bearish) to +1 (bullish).</param>
/// <param name="VolumeChange">Mentions over those of the interval before, less 1; null where that one had none or was not read.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.TrendingSymbol")]
public sealed record TrendingSymbol(
    string SourceId, DateTimeOffset At, int LookbackMinutes, int Rank, string Symbol, int Mentions, double Score, double? VolumeChange);

/// <summary>A post of an account that an asset watches: an event that rules heed for a time.</summary>
/// <param name="Account">With its sign, e.g. <c>@elonmusk</c>.</param>
/// <param name="PostId">The source's id of the post.</param>
/// <param name="At">When it was posted, UTC.</param>
/// <param name="Text">The first 280 characters.</param>
/// <param name="Score">Mood of the text, -1 to +1.</param>
/// <param name="MentionsAsset">Whether the text names the asset; rules may take others for less.</param>
/// <param name="SeenAt">When it was collected; null before that, and in what older versions stored.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.WatchedPost")]
public sealed record WatchedPost(
    string AssetId, string SourceId, string Account, string PostId, DateTimeOffset At, string Text, double Score, bool MentionsAsset,
    DateTimeOffset? SeenAt = null);

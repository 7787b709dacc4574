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

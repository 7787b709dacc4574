using Orleans;

namespace OrleansAssets.MarketData;

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

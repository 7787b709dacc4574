using Orleans;

namespace OrleansAssets.RiskModel;

/// <summary>What a market does, by trend strength and efficiency.</summary>
[GenerateSerializer, Alias("OrleansAssets.MarketKind")]
public enum MarketKind
{
    /// <summary>Too few candles.</summary>
    Unknown = 0,

    /// <summary>Both measures are low: moves cancel each other out.</summary>
    Sideways = 1,

    /// <summary>One measure is low, the other is not.</summary>
    Mixed = 2,

    /// <summary>Neither is low.</summary>
    Trending = 3,
}

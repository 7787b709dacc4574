using Orleans;

namespace OrleansAssets.MarketData;

/// <summary>Length of a candle.</summary>
[GenerateSerializer, Alias("OrleansAssets.Timeframe")]
public enum Timeframe
{
    M1 = 1,
    M5 = 5,
    M15 = 15,
    M30 = 30,
    H1 = 60,
    H4 = 240,
    D1 = 1440,
}

using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>What may be traded.</summary>
[GenerateSerializer, Alias("OrleansAssets.TradingMode")]
public enum TradingMode
{
    Normal = 0,

    /// <summary>Positions may be reduced and not opened.</summary>
    ReduceOnly = 1,
    Halted = 2,
}

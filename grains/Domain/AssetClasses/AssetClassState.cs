using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.AssetClasses;

/// <summary>What a class keeps.</summary>
[GenerateSerializer, Alias("OrleansAssets.AssetClassState")]
public sealed record AssetClassState
{
    /// <summary>Null until the catalogue has configured the class.</summary>
    [Id(0)]
    public AssetClassDefinition? Definition { get; set; }

    [Id(1)]
    public EnabledFlag? Flag { get; set; }

    [Id(2)]
    public TradingMode Mode { get; set; }

    /// <summary>Who set the mode and why; null while it is normal.</summary>
    [Id(3)]
    public string? ModeReason { get; set; }
}

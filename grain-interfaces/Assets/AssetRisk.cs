using Orleans;

namespace OrleansAssets.Assets;

/// <summary>Risk parameters of an asset.</summary>
/// <param name="MaxPosition">Largest position as a fraction of portfolio value, 0.02 to 0.10.</param>
/// <param name="VolatilityScore">1 (calm) to 10 (wild).</param>
/// <param name="MinTradeSize">Smallest order, in units of the asset.</param>
/// <param name="PricePrecision">Decimals of a price.</param>
/// <param name="QuantityPrecision">Decimals of a quantity.</param>
/// <param name="PipSize">Price of one pip, only for forex.</param>
/// <param name="LeverageLimit">Largest gross exposure per unit of capital; 1 is none.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AssetRisk")]
public sealed record AssetRisk(
    decimal MaxPosition,
    int VolatilityScore,
    decimal MinTradeSize,
    int PricePrecision,
    int QuantityPrecision,
    PriceDistance StopLoss,
    PriceDistance? TakeProfit,
    decimal LeverageLimit,
    decimal? PipSize,
    SpecialRules Rules);

/// <summary>A distance from the entry price, in the unit that the market speaks.</summary>
/// <param name="Value">A fraction of the price (0.08 is 8 %) or a number of pips.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PriceDistance")]
public sealed record PriceDistance(decimal Value, DistanceUnit Unit);

/// <summary>Unit of a <see cref="PriceDistance"/>.</summary>
[GenerateSerializer, Alias("OrleansAssets.DistanceUnit")]
public enum DistanceUnit
{
    /// <summary>A fraction of the price: 0.05 is 5 %.</summary>
    Fraction = 0,

    /// <summary>Pips of the pair's quotation.</summary>
    Pips = 1,
}

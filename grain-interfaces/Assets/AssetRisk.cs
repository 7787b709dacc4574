using Orleans;

namespace OrleansAssets.Assets;

/// <summary>Risk parameters of an asset.</summary>
/// <param name="MaxPosition">Largest position as a fraction of portfolio value, 0.02 to 0.10.</param>
/// <param name="VolatilityScore">1 (calm) to 10 (wild).</param>
/// <param name="MinTradeSize">Smallest order, in units of the asset.</param>
/// <param name="PricePrecision">Decimals of a price.</param>
/// <param name="QuantityPrecision">Decimals of a quantity.</param>
/// <param name="PipSize">Price of one pip, only for forex.</param>
/// <param name="LeverageLimit">Margin: the most that may be held per unit of capital; 1 is none.</param>
/// <param name="ProductLeverage">
/// What a unit of the product moves by per unit of its market, e.g. 3 of a 3x fund: it counts so many times in exposure; null is 1.
/// </param>
/// <param name="Terms">What orders of it must keep to; null, as in what older versions stored, is what a file that names none gets.</param>
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
    SpecialRules Rules,
    decimal? ProductLeverage = null,
    OrderTerms? Terms = null);

/// <summary>
/// What orders of an asset must keep to: what its venue takes, and what its owner wants. Prices are in its quote currency.
/// </summary>
/// <param name="AllowShort">Whether it may be sold without being held.</param>
/// <param name="MinNotional">Smallest order, quantity times price; 0 for none.</param>
/// <param name="PriceTick">Prices are multiples of it.</param>
/// <param name="QuantityStep">Quantities are multiples of it.</param>
/// <param name="PriceCollar">How far beyond the market a limit may be, as a fraction of it.</param>
/// <param name="MaxSpread">Distance of bid and ask, of their middle, beyond which nothing is opened.</param>
/// <param name="SessionOnly">Whether positions are opened only while its market is open.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.OrderTerms")]
public sealed record OrderTerms(
    bool AllowShort,
    decimal MinNotional,
    decimal PriceTick,
    decimal QuantityStep,
    decimal PriceCollar,
    decimal MaxSpread,
    bool SessionOnly);

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

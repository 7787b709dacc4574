using Orleans;

namespace OrleansAssets.Assets;

/// <summary>A distance from the entry price, in the unit that the market speaks.</summary>
/// <param name="Value">A fraction of the price (0.08 is 8 %) or a number of pips.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PriceDistance")]
public sealed record PriceDistance(decimal Value, DistanceUnit Unit);

/// <summary>Unit of a <see cref="PriceDistance"/>.</summary>
[GenerateSerializer, Alias("OrleansAssets.DistanceUnit")]
public enum DistanceUnit
{
    Fraction = 0,
    Pips = 1,
}

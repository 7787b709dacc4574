using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>What the supervisor advises about a position. It places no order: whoever does asks for it as for any exit.</summary>
/// <param name="Side">Of the order that it advises.</param>
/// <param name="Quantity">Units to close, exits under way left out; 0 where a look is advised and no order.</param>
/// <param name="Text">Why, with the figures.</param>
/// <param name="Since">When it was advised first, UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PositionAdvice")]
public sealed record PositionAdvice(
    PositionAdviceKind Kind, string AssetId, OrderSide Side, decimal Quantity, string Text, DateTimeOffset Since);

/// <summary>What a position is advised for.</summary>
[GenerateSerializer, Alias("OrleansAssets.PositionAdviceKind")]
public enum PositionAdviceKind
{
    /// <summary>Its mark is at its stop or beyond it: close it.</summary>
    PassedStop = 0,

    /// <summary>Its mark is at its target or beyond it: close it.</summary>
    ReachedTarget = 1,

    /// <summary>It was held as long as its asset may be: close it.</summary>
    MaxHold = 2,

    /// <summary>It loses, and its daily reset of leverage costs more each day: close it.</summary>
    Decay = 3,

    /// <summary>It has grown beyond its asset's limit: close the excess.</summary>
    DriftedLimit = 4,

    /// <summary>Nobody approved some of it, or the configuration does not have its asset: look at it.</summary>
    Unvetted = 5,

    /// <summary>Its mark is old, so that nobody knows what it is worth: look at its source.</summary>
    StaleMark = 6,
}

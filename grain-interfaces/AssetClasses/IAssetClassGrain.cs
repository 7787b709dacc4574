using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Portfolio;

namespace OrleansAssets.AssetClasses;

/// <summary>A class of assets; key <see cref="Keys.AssetClass"/>.</summary>
[Alias("OrleansAssets.IAssetClassGrain")]
public interface IAssetClassGrain : IGrainWithStringKey
{
    /// <summary>The class as it stands.</summary>
    /// <exception cref="NotFoundException">The catalogue has no such class.</exception>
    [Alias("Get"), Question]
    Task<AssetClassView> GetAsync();
}

/// <summary>What the configuration says of a class. Fractions are of portfolio value.</summary>
/// <param name="MaxAllocation">Most of the portfolio value in the class together: 0.4 is 40 %.</param>
/// <param name="RiskMultiplier">Factor on each asset's own most, e.g. 0.8.</param>
/// <param name="DefaultPosition">Of portfolio value.</param>
/// <param name="Hours">When its assets trade.</param>
/// <param name="NegativePrices">Whether a price may be 0 or less, as those of futures.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AssetClassDefinition")]
public sealed record AssetClassDefinition(
    string Id,
    string Name,
    bool Enabled,
    decimal MaxAllocation,
    int MaxPositions,
    decimal RiskMultiplier,
    decimal DefaultPosition,
    ImmutableArray<string> Members,
    MarketHours Hours = MarketHours.Always,
    bool NegativePrices = false)
{
    /// <inheritdoc/>
    public bool Equals(AssetClassDefinition? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && Id == other.Id
            && Name == other.Name
            && Enabled == other.Enabled
            && MaxAllocation == other.MaxAllocation
            && MaxPositions == other.MaxPositions
            && RiskMultiplier == other.RiskMultiplier
            && DefaultPosition == other.DefaultPosition
            && Members.Holds(other.Members)
            && Hours == other.Hours
            && NegativePrices == other.NegativePrices);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name);
}

/// <summary>A class as it stands now.</summary>
/// <param name="EnabledChangedAt">When that was, UTC.</param>
/// <param name="Mode">Reduce-only while a demoted phase waits for its positions to be closed.</param>
/// <param name="ModeReason">Who set the mode and why, null while it is normal.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AssetClassView")]
public sealed record AssetClassView(
    AssetClassDefinition Definition,
    bool Enabled,
    string EnabledBy,
    DateTimeOffset EnabledChangedAt,
    TradingMode Mode = TradingMode.Normal,
    string? ModeReason = null);

using Orleans;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Imports;

/// <summary>A fill of a user's file, as it was: the book pairs fills to round trips itself.</summary>
/// <param name="FillId">The broker's id, once per portfolio, at most 80 characters.</param>
/// <param name="Quantity">Units, more than 0.</param>
/// <param name="Price">Per unit, in <paramref name="Currency"/>.</param>
/// <param name="Currency">Of the price; null is the asset's quote currency.</param>
/// <param name="Fee">In <paramref name="FeeCurrency"/>; less than 0 is a rebate.</param>
/// <param name="FeeCurrency">
/// Null is the currency of the price. The first currency of a pair is paid out of what is bought: 0.1 BTC with a fee of 0.0001 BTC leaves
/// 0.0999.
/// </param>
/// <param name="At">UTC.</param>
/// <param name="Line">Where it is in the file, for faults.</param>
/// <param name="Order">Which of the fills of one instant came first: the lower one.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ImportedFill")]
public sealed record ImportedFill(
    string FillId,
    string AssetId,
    string? StrategyId,
    OrderSide Side,
    decimal Quantity,
    decimal Price,
    string? Currency,
    decimal Fee,
    string? FeeCurrency,
    DateTimeOffset At,
    long Line,
    long Order);

/// <summary>A round trip of a user's file, with the currencies of its amounts.</summary>
/// <param name="Trade">As in the file: prices in <paramref name="Currency"/>, fees in <paramref name="FeeCurrency"/>.</param>
/// <param name="Currency">Of the prices; null is the asset's quote currency.</param>
/// <param name="FeeCurrency">Null is the currency of the prices.</param>
/// <param name="Line">Where it is in the file, for faults.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.ImportedTrade")]
public sealed record ImportedTrade(Trade Trade, string? Currency, string? FeeCurrency, long Line);

using System.Text.Json.Serialization;
using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>
/// Asks whether an order may be placed. Exactly one of <paramref name="Quantity"/> and <paramref name="Notional"/> is given.
/// </summary>
/// <param name="ClientOrderId">
/// The caller's id of the order, unique in the portfolio: the same content under it again has the same answer, other content is refused.
/// </param>
/// <param name="Quantity">Units of the asset, more than 0.</param>
/// <param name="Notional">An amount in the portfolio's currency, more than 0.</param>
/// <param name="LimitPrice">Price per unit in the asset's quote currency; null for a market order.</param>
/// <param name="StopPrice">Where a loss is cut; null takes the asset's own distance.</param>
/// <param name="TargetPrice">Where a profit is taken; null takes the asset's own distance, if it has one.</param>
/// <param name="ReduceOnly">Refuses the order where it would open or enlarge a position.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.OrderRequest")]
public sealed record OrderRequest(
    string ClientOrderId,
    string AssetId,
    OrderSide Side,
    decimal? Quantity,
    decimal? Notional,
    decimal? LimitPrice,
    decimal? StopPrice,
    decimal? TargetPrice,
    string? StrategyId,
    bool ReduceOnly)
{
    /// <summary>How long it may rest at the broker; null is until it is cancelled, for a market order to the end of the session.</summary>
    [Id(0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeInForce? TimeInForce { get; init; }

    /// <summary>When it ends at the broker, UTC: given with <see cref="Portfolio.TimeInForce.Gtd"/> and only with it.</summary>
    [Id(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? GoodUntil { get; init; }

    /// <summary>
    /// The open order in whose place it is to be approved: it is decided as if that one were gone, and where it is approved, that one is
    /// replaced.
    /// </summary>
    [Id(2)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Replaces { get; init; }
}

/// <summary>Direction of an order.</summary>
[GenerateSerializer, Alias("OrleansAssets.OrderSide")]
public enum OrderSide
{
    /// <summary>Adds units, or covers a short position.</summary>
    Buy = 0,

    /// <summary>Takes units away, or opens a short position.</summary>
    Sell = 1,
}

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>An approved order in its life. It holds its exposure until it ends.</summary>
/// <param name="ClientOrderId">The caller's id of the order, unique in the portfolio.</param>
/// <param name="DecisionId">The decision that approved it, which names its reservation too.</param>
/// <param name="Quantity">Units approved, more than 0.</param>
/// <param name="Filled">Units executed, 0 or more; more than <paramref name="Quantity"/> where the broker overfilled it.</param>
/// <param name="LimitPrice">Price per unit in the asset's quote currency, as are the stop and the target; null for a market order.</param>
/// <param name="StopPrice">Where the loss of what it opens is cut; null where it opens nothing.</param>
/// <param name="TargetPrice">Where the profit of what it opens is taken; null for none.</param>
/// <param name="TimeInForce">How long it may rest at the broker.</param>
/// <param name="GoodUntil">The instant at which it ends there; null where its time in force says it.</param>
/// <param name="IsExit">Whether it closes what was held when it was approved: it opens nothing.</param>
/// <param name="ApprovedAt">UTC, as are the other times.</param>
/// <param name="Since">When it came into <paramref name="State"/>.</param>
/// <param name="Until">When it ends by itself unless more is reported; null where it lasts until its end is reported, or has ended.</param>
/// <param name="VenueOrderId">The broker's id of it, as far as it was reported.</param>
/// <param name="Remark">In words how it came into its state; null where the state says it all.</param>
/// <param name="Replaces">The order in whose place it was approved.</param>
/// <param name="ReplacedBy">The order that was approved in its place.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.Order")]
public sealed record Order(
    string ClientOrderId,
    string DecisionId,
    string AssetId,
    string ClassId,
    OrderSide Side,
    decimal Quantity,
    decimal Filled,
    decimal? LimitPrice,
    decimal? StopPrice,
    decimal? TargetPrice,
    string? StrategyId,
    TimeInForce TimeInForce,
    DateTimeOffset? GoodUntil,
    bool IsExit,
    DateTimeOffset ApprovedAt,
    OrderState State,
    DateTimeOffset Since,
    DateTimeOffset? Until,
    string? VenueOrderId,
    string? Remark,
    string? Replaces,
    string? ReplacedBy)
{
    /// <summary>Whether it may still be filled, and so holds its exposure.</summary>
    [JsonIgnore]
    public bool IsOpen => State is OrderState.Approved or OrderState.Working or OrderState.PartlyFilled;

    /// <summary>Units that may still be filled, 0 or more.</summary>
    [JsonIgnore]
    public decimal Left => Math.Max(0, Quantity - Filled);
}

/// <summary>Where an order is in its life.</summary>
[GenerateSerializer, Alias("OrleansAssets.OrderState")]
public enum OrderState
{
    /// <summary>It may be placed; the approval ends soon unless the order is reported working.</summary>
    Approved = 0,

    /// <summary>It rests at the broker.</summary>
    Working = 1,

    /// <summary>A part of it was executed, and the rest may be.</summary>
    PartlyFilled = 2,

    /// <summary>All of it was executed.</summary>
    Filled = 3,

    /// <summary>It was taken back.</summary>
    Cancelled = 4,

    /// <summary>Its time was over, or nobody reported it working while its approval lasted.</summary>
    Expired = 5,

    /// <summary>Refused: by the rules before it was placed, or by the broker after.</summary>
    Rejected = 6,

    /// <summary>Another order was approved in its place.</summary>
    Replaced = 7,
}

/// <summary>How long an order may rest at the broker.</summary>
[GenerateSerializer, Alias("OrleansAssets.TimeInForce")]
public enum TimeInForce
{
    /// <summary>To the end of the session of its market; of a market that never closes, to midnight UTC.</summary>
    Day = 0,

    /// <summary>Good till cancelled.</summary>
    Gtc = 1,

    /// <summary>Good till a date.</summary>
    Gtd = 2,

    /// <summary>Immediate or cancel: what is not filled at once is cancelled.</summary>
    Ioc = 3,
}

/// <summary>What a caller tells of an order. Told twice it changes something once; what is older than what is known, nothing.</summary>
/// <param name="State">
/// Working, cancelled, expired or rejected. Fills are told by <see cref="IPortfolioGrain.RecordFillAsync"/>, a replacement by an order
/// that replaces it.
/// </param>
/// <param name="At">When it was so at the broker, UTC.</param>
/// <param name="GoodUntil">Of a working order: when the broker will end it; null takes its time in force.</param>
/// <param name="Reason">In words, e.g. why the broker refused it; null for none.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.OrderReport")]
public sealed record OrderReport(
    string ClientOrderId, OrderState State, DateTimeOffset At, string? VenueOrderId, DateTimeOffset? GoodUntil, string? Reason);

/// <summary>Which orders are asked for: the newest first.</summary>
/// <param name="OpenOnly">Only those that may still be filled.</param>
/// <param name="AssetId">Only those of this asset; null for all.</param>
/// <param name="Limit">At most so many, 1 to 1,000.</param>
/// <param name="Before">Only those that are listed after this order; null begins with the newest.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.OrderQuery")]
public sealed record OrderQuery(bool OpenOnly, string? AssetId, int Limit, string? Before = null);

/// <summary>A page of orders, the newest first; it may be empty though older pages are not.</summary>
/// <param name="Next">What the next page is asked for with as <see cref="OrderQuery.Before"/>; null where this was the last one.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.OrderPage")]
public sealed record OrderPage(ImmutableArray<Order> Orders, string? Next);

/// <summary>How an order that was decided before stands now.</summary>
/// <param name="Since">When it came into <paramref name="State"/>, UTC.</param>
/// <param name="MayBePlaced">Whether it is approved, not placed yet as far as is known, and nothing halts it.</param>
/// <param name="Halt">What stops it, where it is approved and halted.</param>
/// <param name="Remark">In a sentence.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.OrderStanding")]
public sealed record OrderStanding(
    OrderState State, decimal Filled, DateTimeOffset Since, bool MayBePlaced, ActiveHalt? Halt, string Remark);

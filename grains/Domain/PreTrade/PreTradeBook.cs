using System.Collections.Immutable;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.PreTrade;

/// <summary>A portfolio at the instant of a decision, as the checks see it. Money in <paramref name="Currency"/>.</summary>
/// <param name="Equity">Cash and positions at their marks, open profit and loss included.</param>
/// <param name="Cash">Below 0 where something is financed.</param>
/// <param name="PeakEquity">Highest equity, cash flows taken out.</param>
/// <param name="DayAnchorEquity">Equity at the start of the UTC day, scaled by cash flows as equity is.</param>
/// <param name="OrdersLastMinute">Decisions that approved or reduced an order, within 60 seconds before now.</param>
/// <param name="OrdersToday">Likewise since the start of the UTC day.</param>
/// <param name="Halts">Those in force.</param>
/// <param name="RejectionsLastMinute">Stored rejections, within 60 seconds before now; null in the inputs of older decisions.</param>
/// <param name="RejectionsToday">Likewise since the start of the UTC day.</param>
public sealed record PreTradeBook(
    string Currency,
    decimal Equity,
    decimal Cash,
    decimal PeakEquity,
    decimal DayAnchorEquity,
    ImmutableArray<HeldPosition> Positions,
    ImmutableArray<OpenReservation> Reservations,
    int OrdersLastMinute,
    int OrdersToday,
    ImmutableArray<ActiveHalt> Halts,
    int? RejectionsLastMinute = null,
    int? RejectionsToday = null);

/// <summary>An open position. Prices are in the asset's quote currency.</summary>
/// <param name="SignedQuantity">Units, below 0 for a short position.</param>
/// <param name="StopPrice">Where it is closed; null takes the asset's own distance from the mark.</param>
public sealed record HeldPosition(
    string AssetId,
    string ClassId,
    decimal SignedQuantity,
    decimal AverageEntryPrice,
    decimal MarkPrice,
    DateTimeOffset MarkedAt,
    decimal? StopPrice,
    DateTimeOffset OpenedAt);

/// <summary>Exposure that an approved order holds until it is filled, released or expired.</summary>
/// <param name="SignedQuantity">Units not filled yet, below 0 for a sale.</param>
/// <param name="Price">Price of the decision, in the asset's quote currency; null for an exit that was decided without one.</param>
public sealed record OpenReservation(
    string ReservationId,
    string AssetId,
    string ClassId,
    decimal SignedQuantity,
    decimal? Price,
    decimal? StopPrice,
    DateTimeOffset ExpiresAt);

using OrleansAssets.Portfolio;

namespace OrleansAssets.Api.Bodies;

/// <summary>What became of an order at the broker.</summary>
/// <param name="State">Working, cancelled, expired or rejected.</param>
/// <param name="At">When it was so at the broker, UTC.</param>
/// <param name="GoodUntil">Of a working order: when the broker will end it; null takes its time in force.</param>
/// <param name="Reason">In words, e.g. why the broker refused it.</param>
public sealed record OrderReportBody(
    OrderState State, DateTimeOffset At, string? VenueOrderId = null, DateTimeOffset? GoodUntil = null, string? Reason = null);

/// <summary>Where a position is left from now on. Prices in the asset's quote currency.</summary>
/// <param name="StopPrice">The stop; null leaves it.</param>
/// <param name="TargetPrice">The target; null leaves it.</param>
/// <param name="ClearTarget">Takes the target away.</param>
/// <param name="Reason">Why, for the log.</param>
public sealed record StopMoveBody(decimal? StopPrice, decimal? TargetPrice, bool ClearTarget, string Reason);

/// <summary>What a broker executed.</summary>
/// <param name="FillId">The broker's id, unique in the portfolio: the same content under it again changes nothing.</param>
/// <param name="ClientOrderId">The order it belongs to, whose reservation it uses up; null for one that was never asked for.</param>
/// <param name="Quantity">Units, more than 0.</param>
/// <param name="Price">Price per unit in <paramref name="Currency"/>.</param>
/// <param name="Fee">In <paramref name="FeeCurrency"/>; less than 0 where the venue paid a rebate.</param>
/// <param name="At">When it was executed, UTC; null for now, and a repetition may leave it out too.</param>
/// <param name="Currency">Currency of the price; null is the asset's quote currency.</param>
/// <param name="Rate">What a unit of that currency is worth in the portfolio's; null takes the portfolio's own conversion.</param>
/// <param name="FeeCurrency">Currency of the fee; null is that of the price.</param>
/// <param name="Confirmed">Said a second time: it is taken although its price, its fee or its size is one that nobody would
/// believe.</param>
public sealed record FillBody(
    string FillId,
    string AssetId,
    OrderSide Side,
    decimal Quantity,
    decimal Price,
    decimal Fee,
    string? ClientOrderId = null,
    DateTimeOffset? At = null,
    string? Currency = null,
    decimal? Rate = null,
    string? StrategyId = null,
    string? FeeCurrency = null,
    bool Confirmed = false);

/// <summary>A fill that was wrong.</summary>
/// <param name="CorrectionId">Your id: the same again changes nothing.</param>
/// <param name="Replacement">What was executed in truth, under an id of its own; null where nothing was. Of the order and the
/// strategy of the wrong one where it names no other.</param>
/// <param name="Reason">Why, for the log.</param>
public sealed record FillCorrectionBody(string CorrectionId, FillBody? Replacement, string Reason);

/// <summary>Marks of an asset that were wrong.</summary>
/// <param name="CorrectionId">Your id: the same again changes nothing.</param>
/// <param name="From">Time of the first wrong mark, as its price was stated, UTC.</param>
/// <param name="To">Time of the last one, which may be the first.</param>
/// <param name="Price">What is right instead, in the asset's quote currency; null takes the marks out.</param>
/// <param name="Reason">Why, for the log.</param>
/// <param name="Confirmed">Said a second time: the price is taken although it is one that nobody would believe.</param>
public sealed record MarkCorrectionBody(
    string CorrectionId, string AssetId, DateTimeOffset From, DateTimeOffset To, decimal? Price, string Reason, bool Confirmed = false);

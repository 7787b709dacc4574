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

/// <summary>A fill that was wrong.</summary>
/// <param name="CorrectionId">Your id: the same again changes nothing.</param>
/// <param name="Replacement">What was executed in truth, under an id of its own; null where nothing was.</param>
/// <param name="Reason">Why, for the log.</param>
public sealed record FillCorrectionBody(string CorrectionId, Fill? Replacement, string Reason);

/// <summary>Marks of an asset that were wrong.</summary>
/// <param name="CorrectionId">Your id: the same again changes nothing.</param>
/// <param name="From">Time of the first wrong mark, as its price was stated, UTC.</param>
/// <param name="To">Time of the last one, which may be the first.</param>
/// <param name="Price">What is right instead, in the asset's quote currency; null takes the marks out.</param>
/// <param name="Reason">Why, for the log.</param>
public sealed record MarkCorrectionBody(
    string CorrectionId, string AssetId, DateTimeOffset From, DateTimeOffset To, decimal? Price, string Reason);

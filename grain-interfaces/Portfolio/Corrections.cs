using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;

namespace OrleansAssets.Portfolio;

/// <summary>A fill that was wrong: the book becomes as if it had not been, or as if the right one had been in its place.</summary>
/// <param name="CorrectionId">
/// The caller's id, unique among the portfolio's events and corrections: the same again changes nothing, other content is refused.
/// </param>
/// <param name="FillId">The fill that is taken back; both entries stay in the journal.</param>
/// <param name="Replacement">
/// What was executed in truth, under an id of its own; null where nothing was. Where it gives neither currency nor rate, those of the wrong
/// fill hold; where it gives neither order nor strategy, likewise. It passes the same gate as any fill
/// (<see cref="Fill.Confirmed"/>).
/// </param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FillCorrection")]
public sealed record FillCorrection(string CorrectionId, string FillId, Fill? Replacement, string Operator, string Reason);

/// <summary>
/// An event that was wrong: the book becomes as if it had not been. The right one is recorded as any other, at its own time.
/// </summary>
/// <param name="CorrectionId">
/// The caller's id, unique among the portfolio's events and corrections: the same again changes nothing, other content is refused.
/// </param>
/// <param name="EventId">The event that is taken back; both entries stay in the journal.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.EventCorrection")]
public sealed record EventCorrection(string CorrectionId, string EventId, string Operator, string Reason);

/// <summary>Marks of an asset that were wrong.</summary>
/// <param name="CorrectionId">
/// The caller's id, unique among the portfolio's events and corrections: the same again changes nothing, other content is refused.
/// </param>
/// <param name="From">Time of the first wrong mark, as its price was stated, UTC.</param>
/// <param name="To">Time of the last one, which may be the first.</param>
/// <param name="Price">What is right instead, in the asset's quote currency; null takes the marks out.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.MarkCorrection")]
public sealed record MarkCorrection(
    string CorrectionId, string AssetId, DateTimeOffset From, DateTimeOffset To, decimal? Price, string Operator, string Reason)
{
    /// <summary>Said a second time: the price is taken although nobody would believe it. It is no part of the content.</summary>
    [Id(0)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Confirmed { get; init; }
}

/// <summary>
/// The book after a correction. Money in the portfolio's currency. A repeated correction has the answer of the first time.
/// </summary>
/// <param name="Sequence">Its number in the portfolio's journal.</param>
/// <param name="Drawdown">Part of the peak that is lost, 0 to 1.</param>
/// <param name="RevisedDays">Days whose row changed, oldest first.</param>
/// <param name="RevisedTrades">Trades that are new or other than before.</param>
/// <param name="RemovedTrades">Trades that never were.</param>
/// <param name="CorrectedHalts">Halts that would not have latched; they stay until they are reset.</param>
/// <param name="Repeated">Whether it was known already.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.CorrectionAnswer")]
public sealed record CorrectionAnswer(
    string CorrectionId,
    long Sequence,
    decimal Cash,
    decimal Equity,
    decimal PeakEquity,
    decimal Drawdown,
    ImmutableArray<DateOnly> RevisedDays,
    ImmutableArray<string> RevisedTrades,
    ImmutableArray<string> RemovedTrades,
    ImmutableArray<string> CorrectedHalts,
    bool Repeated);

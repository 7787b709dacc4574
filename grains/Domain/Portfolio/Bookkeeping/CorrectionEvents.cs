using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orleans;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>A fill was wrong.</summary>
/// <param name="Replacement">The right one in the currencies of the book; null where there was none.</param>
/// <param name="Restated">The book as it is with it.</param>
public sealed record FillCorrected(FillCorrection Correction, string ContentHash, FillRecorded? Replacement, Restatement Restated)
    : PortfolioEvent
{
    /// <summary>Of a fill of an import that the book began with: what it began with in truth. Null for a fill of its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImportTaken? Begun { get; init; }
}

/// <summary>An event was wrong.</summary>
/// <param name="Restated">The book as it is without it.</param>
public sealed record EventCorrected(EventCorrection Correction, string ContentHash, Restatement Restated) : PortfolioEvent;

/// <summary>Marks were wrong.</summary>
/// <param name="Restated">The book as it is without them.</param>
public sealed record MarkCorrected(MarkCorrection Correction, string ContentHash, Restatement Restated) : PortfolioEvent;

/// <summary>What a history that was told anew makes of a book, and of the rows that were told before.</summary>
/// <param name="Figures">
/// The book by its amended history. What callers did and are bound by (ids, halts, counts of orders) is not taken from it.
/// </param>
/// <param name="ClosedTrades">More or fewer than before.</param>
/// <param name="Days">Rows that are other than they were.</param>
/// <param name="Trades">Trades that are new or other than they were.</param>
/// <param name="RemovedTrades">Trades that never were.</param>
/// <param name="CorrectedHalts">Halts in force that would not have latched.</param>
public sealed record Restatement(
    PortfolioBook Figures,
    int ClosedTrades,
    ImmutableArray<EquityPoint> Days,
    ImmutableArray<TradeClosed> Trades,
    ImmutableArray<TradeClosed> RemovedTrades,
    ImmutableArray<string> CorrectedHalts)
{
    /// <summary>Profits of days that are other than they were, by asset and strategy: 0 where there was none after all.</summary>
    public ImmutableArray<DayProfit>? Profits { get; init; }

    /// <summary>Halts in force that would have latched after all, though a correction said that they would not; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableArray<string>? ReachedHalts { get; init; }
}

/// <summary>A stretch of time in which an asset's marks are wrong: none of it is taken again.</summary>
/// <param name="To">Inclusive.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.WrongMark")]
public sealed record WrongMark(string AssetId, DateTimeOffset From, DateTimeOffset To)
{
    public static WrongMark Of(MarkCorrection correction)
    {
        ArgumentNullException.ThrowIfNull(correction);
        return new WrongMark(correction.AssetId, correction.From, correction.To);
    }

    public bool Covers(string assetId, DateTimeOffset at) => assetId == AssetId && at >= From && at <= To;
}

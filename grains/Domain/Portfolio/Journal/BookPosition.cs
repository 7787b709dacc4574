using System.Text.Json.Serialization;
using Orleans;
using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Domain.Portfolio.Journal;

/// <summary>What is held of an asset. Prices are in the asset's quote currency.</summary>
/// <param name="Quantity">Signed units; never 0.</param>
/// <param name="Cost">What it was paid for, signed, in the portfolio's currency; 0 where it is margined.</param>
/// <param name="Margined">
/// Currency pairs that are quoted in another currency than the portfolio's are settled by their profit alone: no cash is exchanged.
/// </param>
/// <param name="Rate">What a unit of the quote currency is worth in the portfolio's currency.</param>
/// <param name="EntryFees">Fees paid for what is held, in the portfolio's currency.</param>
/// <param name="Unmarked">Came with an import and was not valued since: the first mark becomes its reference and changes no equity.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.BookPosition")]
public sealed record BookPosition(
    string AssetId,
    string ClassId,
    decimal Quantity,
    decimal AverageEntryPrice,
    decimal Cost,
    bool Margined,
    decimal MarkPrice,
    DateTimeOffset MarkedAt,
    decimal Rate,
    string RateSource,
    decimal? StopPrice,
    DateTimeOffset OpenedAt,
    decimal EntryFees,
    string? StrategyId,
    bool Unmarked)
{
    /// <summary>What it adds to equity.</summary>
    [JsonIgnore]
    public decimal Value => Rounding.Amount(Margined
        ? Quantity * (MarkPrice - AverageEntryPrice) * Rate
        : Quantity * MarkPrice * Rate);

    /// <summary>Profit that is open, in the portfolio's currency.</summary>
    [JsonIgnore]
    public decimal UnrealisedProfit => Margined ? Value : Value - Cost;

    /// <summary>What is at stake in the market, 0 or more.</summary>
    [JsonIgnore]
    public decimal Exposure => Rounding.Amount(Math.Abs(Quantity) * MarkPrice * Rate);
}

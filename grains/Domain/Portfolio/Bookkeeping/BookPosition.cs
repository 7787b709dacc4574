using System.Text.Json.Serialization;
using Orleans;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

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
    /// <summary>When the rate was true; null of the portfolio's own currency, and in an older snapshot.</summary>
    [Id(0)]
    public DateTimeOffset? RateAt { get; init; }

    /// <summary>Where its profit is taken, in the asset's quote currency; null for none.</summary>
    [Id(1)]
    public decimal? TargetPrice { get; init; }

    /// <summary>Whether its mark is the market's: a quote or a price that was stated, and not that of a fill.</summary>
    [Id(2)]
    public bool OfMarket { get; init; }

    /// <summary>Signed units.</summary>
    [JsonIgnore]
    public Quantity Units => new(Quantity);

    /// <summary>What each unit cost on average, in the asset's quote currency.</summary>
    [JsonIgnore]
    public Price AverageEntry => new(AverageEntryPrice, Conversions.QuoteCurrencyOf(AssetId));

    /// <summary>What each unit is worth now, in the asset's quote currency.</summary>
    [JsonIgnore]
    public Price Mark => new(MarkPrice, Conversions.QuoteCurrencyOf(AssetId));

    /// <summary>From the quote currency into the portfolio's.</summary>
    [JsonIgnore]
    public ExchangeRate Conversion =>
        new(Conversions.QuoteCurrencyOf(AssetId), Conversions.Currency, Rate, RateSource, RateAt ?? MarkedAt);

    /// <summary>What it was paid for, signed, in the portfolio's currency.</summary>
    [JsonIgnore]
    public Money Paid => new(Cost, Conversions.Currency);

    /// <summary>Fees paid for what is held, in the portfolio's currency.</summary>
    [JsonIgnore]
    public Money FeesPaid => new(EntryFees, Conversions.Currency);

    /// <summary>What it adds to equity, in the portfolio's currency.</summary>
    [JsonIgnore]
    public Money Value => Conversion.Convert(Margined ? (Mark - AverageEntry) * Units : Mark * Units).Kept();

    /// <summary>Profit that is open, in the portfolio's currency.</summary>
    [JsonIgnore]
    public Money UnrealisedProfit => Margined ? Value : Value - Paid;

    /// <summary>Valued at a price of the market.</summary>
    public BookPosition At(MarkedPrice mark)
    {
        ArgumentNullException.ThrowIfNull(mark);
        return this with
        {
            MarkPrice = mark.Price,
            Rate = mark.Rate,
            RateSource = mark.RateSource,
            RateAt = mark.RateAt,
            MarkedAt = mark.At,
            Unmarked = false,
            OfMarket = true,
        };
    }

    /// <summary>What is at stake in the market, 0 or more, in the portfolio's currency.</summary>
    [JsonIgnore]
    public Money Exposure => Conversion.Convert(Mark * Units.Abs()).Kept();
}

/// <summary>Open trades of an import as a position: long and short of one asset are netted.</summary>
public static class ImportedPositions
{
    public static BookPosition? Of(IGrouping<string, Position> open)
    {
        var quantity = open.Sum(Signed);
        if (quantity == 0)
        {
            return null;
        }

        var same = open.Where(position => Math.Sign(Signed(position)) == Math.Sign(quantity)).ToArray();
        var average = Rounding.Price(same.Sum(held => held.Quantity * held.AverageEntryPrice) / same.Sum(held => held.Quantity));
        var openedAt = same.Min(held => held.OpenedAt);
        var margined = Conversions.IsMargined(open.Key);
        return new BookPosition(
            open.Key, same[0].ClassId, quantity, average, margined ? 0 : Rounding.Amount(quantity * average), margined, average, openedAt,
            1, "as imported", null, openedAt, 0, null, Unmarked: true);
    }

    private static decimal Signed(Position position) => position.Side == TradeSide.Long ? position.Quantity : -position.Quantity;
}

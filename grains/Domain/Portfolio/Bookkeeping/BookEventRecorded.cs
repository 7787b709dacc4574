using System.Collections.Immutable;
using System.Text.Json.Serialization;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>Something happened to a position or to cash without a trade.</summary>
/// <param name="ClassId">Of the asset; null where it is of the whole portfolio.</param>
/// <param name="Margined">Whether the asset is settled by its profit alone.</param>
/// <param name="Step">The smallest part of a unit that the venue keeps; null where it keeps every fraction.</param>
/// <param name="Rate">What a unit of the event's currency is worth in the portfolio's.</param>
/// <param name="Outcome">What it did when it was taken, for the answer to a repetition.</param>
/// <param name="Restated">The book as it is with it, where it came later than it happened.</param>
public sealed record BookEventRecorded(
    BookEvent Event,
    string ContentHash,
    string? ClassId,
    bool Margined,
    decimal? Step,
    decimal Rate,
    string RateSource,
    EventOutcome Outcome,
    Restatement? Restated = null) : PortfolioEvent
{
    /// <summary>From the event's currency into the portfolio's.</summary>
    [JsonIgnore]
    public ExchangeRate Conversion => new(Currency, Conversions.Currency, Rate, RateSource, Event.EffectiveAt);

    /// <summary>The currency of its amounts.</summary>
    [JsonIgnore]
    public Currency Currency => CurrencyOf(Event);

    public static Currency CurrencyOf(BookEvent one) =>
        one.Currency is { } code ? new Currency(code)
        : one.AssetId is { } asset ? Conversions.QuoteCurrencyOf(asset)
        : Conversions.Currency;
}

/// <summary>What an event did. Amounts in the portfolio's currency.</summary>
/// <param name="AssetId">What is held from then on.</param>
/// <param name="QuantityBefore">Signed units that it met.</param>
/// <param name="QuantityAfter">Signed units that it left.</param>
/// <param name="Amount">What cash gained, the tax that was kept back taken out.</param>
/// <param name="Shares">Whose profit that is, where it is an income or a cost.</param>
public sealed record EventOutcome(
    string? AssetId,
    decimal QuantityBefore,
    decimal QuantityAfter,
    decimal Amount,
    decimal Withheld,
    ImmutableArray<StrategyShare> Shares)
{
    /// <summary>What a unit was marked at when it came, in the asset's quote currency; null where nothing marked was held.</summary>
    public decimal? PriceBefore { get; init; }

    /// <summary>Likewise after it.</summary>
    public decimal? PriceAfter { get; init; }

    public static EventOutcome None { get; } = new(null, 0, 0, 0, 0, []);
}

/// <summary>A strategy's part of an income or a cost, in the portfolio's currency.</summary>
/// <param name="StrategyId">Null for what is nobody's.</param>
public sealed record StrategyShare(string? StrategyId, decimal Amount);

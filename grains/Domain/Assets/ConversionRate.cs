using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Domain.Assets;

/// <summary>What a unit of a currency is worth in the portfolio's currency, as a decision stores it.</summary>
/// <param name="Source">Where it comes from, e.g. <c>USD/TRY at oanda</c>.</param>
public sealed record ConversionRate(string Currency, decimal Rate, string Source, DateTimeOffset At)
{
    public static ConversionRate Of(ExchangeRate rate) => new(rate.From.Code, rate.Rate, rate.Source, rate.At);

    /// <summary>A table of stored rates.</summary>
    /// <param name="currency">The portfolio's currency.</param>
    public static ExchangeRates Table(ImmutableArray<ConversionRate> rates, string currency)
    {
        var to = new Currency(currency);
        return new ExchangeRates(
            to, rates.Select(rate => new ExchangeRate(new Currency(rate.Currency), to, rate.Rate, rate.Source, rate.At)));
    }
}

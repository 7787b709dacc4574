using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;

namespace OrleansAssets.Domain.Assets;

/// <summary>
/// What a unit of an asset is worth in a portfolio's currency. A pair is priced in its second currency, all else in dollars.
/// </summary>
/// <param name="Value">Worth of a unit, in the portfolio's currency.</param>
/// <param name="Conversion">From the currency that the asset is priced in into the portfolio's.</param>
public sealed record UnitWorth(Price Value, ExchangeRate Conversion)
{
    /// <summary>Null where the price is not above 0, or the currency's rate is not known.</summary>
    /// <param name="price">Per unit, in the currency that the asset is priced in.</param>
    /// <param name="rates">Into the portfolio's currency.</param>
    public static UnitWorth? Of(string assetId, decimal price, ExchangeRates rates)
    {
        var quoted = new Price(price, CurrencyOf(assetId));
        return !quoted.IsPositive ? null
            : quoted.Currency == rates.To ? new UnitWorth(quoted, ExchangeRate.Same(rates.To))
            : IsBase(assetId, rates.To) ? new UnitWorth(
                new Price(1, rates.To), new ExchangeRate(quoted.Currency, rates.To, 1 / price, assetId, DateTimeOffset.MinValue))
            : rates.Find(quoted.Currency) is { } known ? new UnitWorth(known.Convert(quoted), known)
            : null;
    }

    /// <summary>The code of the currency that an asset is priced in.</summary>
    public static string QuoteCurrency(string assetId) => CurrencyOf(assetId).Code;

    /// <summary>The currency that an asset is priced in; all but pairs are priced in dollars.</summary>
    public static Currency CurrencyOf(string assetId) => CurrencyPair.Of(assetId)?.To ?? Currency.Usd;

    // A unit of a pair is a unit of its first currency.
    private static bool IsBase(string assetId, Currency currency) => assetId.Split('/') is [var first, _] && first == currency.Code;
}

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
        var known = rates.Select(rate => new ExchangeRate(new Currency(rate.Currency), to, rate.Rate, rate.Source, rate.At));
        return new ExchangeRates(to, known.Concat(Stablecoins.AtPar(to)));
    }
}

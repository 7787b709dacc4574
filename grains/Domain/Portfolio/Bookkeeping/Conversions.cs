using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// What currencies are worth in the portfolio's currency, US dollars, and from where that is known: the collected quote of a pair with the
/// dollar, else the rate that a fill, a mark or an operator stated last. Stablecoins of the dollar count as dollars.
/// </summary>
public static class Conversions
{
    /// <summary>The currency that portfolios are kept in.</summary>
    public static Currency Currency => Currency.Usd;

    public static bool IsDollar(Currency currency) => currency == Currency.Usd || Stablecoins.IsOfTheDollar(currency.Code);

    /// <summary>The currency that an asset is priced in.</summary>
    public static Currency QuoteCurrencyOf(string assetId) => UnitWorth.CurrencyOf(assetId);

    public static bool IsMargined(string assetId) => !IsDollar(QuoteCurrencyOf(assetId));

    /// <summary>The pairs whose quote tells the worth of a currency.</summary>
    public static ImmutableArray<string> PairsOf(Currency currency) => [$"{Currency}/{currency}", $"{currency}/{Currency}"];

    /// <summary>The newest conversion of a currency that is known; null where none is.</summary>
    public static ExchangeRate? Find(Currency currency, PortfolioBook book, Func<string, Quote?> quoteOf, DateTimeOffset now)
    {
        if (IsDollar(currency))
        {
            var source = currency == Currency ? "the portfolio's currency" : Stablecoins.Source;
            return new ExchangeRate(currency, Currency, 1, source, now);
        }

        var quoted = PairsOf(currency).Select(quoteOf).FirstOrDefault(quote => quote is { Mid: > 0 });
        var stated = book.Rates.GetValueOrDefault(currency.Code);
        return quoted is not null && (stated is null || quoted.At >= stated.At) ? FromQuote(currency, quoted)
            : stated is not null ? new ExchangeRate(currency, Currency, stated.Rate, stated.Source, stated.At)
            : null;
    }

    /// <summary>
    /// What the quote currencies of assets are worth, each once, in the order of their codes; dollars need none, unknown ones are absent.
    /// </summary>
    public static IEnumerable<ConversionRate> FindAll(
        IEnumerable<string> assetIds, PortfolioBook book, Func<string, Quote?> quoteOf, DateTimeOffset now) =>
        from currency in assetIds.Select(QuoteCurrencyOf).Where(currency => !IsDollar(currency)).Distinct()
            .OrderBy(currency => currency.Code, StringComparer.Ordinal)
        let rate = Find(currency, book, quoteOf, now)
        where rate is not null
        select ConversionRate.Of(rate.Value);

    private static ExchangeRate FromQuote(Currency currency, Quote quote)
    {
        var inverse = quote.AssetId.StartsWith(Currency + "/", StringComparison.Ordinal);
        return new ExchangeRate(
            currency, Currency, Rounding.Price(inverse ? 1 / quote.Mid : quote.Mid), $"{quote.AssetId} at {quote.SourceId}", quote.At);
    }
}

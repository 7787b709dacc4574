using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// What currencies are worth in the portfolio's currency, US dollars, and from where and when that is known: the collected quote of a pair
/// with the dollar, or the rate that an operator, a mark or a fill stated, whichever is newer; each is kept until a newer one is known.
/// </summary>
public static class Conversions
{
    /// <summary>
    /// A collected rate stands before one that came with a fill or a mark for so long, although that one is newer: it is of this market,
    /// and not of one trade.
    /// </summary>
    public static readonly TimeSpan CollectedFirst = TimeSpan.FromHours(72);

    /// <summary>The currency that portfolios are kept in.</summary>
    public static Currency Currency => Currency.Usd;

    /// <summary>The currency that an asset is priced in.</summary>
    public static Currency QuoteCurrencyOf(string assetId) => UnitWorth.CurrencyOf(assetId);

    /// <summary>What is priced in dollars of whatever kind is paid for in cash.</summary>
    public static bool IsMargined(string assetId) =>
        QuoteCurrencyOf(assetId) is var quoted && quoted != Currency && !Stablecoins.IsOfTheDollar(quoted);

    /// <summary>The pairs whose quote tells the worth of a currency; none of the portfolio's own.</summary>
    public static ImmutableArray<string> PairsOf(Currency currency) => currency == Currency ? [] : DayRates.PairsOf(currency);

    /// <summary>The newest conversion of a currency that is known; null where none is.</summary>
    public static ExchangeRate? Find(Currency currency, PortfolioBook book, Func<string, Quote?> quoteOf, DateTimeOffset now)
    {
        if (currency == Currency)
        {
            return new ExchangeRate(currency, Currency, 1, "the portfolio's currency", now);
        }

        var quoted = PairsOf(currency).Select(quoteOf).FirstOrDefault(quote => quote is { Mid: > 0 });
        var stated = book.Rates.GetValueOrDefault(currency.Code);
        return quoted is not null && (stated is null || quoted.At >= stated.At - (stated.ByOperator ? TimeSpan.Zero : CollectedFirst))
                ? FromQuote(currency, quoted)
            : stated is not null ? new ExchangeRate(currency, Currency, stated.Rate, stated.Source, stated.At)
            : Stablecoins.IsOfTheDollar(currency) ? new ExchangeRate(currency, Currency, 1, Stablecoins.Source, now)
            : null;
    }

    /// <summary>
    /// What is collected of a currency: by its pair with the dollar, or of a coin by its pair with a stablecoin; null where nothing is.
    /// </summary>
    public static ExchangeRate? FindCollected(Currency currency, PortfolioBook book, Func<string, Quote?> quoteOf, DateTimeOffset now)
    {
        if (PairsOf(currency).Select(quoteOf).FirstOrDefault(quote => quote is { Mid: > 0 }) is { } quoted)
        {
            return FromQuote(currency, quoted);
        }

        return (from stable in Stablecoins.OfTheDollar
                let quote = quoteOf(FillFees.PairOf(currency, stable))
                let worth = Find(stable, book, quoteOf, now)
                where quote is { Mid: > 0 } && worth is not null
                select (ExchangeRate?)new ExchangeRate(
                    currency, Currency, quote.Mid * worth.Value.Rate, $"{quote.AssetId} at {quote.SourceId}", quote.At))
            .FirstOrDefault();
    }

    /// <summary>
    /// What the quote currencies of assets are worth, each once, in the order of their codes; dollars need none, unknown ones are absent.
    /// </summary>
    public static IEnumerable<ConversionRate> FindAll(
        IEnumerable<string> assetIds, PortfolioBook book, Func<string, Quote?> quoteOf, DateTimeOffset now) =>
        from currency in assetIds.Select(QuoteCurrencyOf).Where(currency => currency != Currency).Distinct()
            .OrderBy(currency => currency.Code, StringComparer.Ordinal)
        let rate = Find(currency, book, quoteOf, now)
        where rate is not null
        select ConversionRate.Of(rate.Value);

    /// <summary>When a rate was true, as an entry keeps it; null of the portfolio's own currency, and where par is only assumed.</summary>
    public static DateTimeOffset? KeptAt(ExchangeRate rate) =>
        rate.From == Currency || rate.Source == Stablecoins.Source ? null : rate.At;

    private static ExchangeRate FromQuote(Currency currency, Quote quote)
    {
        var inverse = quote.AssetId.StartsWith(Currency + "/", StringComparison.Ordinal);
        return new ExchangeRate(
            currency, Currency, Rounding.Price(inverse ? 1 / quote.Mid : quote.Mid), $"{quote.AssetId} at {quote.SourceId}", quote.At);
    }
}

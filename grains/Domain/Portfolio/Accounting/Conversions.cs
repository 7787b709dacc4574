using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Journal;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Portfolio.Accounting;

/// <summary>
/// What currencies are worth in the portfolio's currency, US dollars, and from where that is known: the collected quote of a pair with the
/// dollar, else the rate that a fill, a mark or an operator stated last. Stablecoins of the dollar count as dollars.
/// </summary>
public static class Conversions
{
    public const string Currency = UnitWorth.Dollar;

    private static readonly ImmutableArray<string> Dollars = [Currency, "USDT", "USDC"];

    public static bool IsDollar(string currency) => Dollars.Contains(currency, StringComparer.Ordinal);

    /// <summary>The currency that an asset is priced in.</summary>
    public static string QuoteCurrencyOf(string assetId) => UnitWorth.QuoteCurrency(assetId);

    public static bool IsMargined(string assetId) => !IsDollar(QuoteCurrencyOf(assetId));

    /// <summary>The pairs whose quote tells the worth of a currency.</summary>
    public static ImmutableArray<string> PairsOf(string currency) => [$"{Currency}/{currency}", $"{currency}/{Currency}"];

    /// <summary>The newest conversion of a currency that is known; null where none is.</summary>
    public static ConversionRate? Find(string currency, PortfolioBook book, Func<string, Quote?> quoteOf, DateTimeOffset now)
    {
        if (IsDollar(currency))
        {
            var source = currency == Currency ? "the portfolio's currency" : "a stablecoin counts as a dollar";
            return new ConversionRate(currency, 1, source, now);
        }

        var quoted = PairsOf(currency).Select(quoteOf).FirstOrDefault(quote => quote is { Mid: > 0 });
        var stated = book.Rates.GetValueOrDefault(currency);
        return quoted is not null && (stated is null || quoted.At >= stated.At) ? FromQuote(currency, quoted)
            : stated is not null ? new ConversionRate(currency, stated.Rate, stated.Source, stated.At)
            : null;
    }

    private static ConversionRate FromQuote(string currency, Quote quote)
    {
        var inverse = quote.AssetId.StartsWith(Currency + "/", StringComparison.Ordinal);
        return new ConversionRate(
            currency, Rounding.Price(inverse ? 1 / quote.Mid : quote.Mid), $"{quote.AssetId} at {quote.SourceId}", quote.At);
    }
}

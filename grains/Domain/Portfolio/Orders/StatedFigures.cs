using System.Globalization;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>
/// What nobody would believe of a price or a rate that somebody stated: it is held against what is known, as a collected quote is, by the
/// same limits. It may be true all the same, so that a second word takes it.
/// </summary>
public static class StatedFigures
{
    /// <summary>What is meant to be worth a dollar is hardly so far from what it was known to be, however long ago.</summary>
    private const decimal StableApartMax = 0.05m;

    /// <summary>A quote counts alone so long before or after what is stated.</summary>
    private static readonly TimeSpan QuotedWithin = TimeSpan.FromDays(1);

    /// <summary>What is hard to believe of a price, with the figures; null where nothing is, or nothing to compare is known.</summary>
    /// <param name="price">In the asset's quote currency and the units of today.</param>
    /// <param name="at">When it was stated.</param>
    /// <param name="held">The position in the asset; null for none.</param>
    /// <param name="quote">The newest believed quote of the asset; null for none.</param>
    public static string? OfPrice(decimal price, DateTimeOffset at, BookPosition? held, Quote? quote, QuoteLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        // What is collected is known better than what was stated before: else one price after another leads as far away as one likes.
        var isQuoted = quote is not null && (quote.At - at).Duration() < QuotedWithin;
        (decimal Price, DateTimeOffset At, string Source)[] known =
        [
            .. quote is null ? [] : new[] { (quote.Mid, quote.At, quote.SourceId) },
            .. isQuoted || held is null or { Unmarked: true } ? [] : new[] { (held.MarkPrice, held.MarkedAt, "the position's mark") },
        ];
        var (market, marketAt, source) = known.Where(one => one.Price != 0).OrderBy(one => (one.At - at).Duration()).FirstOrDefault();
        return market == 0 || Apart(price, market) <= MostOf(limits, marketAt - at) ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"its price of {price:#,0.########} is {Apart(price, market):0.# %} off the market's {market:#,0.########} ({source}, "
            + $"{InstantText.Seconds(marketAt)}), more than {MostOf(limits, marketAt - at):0.# %}");
    }

    /// <summary>
    /// Likewise of what a unit of a currency is worth, wherever it is stated: with a fill, an event, a mark, or by itself. What is
    /// collected is known better than what was stated before.
    /// </summary>
    public static string? OfRate(
        Currency currency, decimal rate, DateTimeOffset at, BookDraft draft, Func<string, Quote?> quoteOf,
        AssetsConfiguration configuration)
    {
        var known = KnownOf(currency, draft, quoteOf);
        return OfCurrency(currency, configuration) ?? OfRate(currency, rate, at, known, LimitsOf(currency, configuration));
    }

    /// <summary>What a stated conversion is held against; null for nothing.</summary>
    public static ExchangeRate? KnownOf(Currency currency, BookDraft draft, Func<string, Quote?> quoteOf)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(quoteOf);
        return Conversions.FindCollected(currency, draft.Book, quoteOf, draft.Now)
            ?? Conversions.Find(currency, draft.Book, quoteOf, draft.Now);
    }

    /// <summary>Likewise beside what is known. A rate that was written the other way round is named as one.</summary>
    /// <param name="known">What is known without it; null for nothing.</param>
    public static string? OfRate(Currency currency, decimal rate, DateTimeOffset at, ExchangeRate? known, QuoteLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        if (currency == Conversions.Currency || known is not { Rate: > 0 } market || rate <= 0)
        {
            return null;
        }

        var most = Stablecoins.IsOfTheDollar(currency) ? StableApartMax : MostOf(limits, market.At - at);
        if (Apart(rate, market.Rate) <= most)
        {
            return null;
        }

        var inverse = Rounding.Price(1 / rate);
        var hint = Apart(inverse, market.Rate) <= most
            ? string.Create(CultureInfo.InvariantCulture, $"; the other way round, {inverse:#,0.########}, it is near") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"its rate of {rate:#,0.########} {Conversions.Currency} for one {currency} is {Apart(rate, market.Rate):0.# %} off the "
            + $"{market.Rate:#,0.########} that is known ({market.Source}, {InstantText.Seconds(market.At)}), "
            + $"more than {most:0.# %}{hint}");
    }

    /// <summary>
    /// Likewise of the currency itself: one that neither circulates nor is in the id of anything that is traded or converted here may be a
    /// slip, or a coin in which a venue takes its fees.
    /// </summary>
    internal static string? OfCurrency(Currency currency, AssetsConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var ids = configuration.Assets.Select(asset => asset.Id).Concat(configuration.Conversions.Select(pair => pair.Id));
        return CurrencyCodes.Contains(currency) || Stablecoins.IsOfTheDollar(currency)
            || ids.Any(id => id.Split('/').Contains(currency.Code, StringComparer.Ordinal))
                ? null
                : $"{currency} is no currency of ISO 4217, and nothing that is traded here is of it";
    }

    /// <summary>Limits of what a currency is worth: those of the first pair that tells it.</summary>
    private static QuoteLimits LimitsOf(Currency currency, AssetsConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return configuration.QuoteLimitsOf(Conversions.PairsOf(currency) is [var pair, ..] ? pair : currency.Code);
    }

    private static decimal Apart(decimal one, decimal known) => Math.Abs(one - known) / Math.Abs(known);

    // What is some days apart may be as many jumps away.
    private static decimal MostOf(QuoteLimits limits, TimeSpan apart) =>
        limits.MaxJump * (1 + (decimal)Math.Floor(apart.Duration().TotalDays));
}

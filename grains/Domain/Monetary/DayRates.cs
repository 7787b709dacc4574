using System.Collections.Immutable;

namespace OrleansAssets.Domain.Monetary;

/// <summary>
/// What currencies were worth in dollars on days of the past, by what is stored of their pairs with the dollar. On a day without a rate,
/// as of a weekend, the last one before counts for <see cref="DaysMax"/> days; after that none is known.
/// </summary>
public sealed class DayRates
{
    /// <summary>From Thursday's close to Monday: a weekend beside a holiday.</summary>
    public const int DaysMax = 4;

    private readonly ImmutableDictionary<Currency, ImmutableArray<ExchangeRate>> _rates;
    private readonly ImmutableDictionary<Currency, ImmutableArray<ExchangeRate>> _inStablecoins;

    /// <param name="closes">
    /// In any order; a pair with the dollar on either side, or of a coin with a stablecoin. One that is not above 0 is none.
    /// </param>
    public DayRates(IEnumerable<PairClose> closes)
    {
        var rates = closes.Select(RateOf).OfType<ExchangeRate>().ToLookup(rate => rate.To == Currency.Usd);
        (_rates, _inStablecoins) = (ByCurrency(rates[true]), ByCurrency(rates[false]));
    }

    /// <summary>The ids of the pairs that tell the worth of a currency in dollars: what is read for it.</summary>
    public static ImmutableArray<string> PairsOf(Currency currency) => [$"{Currency.Usd}/{currency}", $"{currency}/{Currency.Usd}"];

    /// <summary>The pairs that tell the worth of a coin in stablecoins: they count where no pair with the dollar is stored.</summary>
    public static ImmutableArray<string> StablePairsOf(Currency currency) =>
        Stablecoins.IsOfTheDollar(currency) ? [] : [.. Stablecoins.OfTheDollar.Select(stable => $"{currency}/{stable}")];

    /// <summary>
    /// The rate of a day, into dollars; null where none is known. A stablecoin of which nothing is stored counts as a dollar, and its rate
    /// says so.
    /// </summary>
    public ExchangeRate? Find(Currency currency, DateOnly day)
    {
        if (currency == Currency.Usd)
        {
            return ExchangeRate.Same(currency);
        }

        return LastOf(_rates, currency, day) is { } known ? known
            : Stablecoins.IsOfTheDollar(currency) ? new ExchangeRate(currency, Currency.Usd, 1, Stablecoins.Source, StartOf(day))
            : LastOf(_inStablecoins, currency, day) is { } coin && Find(coin.To, day) is { } worth
                ? new ExchangeRate(currency, Currency.Usd, Rounding.Price(coin.Rate * worth.Rate), coin.Source, coin.At)
            : null;
    }

    private static ExchangeRate? LastOf(
        ImmutableDictionary<Currency, ImmutableArray<ExchangeRate>> rates, Currency currency, DateOnly day)
    {
        var last = rates.GetValueOrDefault(currency, []).LastOrDefault(rate => DayOf(rate) <= day);
        return last.Rate > 0 && day.DayNumber - DayOf(last).DayNumber <= DaysMax ? last : null;
    }

    private static ImmutableDictionary<Currency, ImmutableArray<ExchangeRate>> ByCurrency(IEnumerable<ExchangeRate> rates) => rates
        .GroupBy(rate => rate.From)
        .ToImmutableDictionary(group => group.Key, group => group.OrderBy(rate => rate.At).ToImmutableArray());

    private static ExchangeRate? RateOf(PairClose close) =>
        CurrencyPair.Of(close.PairId) is not { } pair || close.Price <= 0 ? null
        : pair.To == Currency.Usd || (Stablecoins.IsOfTheDollar(pair.To) && pair.From != Currency.Usd)
            ? new ExchangeRate(pair.From, pair.To, close.Price, $"{close.PairId} at {close.SourceId}", StartOf(close.Day))
        : pair.From == Currency.Usd
            ? new ExchangeRate(
                pair.To, pair.From, Rounding.Price(1 / close.Price), $"{close.PairId} at {close.SourceId}", StartOf(close.Day))
        : null;

    private static DateOnly DayOf(ExchangeRate rate) => DateOnly.FromDateTime(rate.At.UtcDateTime);

    private static DateTimeOffset StartOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);
}

/// <summary>What a pair came to on a day, by one source.</summary>
/// <param name="Day">UTC; a candle belongs to the date of its middle.</param>
/// <param name="Price">What a unit of the first currency costs in the second.</param>
public sealed record PairClose(string PairId, DateOnly Day, string SourceId, decimal Price);

using System.Collections.Immutable;

namespace OrleansAssets.Domain.Monetary;

/// <summary>What a unit of one currency is worth in another. An amount in any other than the first cannot be converted by it.</summary>
/// <param name="Source">Where it comes from, e.g. <c>USD/TRY at oanda</c>.</param>
/// <param name="At">When it was true, not when it was asked for.</param>
public readonly record struct ExchangeRate(Currency From, Currency To, decimal Rate, string Source, DateTimeOffset At)
{
    /// <summary>A currency in itself, which is 1 at every time.</summary>
    public static ExchangeRate Same(Currency currency) => new(currency, currency, 1, currency.Code, DateTimeOffset.MinValue);

    /// <summary>The amount in <see cref="To"/>, not rounded.</summary>
    /// <exception cref="CurrencyMismatchException">It is not in <see cref="From"/>.</exception>
    public Money Convert(Money money) => new(money.Amount * RateOf(money.Currency), To);

    /// <inheritdoc cref="Convert(Money)"/>
    public Price Convert(Price price) => new(price.PerUnit * RateOf(price.Currency), To);

    /// <summary>A price in <see cref="To"/> back in <see cref="From"/>, not rounded.</summary>
    /// <exception cref="CurrencyMismatchException">It is not in <see cref="To"/>.</exception>
    public Price Back(Price price)
    {
        CurrencyMismatchException.ThrowIfDifferent(price.Currency, To, "converted back as");
        return new Price(price.PerUnit / Rate, From);
    }

    private decimal RateOf(Currency from)
    {
        CurrencyMismatchException.ThrowIfDifferent(from, From, "converted as");
        return Rate;
    }
}

/// <summary>
/// What amounts of other currencies are worth in one. A rate that is not in the table is not known: the answer then names the missing pair.
/// It is never taken as 1.
/// </summary>
public sealed class ExchangeRates
{
    private readonly ImmutableArray<ExchangeRate> _rates;

    /// <param name="to">The currency that is converted to.</param>
    /// <param name="rates">All to that currency. Of several from one the first counts; one that is not above 0 is none.</param>
    /// <exception cref="CurrencyMismatchException">A rate leads to another currency.</exception>
    public ExchangeRates(Currency to, IEnumerable<ExchangeRate> rates)
    {
        To = to;
        _rates = [.. rates];
        foreach (var rate in _rates)
        {
            CurrencyMismatchException.ThrowIfDifferent(rate.To, to, "listed with");
        }
    }

    /// <summary>The currency that is converted to.</summary>
    public Currency To { get; }

    /// <summary>The rate of a currency; null where none above 0 is known. An amount in <see cref="To"/> needs none.</summary>
    public ExchangeRate? Find(Currency from)
    {
        foreach (var rate in _rates)
        {
            if (rate.From == from)
            {
                return rate.Rate > 0 ? rate : null;
            }
        }

        return null;
    }

    /// <summary>The amount in <see cref="To"/>, not rounded.</summary>
    public Converted<Money> Convert(Money money) =>
        money.Currency == To ? new(money)
        : Find(money.Currency) is { } rate ? new(rate.Convert(money))
        : new(new CurrencyPair(money.Currency, To));

    /// <summary>The price in <see cref="To"/>, not rounded.</summary>
    public Converted<Price> Convert(Price price) =>
        price.Currency == To ? new(price)
        : Find(price.Currency) is { } rate ? new(rate.Convert(price))
        : new(new CurrencyPair(price.Currency, To));
}

/// <summary>What a conversion came to: the value, or the pair whose rate is missing.</summary>
public readonly record struct Converted<T>
    where T : struct
{
    internal Converted(T value) => Value = value;

    internal Converted(CurrencyPair missing) => Missing = missing;

    /// <summary>Null where the rate is missing.</summary>
    public T? Value { get; }

    /// <summary>The pair whose rate is missing; null where nothing is.</summary>
    public CurrencyPair? Missing { get; }
}

/// <summary>
/// Each stablecoin of the dollar is a currency of its own, with a rate like any other. Only while none is known it counts as a dollar, and
/// the rate says so.
/// </summary>
public static class Stablecoins
{
    public const string Source = "a stablecoin counts as a dollar while no rate of it is known";

    public static ImmutableArray<Currency> OfTheDollar { get; } = [new("USDT"), new("USDC")];

    public static bool IsOfTheDollar(Currency currency) => OfTheDollar.Contains(currency);

    /// <summary>What each of them counts as in dollars while nothing is known; nothing in another currency.</summary>
    public static IEnumerable<ExchangeRate> AtPar(Currency to) => to == Currency.Usd
        ? OfTheDollar.Select(currency => new ExchangeRate(currency, to, 1, Source, DateTimeOffset.MinValue))
        : [];
}

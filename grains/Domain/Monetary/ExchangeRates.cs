using System.Collections.Immutable;

namespace OrleansAssets.Domain.Monetary;

/// <summary>
/// What amounts of other currencies are worth in one. A rate that is not in the table is not known: the answer then names the missing pair.
/// It is never taken as 1.
/// </summary>
public sealed class ExchangeRates
{
    private readonly ImmutableArray<ExchangeRate> _rates;

    /// <param name="to">The currency that is converted to.</param>
    /// <param name="rates">Of several of one currency the first counts; one that is not above 0 is none.</param>
    public ExchangeRates(Currency to, IEnumerable<ExchangeRate> rates)
    {
        To = to;
        _rates = [.. rates];
    }

    /// <summary>The currency that is converted to.</summary>
    public Currency To { get; }

    /// <summary>The rate of a currency; null where none above 0 is known. An amount in <see cref="To"/> needs none.</summary>
    public ExchangeRate? Find(Currency from)
    {
        foreach (var rate in _rates)
        {
            if (rate.Currency == from)
            {
                return rate.Rate > 0 ? rate : null;
            }
        }

        return null;
    }

    /// <summary>The amount in <see cref="To"/>, not rounded.</summary>
    public Converted<Money> Convert(Money money) => RateOf(money.Currency) is { } rate
        ? new(new Money(money.Amount * rate, To))
        : new(new CurrencyPair(money.Currency, To));

    /// <summary>The price in <see cref="To"/>, not rounded.</summary>
    public Converted<Price> Convert(Price price) => RateOf(price.Currency) is { } rate
        ? new(new Price(price.PerUnit * rate, To))
        : new(new CurrencyPair(price.Currency, To));

    private decimal? RateOf(Currency from) => from == To ? 1 : Find(from)?.Rate;
}

/// <summary>What a unit of a currency is worth in the currency of the table that it stands in.</summary>
/// <param name="Source">Where it comes from, e.g. <c>USD/TRY at oanda</c>.</param>
/// <param name="At">When it was true, not when it was asked for.</param>
public sealed record ExchangeRate(Currency Currency, decimal Rate, string Source, DateTimeOffset At);

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
/// The one place that says that a stablecoin counts as a dollar. Each is a currency of its own, with the rates that are given here; once
/// they are collected like those of any other currency, this is what goes.
/// </summary>
public static class Stablecoins
{
    public const string Source = "a stablecoin counts as a dollar";

    public static ImmutableArray<Currency> OfTheDollar { get; } = [new("USDT"), new("USDC")];

    /// <summary>What each of them is worth in dollars.</summary>
    public static ImmutableArray<ExchangeRate> Rates(DateTimeOffset now) =>
        [.. OfTheDollar.Select(currency => new ExchangeRate(currency, 1, Source, now))];
}

using System.Globalization;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;

namespace OrleansAssets.Domain.Imports;

/// <summary>What a currency was worth in the portfolio's currency on a day; null where it is not known.</summary>
public delegate ExchangeRate? DayRate(Currency currency, DateOnly day);

/// <summary>The rate of the day that an import's amount is of.</summary>
public static class ImportRates
{
    /// <summary>The rate of a currency on a day.</summary>
    /// <param name="line">Where the amount is in the file, for the fault.</param>
    /// <exception cref="InvalidRequestException">It is not known: the amount's worth would be a guess.</exception>
    public static ExchangeRate Of(Currency currency, DateOnly day, DayRate rateOf, long line)
    {
        ArgumentNullException.ThrowIfNull(rateOf);
        return Find(currency, day, rateOf) ?? throw new InvalidRequestException(Missing(currency, day, [line]));
    }

    /// <summary>The rate of a currency on a day; dollars need none. Null where it is not known.</summary>
    public static ExchangeRate? Find(Currency currency, DateOnly day, DayRate rateOf)
    {
        ArgumentNullException.ThrowIfNull(rateOf);
        return currency == Currency.Usd ? ExchangeRate.Same(currency) : rateOf(currency, day);
    }

    /// <summary>What to say where a rate is not known.</summary>
    public static string Missing(Currency currency, DateOnly day, IReadOnlyCollection<long> lines)
    {
        const int shownMax = 5;
        var places = lines.Count == 1 ? $"Line {lines.First()}"
            : $"Lines {string.Join(", ", lines.Take(shownMax))}{(lines.Count > shownMax ? $" and {lines.Count - shownMax} more" : "")}";
        var date = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"{places}: an amount in {currency} of {date}, and what {currency} was worth in {Conversions.Currency} on that day is not "
            + $"known: import daily candles of {string.Join(" or ", DayRates.PairsOf(currency))} that reach to it (the configuration's "
            + "`conversions` take the pair), or name another currency (--currency, --fee-currency, or a column).";
    }
}

using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Imports;

/// <summary>
/// Days of an account that is kept in another currency, in the portfolio's: equity and cash flow at the rate of their day, so that what the
/// currency gained or lost is part of the day's return.
/// </summary>
public static class EquityConversion
{
    /// <summary>What has to be known to convert days; nothing for the portfolio's own currency.</summary>
    public static IEnumerable<(Currency Currency, DateOnly Day, long Line)> Needed(ImmutableArray<EquityPoint> days, Currency currency) =>
        currency == Conversions.Currency ? [] : days.Select((day, row) => (currency, day.Day, row + 1L));

    /// <summary>The days as they are kept.</summary>
    /// <exception cref="InvalidRequestException">A rate of them is not known.</exception>
    public static ImmutableArray<EquityPoint> Convert(ImmutableArray<EquityPoint> days, Currency currency, DayRate rateOf)
    {
        return currency == Conversions.Currency ? days : [.. days.Select(InDollars)];

        EquityPoint InDollars(EquityPoint day, int row)
        {
            var rate = ImportRates.Of(currency, day.Day, rateOf, row + 1L);
            return day with { Equity = Worth(rate, day.Equity), CashFlow = Worth(rate, day.CashFlow) };
        }

        decimal Worth(ExchangeRate rate, decimal amount) => rate.Convert(new Money(amount, currency)).Kept().Amount;
    }
}

using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Imports;

/// <summary>
/// Days of an account that is kept in another currency, in the portfolio's: equity at the rate of its day, so that what the currency gained
/// or lost is part of the day's return; money paid in or out at that of the day before, as it is taken at the start of its day. All that
/// was taken out had worked until the end.
/// </summary>
public static class EquityConversion
{
    /// <summary>What has to be known to convert days; nothing for the portfolio's own currency.</summary>
    /// <param name="firstLine">Where the first of them is in the file.</param>
    public static IEnumerable<(Currency Currency, DateOnly Day, long Line)> Needed(
        ImmutableArray<EquityPoint> days, Currency currency, long firstLine) =>
        currency == Conversions.Currency ? [] : days.SelectMany((day, row) =>
            new[] { day.Day, FlowDayOf(day) }.Distinct().Select(one => (currency, one, firstLine + row)));

    /// <summary>The days as they are kept.</summary>
    /// <exception cref="InvalidRequestException">A rate of them is not known.</exception>
    public static ImmutableArray<EquityPoint> Convert(
        ImmutableArray<EquityPoint> days, Currency currency, long firstLine, DayRate rateOf)
    {
        return currency == Conversions.Currency ? days : [.. days.Select(InDollars)];

        EquityPoint InDollars(EquityPoint day, int row)
        {
            return day with { Equity = Worth(day.Day, day.Equity, row), CashFlow = Worth(FlowDayOf(day), day.CashFlow, row) };
        }

        decimal Worth(DateOnly day, decimal amount, int row) =>
            ImportRates.Of(currency, day, rateOf, firstLine + row).Convert(new Money(amount, currency)).Kept().Amount;
    }

    private static DateOnly FlowDayOf(EquityPoint day) => day.CashFlow == 0 || day.Equity == 0 ? day.Day : day.Day.AddDays(-1);
}

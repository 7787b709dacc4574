using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Returns;

/// <summary>
/// The return of a day: profit by the capital that worked. A day of the live book brings its own, chained at each cash flow. Of any other
/// day nobody knows when its flow came: it is taken at the start, so that a deposit is capital of that day and a withdrawal is not.
/// </summary>
public static class DailyReturns
{
    /// <summary>Null where no capital worked: such a day has no return, and no later one is measured on it.</summary>
    /// <param name="before">Equity at the end of the day before; 0 before there was money.</param>
    public static double? Of(decimal before, EquityPoint day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return day.Return is { } chained ? (double)chained
            : CapitalOf(before, day) is { } capital ? (double)Profit(before, day) / (double)capital
            : null;
    }

    /// <summary>
    /// The capital that worked on a day, in the portfolio's currency; null where none did. Money taken out beyond what was there, or out of
    /// a book that it left empty, had worked until the end.
    /// </summary>
    /// <param name="before">Equity at the end of the day before; 0 before there was money.</param>
    public static decimal? CapitalOf(decimal before, EquityPoint day)
    {
        ArgumentNullException.ThrowIfNull(day);
        var capital = before + day.CashFlow;
        if (capital > 0 && (day.Equity != 0 || day.CashFlow >= 0))
        {
            return capital;
        }

        return before > 0 && day.CashFlow < 0 && Profit(before, day) != 0 ? before : null;
    }

    /// <summary>What the day earned in the portfolio's currency, net of fees and cash flows.</summary>
    public static decimal Profit(decimal before, EquityPoint day)
    {
        ArgumentNullException.ThrowIfNull(day);
        return day.Equity - before - day.CashFlow;
    }

    /// <summary>How far a record's end lies below its peak, cash flows left aside: 0 to 1.</summary>
    /// <param name="days">Ascending, from the first on.</param>
    public static decimal DrawdownAtEnd(IEnumerable<EquityPoint> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var (growth, peak, before) = (1.0, 1.0, 0m);
        foreach (var day in days)
        {
            growth = Math.Max(0, growth * (1 + (Of(before, day) ?? 0)));
            peak = Math.Max(peak, growth);
            before = day.Equity;
        }

        return Math.Round((decimal)Math.Clamp(1 - (growth / peak), 0, 1), 12);
    }
}

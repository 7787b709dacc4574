using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Imports;

/// <summary>What a record of daily equity would do to a portfolio that has none of its own.</summary>
public static class RecordForecast
{
    /// <summary>Below its peak by this fraction a record is worth a word, whatever the limit.</summary>
    public const decimal WarnedDrawdown = 0.15m;

    /// <param name="days">In the portfolio's currency, by day.</param>
    /// <param name="limit">The drawdown of the emergency stop.</param>
    /// <returns>Null where there is nothing to tell.</returns>
    public static string? Of(ImmutableArray<EquityPoint> days, decimal limit)
    {
        var drawdown = DailyReturns.DrawdownAtEnd(days);
        return drawdown < Math.Min(limit, WarnedDrawdown) ? null
            : $"This record ends {Amounts.Percent(Math.Round(drawdown, 4))} below its peak in {Conversions.Currency}, which a portfolio "
                + "without a record of its own takes as its drawdown: "
                + (drawdown >= limit
                    ? $"it would latch the emergency stop ({Amounts.Percent(limit)}), and halt every portfolio of the account."
                    : $"the emergency stop is at {Amounts.Percent(limit)}.");
    }
}

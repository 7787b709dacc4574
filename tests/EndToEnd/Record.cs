using System.Globalization;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>Made-up records of 61 days, with the figures of phase 1 in mind.</summary>
internal static class Record
{
    private static readonly DateOnly Last = new(2025, 6, 30);

    /// <summary>Two days up for one down: 40 profitable days, a high Sharpe ratio, a small drawdown.</summary>
    public static IEnumerable<string> GoodEquity() => Equity(day => day % 3 == 2 ? 0.992m : 1.009m);

    /// <summary>One day up for two down.</summary>
    public static IEnumerable<string> PoorEquity() => Equity(day => day % 3 == 2 ? 1.009m : 0.992m);

    private static IEnumerable<string> Equity(Func<int, decimal> factor)
    {
        yield return "date,equity";
        var equity = 5_000m;
        for (var day = 0; day <= 60; day++)
        {
            equity = day == 0 ? equity : decimal.Round(equity * factor(day), 2);
            yield return string.Create(CultureInfo.InvariantCulture, $"{Last.AddDays(day - 60):yyyy-MM-dd},{equity}");
        }
    }
}

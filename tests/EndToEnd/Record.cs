using System.Globalization;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>Made-up records of 61 days, with the figures of phase 1 in mind.</summary>
internal static class Record
{
    private static readonly DateOnly Last = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(-1);

    /// <summary>Two days up for one down: 40 profitable days, a high Sharpe ratio, a small drawdown.</summary>
    public static IEnumerable<string> GoodEquity() => Equity(day => day % 3 == 2 ? 0.992m : 1.009m);

    /// <summary>One day up for two down.</summary>
    public static IEnumerable<string> PoorEquity() => Equity(day => day % 3 == 2 ? 1.009m : 0.992m);

    /// <summary>One trade over the whole record: all of it was made in bitcoin.</summary>
    public static IEnumerable<string> Trade() =>
    [
        "trade_id,asset,side,quantity,opened_at,entry_price,closed_at,exit_price,fees",
        string.Create(
            CultureInfo.InvariantCulture,
            $"t-1,BTC/USDT,long,0.1,{Last.AddDays(-60):yyyy-MM-dd}T01:00:00Z,50000,{Last:yyyy-MM-dd}T20:00:00Z,60932.5,0"),
    ];

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

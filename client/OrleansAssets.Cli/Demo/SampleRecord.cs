using System.Collections.Immutable;
using System.Globalization;

namespace OrleansAssets.Cli.Demo;

/// <summary>
/// A made-up record for trying things out: each day one round trip in bitcoin, two that win for one that loses, and equity that is what the
/// trades made of it. Every row says that it is a sample. The same seed gives the same figures on every day.
/// </summary>
internal static class SampleRecord
{
    public const string Label = "made-up sample";

    private const decimal StartEquity = 5_000m;
    private const decimal Won = 1.009m;
    private const decimal Lost = 0.992m;
    private const decimal Quantity = 0.1m;
    private const decimal EntryPrice = 50_000m;
    private const decimal Fee = 1m;

    /// <param name="lastDay">The day that the record ends with.</param>
    /// <param name="days">Days with a return: the file of equity has one row more.</param>
    /// <param name="seed">0 for gains and losses of one size each.</param>
    public static (ImmutableArray<string> Equity, ImmutableArray<string> Trades) Of(DateOnly lastDay, int days, int seed)
    {
        var jitter = new Random(seed);
        var equity = ImmutableArray.CreateBuilder<string>(days + 2);
        var trades = ImmutableArray.CreateBuilder<string>(days + 1);
        equity.Add("date,equity,note");
        trades.Add("trade_id,asset,side,quantity,opened_at,entry_price,closed_at,exit_price,fees,strategy,note");
        equity.Add(Line($"{lastDay.AddDays(-days):yyyy-MM-dd},{StartEquity},{Label}"));
        var before = StartEquity;
        for (var index = 1; index <= days; index++)
        {
            var factor = (index % 3 == 2 ? Lost : Won) + (seed == 0 ? 0 : (jitter.Next(-20, 21) / 10_000m));
            var (day, after) = (lastDay.AddDays(index - days), decimal.Round(before * factor, 2));
            var exit = EntryPrice + ((after - before + Fee) / Quantity);
            equity.Add(Line($"{day:yyyy-MM-dd},{after},{Label}"));
            trades.Add(Line(
                $"sample-{index:000},BTC/USDT,long,{Quantity},{day:yyyy-MM-dd}T08:00:00Z,{EntryPrice},{day:yyyy-MM-dd}T16:00:00Z,{exit},")
                + Line($"{Fee},sample,{Label}"));
            before = after;
        }

        return (equity.MoveToImmutable(), trades.MoveToImmutable());
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

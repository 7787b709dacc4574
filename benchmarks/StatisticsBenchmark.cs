using System.Diagnostics;
using System.Globalization;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Benchmarks;

/// <summary>All figures of 22 assets over two years, and the correlations of their pairs as the risk model takes them.</summary>
internal static class StatisticsBenchmark
{
    private const int Rounds = 15;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private static readonly DateOnly First = new(2023, 1, 2);

    public static void Run()
    {
        var records = Enumerable.Range(0, 22).Select(Record).ToArray();
        Measure("all figures of 22 assets x 730 days with 400 trades each, from rows", () => MeasureAll(records));
        var measured = records.Select(record => RecordResults.Of(record)).ToArray();
        Measure("  intervals of the same, 2,000 bootstrap draws each, apart", () =>
        {
            foreach (var one in measured)
            {
                PerformanceRules.Intervals(one, Intervals.DefaultLevel);
            }
        });
        var random = new Random(1);
        var series = Enumerable.Range(0, 22)
            .Select(_ => Enumerable.Range(0, 60).Select(_ => (random.NextDouble() - 0.5) / 20).ToArray()).ToArray();
        Measure("correlations of the 231 pairs of 22 assets x 60 days", () =>
        {
            for (var row = 0; row < series.Length; row++)
            {
                for (var column = row + 1; column < series.Length; column++)
                {
                    Correlation.Of(series[row], series[column]);
                }
            }
        });
    }

    /// <summary>What an answer does with the rows that it has read.</summary>
    private static void MeasureAll(PerformanceRecord[] records)
    {
        foreach (var (query, from, until, equity, trades) in records)
        {
            PerformanceRules.Details(RecordResults.Of(new PerformanceRecord(query, from, until, equity, trades)), 0, null);
        }
    }

    private static void Measure(string name, Action work)
    {
        // Warm is compiled for speed, which the runtime does beside the work.
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < WarmUp;)
        {
            work();
        }

        var times = Enumerable.Range(0, Rounds).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            work();
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }).Order().ToArray();
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{name}: median {times[Rounds / 2]:0.0} ms, best {times[0]:0.0} ms"));
    }

    private static PerformanceRecord Record(int seed)
    {
        var random = new Random(seed);
        var equity = 10_000m;
        var points = Enumerable.Range(0, 731).Select(day => new EquityPoint(
            First.AddDays(day), equity = Math.Round(equity * (decimal)(1 + ((random.NextDouble() - 0.49) / 20)), 2), 0)).ToArray();
        var trades = Enumerable.Range(0, 400).Select(index =>
        {
            var opened = new DateTimeOffset(First.AddDays(1 + random.Next(0, 725)).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
            var trade = new Trade(
                $"{index}", "BTC/USDT", null, TradeSide.Long, 1, opened, 100, opened.AddHours(random.Next(1, 72)),
                95 + random.Next(0, 11), 0.1m);
            return new LedgerTrade(trade, "crypto");
        });
        return new PerformanceRecord(
            new PerformanceQuery(730), First.AddDays(1), points[^1].Day, [.. points], [.. trades.OrderBy(entry => entry.Trade.ClosedAt)]);
    }
}

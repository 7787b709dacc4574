using System.Text.Json;
using OrleansAssets.Domain.Performance;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

public sealed class PerformanceDetailsTests
{
    private static readonly DateOnly Monday = new(2024, 1, 1);

    [Fact]
    public void Details_KnownRecord_AreWhatAHandComputes()
    {
        // +10 %, -10 %, +20 %, -5 %, 0 %
        var details = Details(EquityRecords.Of(Monday, 1000, 1100, 990, 1188, 1128.6m, 1128.6m));

        Assert.Equal(0.03, details.Returns.AverageReturn!.Value, 12);
        Assert.Equal(2.0, details.Returns.Omega!.Value, 12);
        Assert.Equal(Math.Sqrt((0.01 + 0.0025) / 5 * 365), details.Returns.DownsideDeviation!.Value, 12);
        // Sorted -0.10, -0.05: position 4 x 0.05 = 0.2 between the two.
        Assert.Equal(-0.09, details.Tail.ValueAtRisk!.Value, 12);
        Assert.Equal(-0.10, details.Tail.ExpectedShortfall!.Value, 12);
        Assert.Equal((0.15, -0.075, 2.0), Rounded(details.Days.AverageWin, details.Days.AverageLoss, details.Days.Payoff));
        Assert.Equal((Monday.AddDays(1), Monday.AddDays(2), Monday.AddDays(3)),
            (details.Drawdown.PeakDay!.Value, details.Drawdown.BottomDay!.Value, details.Drawdown.RecoveryDay!.Value));
        Assert.Equal((2, 1, 2), (details.Drawdown.Length, details.Drawdown.RecoveryDays!.Value, details.Drawdown.Longest));
        Assert.Equal(-0.05, details.Drawdown.Current, 12);
        Assert.Equal(Math.Sqrt((0.01 + 0.0025 + 0.0025) / 5), details.Drawdown.Ulcer!.Value, 12);
        Assert.Equal((1, 1, 0), (details.Days.LongestWinStreak, details.Days.LongestLossStreak, details.Days.LossStreak));
    }

    [Fact]
    public void Details_Trades_ActivityIsWhatAHandComputes()
    {
        // Equity 1,000 all along. One trade of 200 over days 1 and 2 (closed at noon of day 2), another of 100 opened on day 4, still open.
        var trades = new[]
        {
            new Trade("a", "BTC/USDT", "trend", TradeSide.Long, 2, At(1), 100, At(2).AddHours(12), 110, 0),
            new Trade("b", "BTC/USDT", "trend", TradeSide.Long, 1, At(4), 100, null, null, 0),
        };

        var activity = Details(EquityRecords.Of(Monday, 1000, 1000, 1000, 1000, 1000), trades: trades).Activity;

        Assert.Equal(0.75, activity.TimeInMarket!.Value, 12);
        Assert.Equal((200 + 100) / 1000.0 / 4, activity.Exposure!.Value, 12);
        Assert.Equal((200 + 100 + 220) / 2.0 / 1000 * 365 / 4, activity.Turnover!.Value, 9);
        Assert.Equal(1.5, activity.HoldingDays!.Value, 12);
    }

    [Fact]
    public void Details_TradesAtTheSameInstant_AreOneStepOfTheClosedDrawdown()
    {
        Trade Of(string id, int day, decimal result) =>
            new(id, "BTC/USDT", null, TradeSide.Long, 1, At(day), 1000, At(day), 1000 + result, 0);

        var trades = Details(
            EquityRecords.Of(Monday, 1000, 1050, 1040, 1090),
            trades: [Of("a", 1, 50), Of("b", 2, -40), Of("c", 2, 30), Of("d", 3, 0), Of("e", 3, 50)]).Trades;

        Assert.Equal((-10m, -10 / 1050.0), (trades.ClosedDrawdown, trades.ClosedDrawdownFraction!.Value));
        Assert.Equal((1, 1, 130m, -40m, 90m), (trades.Losing, trades.BreakEven, trades.GrossProfit, trades.GrossLoss, trades.NetProfit));
        Assert.Equal((1, 1, 1), (trades.LongestWinStreak, trades.LongestLossStreak, trades.WinStreak));
    }

    [Fact]
    public void Details_BenchmarkMovesHalfAsMuch_BetaIsTwo()
    {
        decimal[] returns = [0.02m, -0.01m, 0.03m, 0m];
        var (own, other) = (new List<decimal> { 1000 }, new List<DailyPrice> { new(Monday, 100) });
        foreach (var change in Enumerable.Repeat(returns, 6).SelectMany(one => one))
        {
            own.Add(own[^1] * (1 + change));
            other.Add(new DailyPrice(Monday.AddDays(other.Count), other[^1].Price * (double)(1 + (change / 2))));
        }

        var benchmark = Details(EquityRecords.Of(Monday, [.. own]), new PerformanceQuery(60, BenchmarkAssetId: "NVDA"), other).Benchmark!;

        Assert.Equal((24, 365), (benchmark.Days, benchmark.PeriodsPerYear));
        Assert.Equal(2, benchmark.Beta!.Value, 9);
        Assert.Equal(0, benchmark.Alpha!.Value, 9);
        Assert.Equal(1, benchmark.Correlation!.Value, 9);
        Assert.Equal(0.005 * 365 / benchmark.TrackingError!.Value, benchmark.InformationRatio!.Value, 9);
    }

    [Fact]
    public void Details_BenchmarkOnWeekdays_IsComparedBetweenItsDays()
    {
        var record = EquityRecords.Of(Monday, [.. Enumerable.Range(0, 15).Select(index => 1000m + (index * index))]);
        var prices = record.Where(point => point.Day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .Select(point => new DailyPrice(point.Day, (double)point.Equity)).ToArray();

        var benchmark = Details(record, new PerformanceQuery(60, BenchmarkAssetId: "NVDA"), prices).Benchmark!;

        Assert.Equal((10, 252), (benchmark.Days, benchmark.PeriodsPerYear));
        Assert.Equal(0, benchmark.TrackingError!.Value, 12);
        Assert.Null(benchmark.Correlation);
    }

    [Fact]
    public void Report_ForexOnWeekdays_HasTwoHundredAndSixtyDays()
    {
        var record = Enumerable.Range(0, 12).Select(offset => new EquityPoint(Monday.AddDays(offset), 1000 + offset, 0))
            .Where(point => point.Day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToArray();
        Trade[] trades = [new("a", "GBP/JPY", null, TradeSide.Long, 1, At(1), 100, At(2), 101, 0)];

        Assert.Equal(260, Details(record, trades: trades, classId: "forex").Report.PeriodsPerYear);
        Assert.Equal(252, Details(record, trades: trades, classId: "stocks").Report.PeriodsPerYear);
    }

    [Fact]
    public void Report_TradeClosedAfterTheWindow_IsOpenInIt()
    {
        Trade[] trades = [new("a", "BTC/USDT", null, TradeSide.Long, 1, At(1), 100, At(9), 150, 0)];

        var details = Details(EquityRecords.Of(Monday, 1000, 1000, 1000), trades: trades);

        Assert.Equal((0, 1.0), (details.Report.ClosedTrades, details.Activity.TimeInMarket!.Value));
    }

    [Fact]
    public void Details_AnyRecord_HasAReasonForEachNullAndNoStrangeNumber()
    {
        Laws.Hold(cases: 2_000, random =>
        {
            var steps = random.Next(0, 3) == 0 ? 1 : 5;
            var equity = Enumerable.Range(0, random.Next(0, 30)).Select(_ => (decimal)(1000 + (random.Next(0, steps) * 10))).ToArray();
            var trades = Enumerable.Range(0, random.Next(0, 4)).Select(index => new Trade(
                $"{index}", "BTC/USDT", null, TradeSide.Long, 1, At(random.Next(1, 5)), 100, At(random.Next(5, 9)),
                100 + random.Next(-1, 2), 0)).ToArray();
            var prices = Enumerable.Range(0, random.Next(0, 30))
                .Select(day => new DailyPrice(Monday.AddDays(day), 1 + random.Next(0, steps))).ToArray();
            random.Tell($"equity {string.Join(' ', equity)}, benchmark {string.Join(' ', prices.Select(price => price.Price))}");
            random.Tell(string.Join(Environment.NewLine, trades.AsEnumerable()));

            var details = Details(
                EquityRecords.Of(Monday, equity), new PerformanceQuery(60, BenchmarkAssetId: "NVDA"), prices, trades);

            var nulls = PerformanceFigures.Of(details).Where(figure => figure.Value is null).Select(figure => figure.Path)
                .Order(StringComparer.Ordinal);
            Assert.Equal(nulls, details.Undefined.Select(figure => figure.Figure).Order(StringComparer.Ordinal));
            Assert.All(PerformanceFigures.Of(details), figure =>
                Assert.True(figure.Value is not double number || double.IsFinite(number), figure.Path));
        });
    }

    [Fact]
    public void Documentation_NamesEveryFigure()
    {
        var page = File.ReadAllText(RepositoryFiles.PathOf("docs", "performance.md"));
        var details = Details(
            EquityRecords.Of(Monday, 1000, 1010), new PerformanceQuery(60, BenchmarkAssetId: "NVDA"), [new DailyPrice(Monday, 1)]);
        var names = PerformanceFigures.Of(details, all: true).Select(figure => figure.Path.Replace("report.", "", StringComparison.Ordinal))
            .Concat(Names(typeof(PerformanceIntervals))).Concat(Names(typeof(RollingFigures))).Concat(Names(typeof(PerformanceDay)))
            .Where(name => name is not ("classId" or "windowDays" or "from" or "until" or "undefined" or "query" or "day" or "rolling"
                or "periodsPerYear" or "benchmark.assetId"));

        Assert.All(names, name => Assert.Contains($"`{name}`", page, StringComparison.Ordinal));

        static IEnumerable<string> Names(Type type) =>
            type.GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));
    }

    /// <summary>Recomputed by another way: logarithms for products, exact decimals for means, sorted ranks for streaks.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Details_RandomMonth_AgreeWithASecondMethod(int seed)
    {
        var random = new Random(seed);
        var equity = new List<decimal> { 10_000m };
        for (var day = 0; day < 30; day++)
        {
            equity.Add(Math.Round(equity[^1] * (decimal)(1 + ((random.NextDouble() - 0.47) / 20)), 2));
        }

        var details = Details(EquityRecords.Of(Monday, [.. equity]));

        var returns = equity.Zip(equity.Skip(1), (before, after) => (after - before) / before).ToArray();
        var mean = returns.Sum() / returns.Length;
        var variance = (double)(returns.Sum(value => (value - mean) * (value - mean)) / (returns.Length - 1));
        var downside = (double)(returns.Where(value => value < 0).Sum(value => value * value) / returns.Length);
        Near(Math.Exp(returns.Sum(value => Math.Log(1 + (double)value)) * 365 / 30) - 1, details.Returns.AnnualisedReturn);
        Near((double)mean * Math.Sqrt(365 / variance), details.Report.Sharpe);
        Near((double)mean * Math.Sqrt(365 / downside), details.Report.Sortino);
        var lowest = Enumerable.Range(1, 30).Min(day => (equity[day] / equity.Take(day + 1).Max()) - 1);
        Near((double)lowest, details.Report.MaxDrawdown);
        var third = returns.Average(value => Math.Pow((double)(value - mean), 3)) / Math.Pow(variance * 29 / 30, 1.5);
        Near(third * Math.Sqrt(30 * 29) / 28, details.Returns.Skew);
        Assert.Equal(returns.Reverse().TakeWhile(value => value > 0).Count(), details.Report.ProfitableDayStreak);

        static void Near(double expected, double? actual) => Assert.InRange(Math.Abs((actual!.Value / expected) - 1), 0, 1e-9);
    }

    private static (double, double, double) Rounded(double? first, double? second, double? third) =>
        (Math.Round(first!.Value, 12), Math.Round(second!.Value, 12), Math.Round(third!.Value, 12));

    private static PerformanceDetails Details(
        EquityPoint[] record, PerformanceQuery? query = null, IReadOnlyList<DailyPrice>? prices = null, Trade[]? trades = null,
        string classId = "crypto")
    {
        var measured = RecordResults.Of(new PerformanceRecord(
            query ?? new PerformanceQuery(60), Monday.AddDays(1), record.Length == 0 ? Monday : record[^1].Day, [.. record],
            [.. (trades ?? []).OrderBy(trade => trade.ClosedAt ?? DateTimeOffset.MaxValue).Select(
                trade => new LedgerTrade(trade, classId))]));
        return PerformanceRules.Details(measured, measured.DayCounts.Streak, prices);
    }

    private static DateTimeOffset At(int dayOffset) => new(Monday.AddDays(dayOffset).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}

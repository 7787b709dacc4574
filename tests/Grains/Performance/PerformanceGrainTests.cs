using OrleansAssets.Performance;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

public sealed class PerformanceGrainTests
{
    private static readonly DateOnly Last = new(2025, 6, 30);

    private static readonly DateTimeOffset Start = new(2025, 7, 1, 6, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Measure_RowsRecordedLater_NeverChangeAnEarlierAnswer()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var (grain, ledger, random) = (Grain(cluster), cluster.World.Ledger, new Random(5));
        ledger.RecordedAt = Start;
        ledger.Record(EquityRecords.Good(Last, 40));
        var answers = new List<(PerformanceQuery Query, PerformanceReport Report)>();
        for (var round = 1; round <= 60; round++)
        {
            var query = new PerformanceQuery(
                random.Next(2, 60), AsOf: random.Next(2) == 0 ? Last.AddDays(-random.Next(0, 20)) : null,
                KnownAt: Start.AddHours(round - 0.5));
            answers.Add((query, await grain.MeasureAsync(query)));

            ledger.RecordedAt = Start.AddHours(round);
            ledger.Record([new EquityPoint(Last.AddDays(random.Next(-45, 2)), random.Next(9_000, 12_000), random.Next(-100, 100))]);
            ledger.Record([Trade($"{random.Next(0, 10)}", random.Next(-30, 0), random.Next(-50, 50))]);
        }

        foreach (var (query, report) in answers)
        {
            Assert.Equal(report, await grain.MeasureAsync(query));
        }

        Assert.True(answers.Select(answer => answer.Report with { WindowDays = 0, Undefined = null }).Distinct().Count() > 30);
    }

    [Fact]
    public async Task GetDetails_StreakFillsTheWindow_CountsOnBeyondIt()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.World.Ledger.Record(Enumerable.Range(0, 71).Select(day => new EquityPoint(Last.AddDays(day - 70), 1000 + day, 0)));

        var details = await Grain(cluster).GetDetailsAsync(new PerformanceQuery(60));

        Assert.Equal((60, 70), (details.Report.ProfitableDayStreak, details.Days.StreakOfHistory));
    }

    [Fact]
    public async Task Compare_ByAssetAndStrategy_TakesTheTradesOfEach()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.World.Ledger.Record(EquityRecords.Good(Last, 40));
        cluster.World.Ledger.Record(
            [Trade("1", -5, 10), Trade("2", -4, -5), Trade("3", -3, 7) with { AssetId = "NVDA", StrategyId = "swing" }]);

        var assets = await Grain(cluster).CompareAsync(new PerformanceQuery(30), PerformanceGroup.Asset);
        var strategies = await Grain(cluster).CompareAsync(new PerformanceQuery(30), PerformanceGroup.Strategy);
        var classes = await Grain(cluster).CompareAsync(new PerformanceQuery(30, AssetId: "NVDA"), PerformanceGroup.AssetClass);

        Assert.Equal([("BTC/USDT", 2, 5m), ("NVDA", 1, 7m)],
            assets.Select(part => (part.Query.AssetId!, part.Report.ClosedTrades, part.Trades.NetProfit)));
        Assert.Equal(["swing", "trend"], strategies.Select(part => part.Query.StrategyId));
        Assert.Equal(["stocks"], classes.Select(part => part.Query.ClassId));
    }

    [Fact]
    public async Task GetSeriesAndIntervals_Record_CoverTheSameDays()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.World.Ledger.Record(EquityRecords.Good(Last, 40));

        var series = await Grain(cluster).GetSeriesAsync(new PerformanceQuery(30), 10);
        var intervals = await Grain(cluster).GetIntervalsAsync(new PerformanceQuery(30), 0.9);

        Assert.Equal((30, 21), (series.Days.Length, series.Days.Count(day => day.Rolling is not null)));
        Assert.Equal(30, intervals.Days);
        Assert.True(intervals.Sharpe!.Low < intervals.Sharpe.High);
        Assert.Null(intervals.TradeWinRate);
    }

    [Fact]
    public async Task GetDetails_Benchmark_ReadsItsCloses()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.World.Ledger.Record(EquityRecords.Good(Last, 40));
        cluster.World.Performance.Closes["NVDA"] =
            [.. Enumerable.Range(0, 41).Select(day => new DailyClose(Last.AddDays(day - 40), 100 + (day % 7)))];

        var details = await Grain(cluster).GetDetailsAsync(new PerformanceQuery(30, BenchmarkAssetId: "NVDA"));

        Assert.Equal(30, details.Benchmark!.Days);
        Assert.NotNull(details.Benchmark.Beta);
    }

    [Fact]
    public async Task Reminder_TwiceAndAfterAPause_FillsEachDayOnce()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var (ledger, rows) = (cluster.World.Ledger, cluster.World.Performance.Rows);
        ledger.Record(EquityRecords.Good(Last.AddDays(-3), 40));
        ledger.Record([Trade("1", -10, 10)]);

        await GrainCluster.TickAsync(Grain(cluster), "daily");
        await GrainCluster.TickAsync(Grain(cluster), "daily");
        Assert.Equal([Last.AddDays(-3)], rows.Keys.Select(key => key.AsOf));

        ledger.Record(EquityRecords.Good(Last, 2, 12_000));
        await GrainCluster.TickAsync(Grain(cluster), "daily");

        Assert.Equal([-3, -2, -1, 0], rows.Keys.Select(key => key.AsOf.DayNumber - Last.DayNumber).Order());
        Assert.All(rows.Values, row => Assert.Equal(
            ("crypto", 1, row.Report.Profit), (row.ClassId, row.Report.ClosedTrades, row.Profit))); // all of the record is bitcoin's
    }

    /// <summary>The table kept what was wrong; a pause of more than a month left days out without a word.</summary>
    [Fact]
    public async Task Reminder_AfterACorrection_TellsTheDayAndWhatCameAfterItAnew()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var (ledger, rows) = (cluster.World.Ledger, cluster.World.Performance.Rows);
        ledger.Record(EquityRecords.Good(Last.AddDays(-50), 40));
        ledger.Record([Trade("1", -55, 10)]);
        await GrainCluster.TickAsync(Grain(cluster), "daily");
        ledger.Record(Enumerable.Range(-49, 50).Select(day => new EquityPoint(Last.AddDays(day), 12_000, 0)));
        await GrainCluster.TickAsync(Grain(cluster), "daily");
        Assert.Equal(51, rows.Count);
        var before = rows.ToDictionary(row => row.Key.AsOf, row => row.Value.Profit);

        ledger.RecordedAt = new DateTimeOffset(Last.AddDays(3), TimeOnly.MinValue, TimeSpan.Zero);
        ledger.Record([new EquityPoint(Last.AddDays(-20), 12_500, 0)]);
        await GrainCluster.TickAsync(Grain(cluster), "daily");

        Assert.Equal([-20], rows.Where(row => row.Value.Profit != before[row.Key.AsOf])
            .Select(row => row.Key.AsOf.DayNumber - Last.DayNumber)); // the day after has it back
    }

    [Fact]
    public async Task Measure_BadQuestion_SaysWhatIsAllowed()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var grain = Grain(cluster);

        await Assert.ThrowsAsync<InvalidRequestException>(() => grain.MeasureAsync(new PerformanceQuery(0)));
        await Assert.ThrowsAsync<NotFoundException>(() => grain.MeasureAsync(new PerformanceQuery(60, "cripto")));
        await Assert.ThrowsAsync<NotFoundException>(() => grain.MeasureAsync(new PerformanceQuery(60, BenchmarkAssetId: "NVDX")));
        await Assert.ThrowsAsync<InvalidRequestException>(
            () => grain.MeasureAsync(new PerformanceQuery(60, KnownAt: DateTimeOffset.MaxValue)));
        await Assert.ThrowsAsync<InvalidRequestException>(() => grain.GetIntervalsAsync(new PerformanceQuery(60), 1));
        await Assert.ThrowsAsync<InvalidRequestException>(() => grain.GetSeriesAsync(new PerformanceQuery(60), 1));
    }

    [Fact]
    public async Task FindTrades_PageByPage_TellsEachOnceAndRefusesWhatThereIsNot()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var grain = Grain(cluster);
        cluster.World.Ledger.Record(
            [Trade("1", -5, 10), Trade("2", -4, -5), Trade("3", -4, 7) with { AssetId = "NVDA", StrategyId = "swing" }]);

        var first = await grain.FindTradesAsync(new TradeQuery(2));
        var second = await grain.FindTradesAsync(new TradeQuery(2, first.Next));
        var shares = await grain.FindTradesAsync(new TradeQuery(2, ClassId: "stocks"));

        Assert.Equal([("2", -5m), ("3", 7m)], first.Trades.Select(one => (one.Trade.TradeId, one.Profit!.Value)));
        Assert.Equal(("1", null), (Assert.Single(second.Trades).Trade.TradeId, second.Next));
        Assert.Equal(("3", "stocks"), (Assert.Single(shares.Trades).Trade.TradeId, shares.Trades[0].ClassId));
        Assert.Contains("'crypto'", (await RefusedAsync<NotFoundException>(new(2, ClassId: "cripto"))).Message, StringComparison.Ordinal);
        Assert.Contains("'NVDA'", (await RefusedAsync<NotFoundException>(new(2, AssetId: "NVDX"))).Message, StringComparison.Ordinal);
        await RefusedAsync<InvalidRequestException>(new(2, "here"));

        Task<T> RefusedAsync<T>(TradeQuery query) where T : Exception => Assert.ThrowsAsync<T>(() => grain.FindTradesAsync(query));
    }

    private static IPerformanceGrain Grain(GrainCluster cluster) => cluster.Grains.GetGrain<IPerformanceGrain>(Keys.Performance("main"));

    private static Trade Trade(string id, int day, decimal result)
    {
        var closed = new DateTimeOffset(Last.AddDays(day).ToDateTime(new TimeOnly(12, 0)), TimeSpan.Zero);
        return new Trade(id, "BTC/USDT", "trend", TradeSide.Long, 1, closed.AddDays(-1), 1_000, closed, 1_000 + result, 0);
    }
}

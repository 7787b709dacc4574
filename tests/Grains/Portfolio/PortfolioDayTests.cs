using System.Collections.Immutable;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.MarketData;
using OrleansAssets.Performance;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>Days of a book through its grain, on a clock that tests set.</summary>
public sealed class PortfolioDayTests
{
    [Fact]
    public async Task Return_AfterDaysInWhichNothingRan_EachHasItsRowAndTodayLostNothing()
    {
        await using var cluster = await AtNoonAsync();
        var today = Midnight(cluster);
        await BuyAsync(cluster, 90);
        cluster.World.Candles.Daily[PortfolioCluster.Asset] = Candles(today, 100, 89, 89);

        await cluster.DeactivateAsync(cluster.Portfolio());
        cluster.World.Clock.Advance(today.AddDays(3).AddHours(9) - cluster.World.Clock.GetUtcNow());
        var view = await cluster.Portfolio().GetAsync();

        Assert.Equal((9_010m, TradingMode.Normal, 9_010m), (view.Equity, view.Book!.Mode, view.Book.DayAnchor));
        var rows = await RowsAsync(cluster, today);
        Assert.Equal(
            [(10_000m, RecordProvenance.Own, true), (9_010m, RecordProvenance.Own, true), (9_010m, RecordProvenance.Own, true)],
            rows.Select(row => (row.Equity, row.Provenance, row.MadeUp)));
        var crypto = await Performance(cluster).MeasureAsync(new PerformanceQuery(10, "crypto"));
        Assert.Equal(-990, crypto.Profit);
        Assert.Equal(3, crypto.FilledDays);
    }

    /// <summary>Status, pages and the book's own reminder ask within a minute of a start, when no feed has filled its gap yet.</summary>
    [Fact]
    public async Task Return_AskedBeforeTheFirstCollection_TellsTheMissedDaysOnceTheirPricesCome()
    {
        await using var cluster = await AtNoonAsync();
        var today = Midnight(cluster);
        await BuyAsync(cluster, 90);
        await cluster.DeactivateAsync(cluster.Portfolio());
        cluster.World.Clock.Advance(today.AddDays(3).AddHours(9) - cluster.World.Clock.GetUtcNow());

        var early = await cluster.Portfolio().GetAsync();
        await cluster.Portfolio().GetModeAsync();
        await cluster.Portfolio().ValidateAsync();
        await GrainCluster.TickAsync(cluster.Portfolio(), "portfolio");
        Assert.Empty(await RowsAsync(cluster, today));
        cluster.World.Candles.Daily[PortfolioCluster.Asset] = Candles(today, 100, 89, 89);
        await GrainCluster.TickAsync(cluster.Portfolio(), "portfolio");

        Assert.Equal(10_000, early.Equity);
        Assert.Equal([10_000m, 9_010m, 9_010m], (await RowsAsync(cluster, today)).Select(row => row.Equity));
        Assert.Equal(9_010, (await cluster.Portfolio().GetAsync()).Book!.DayAnchor);
    }

    [Fact]
    public async Task Return_ACommandBeforeTheFirstCollection_WaitsForThePrices()
    {
        await using var cluster = await AtNoonAsync();
        var today = Midnight(cluster);
        await BuyAsync(cluster, 90);
        await cluster.DeactivateAsync(cluster.Portfolio());
        cluster.World.Clock.Advance(today.AddDays(3).AddHours(9) - cluster.World.Clock.GetUtcNow());

        var moved = cluster.Portfolio().RecordCashFlowAsync(new CashFlow("d-2", 1_000, "Ada", "more"));
        cluster.World.Candles.Daily[PortfolioCluster.Asset] = Candles(today, 100, 89, 89);
        await moved;

        Assert.Equal([10_000m, 9_010m, 9_010m], (await RowsAsync(cluster, today)).Select(row => row.Equity));
    }

    [Fact]
    public async Task Return_NoPriceComesWithinMinutes_TheDayBeginsWithoutIt()
    {
        await using var cluster = await AtNoonAsync();
        var today = Midnight(cluster);
        await BuyAsync(cluster, 90);
        await cluster.DeactivateAsync(cluster.Portfolio());
        cluster.World.Clock.Advance(today.AddDays(3).AddHours(9) - cluster.World.Clock.GetUtcNow());
        await cluster.Portfolio().GetAsync();

        cluster.World.Clock.Advance(TimeSpan.FromMinutes(4));
        await cluster.Portfolio().GetAsync();

        Assert.Equal([DayRules.DayOf(today)], (await RowsAsync(cluster, today)).Select(row => row.Day)); // it was marked on that day
    }

    /// <summary>Quotes are stored whatever they say: the newest of before midnight were held back, and raised the peak for good.</summary>
    [Fact]
    public async Task Return_WhereTheNewestStoredQuotesWereHeldBack_MarksByTheLastThatWasBelieved()
    {
        await using var cluster = await AtNoonAsync();
        var midnight = Midnight(cluster).AddDays(1);
        await BuyAsync(cluster, 90);
        cluster.World.Candles.Quotes[PortfolioCluster.Asset] =
        [
            Quote(midnight.AddMinutes(-20), 99, 99.5m),
            .. Enumerable.Range(0, 8).Select(minute => Quote(midnight.AddMinutes(minute - 9), 200_000, 200_000)), // beyond the class's jump
        ];

        await cluster.DeactivateAsync(cluster.Portfolio());
        cluster.World.Clock.Advance(midnight.AddMinutes(5) - cluster.World.Clock.GetUtcNow());
        var view = await cluster.Portfolio().GetAsync();

        Assert.Equal((9_910m, 10_000m), (view.Equity, view.PeakEquity));
        Assert.Equal(9_910, Assert.Single(await RowsAsync(cluster, midnight.AddDays(-1))).Equity); // at the bid
        Assert.Empty(view.Book!.Halts.Where(halt => halt.Scope == HaltScope.Portfolio));
    }

    [Fact]
    public async Task Reminder_TableOfPerformanceByAsset_IsMadeUpFromDailyProfits()
    {
        await using var cluster = await AtNoonAsync();
        await BuyAsync(cluster, 10);
        await cluster.Portfolio().MarkAsync([new PriceMark(PortfolioCluster.Asset, 110, null, cluster.World.Clock.GetUtcNow(), "test")]);
        cluster.World.Clock.Advance(TimeSpan.FromDays(1));
        await cluster.Portfolio().MarkAsync([new PriceMark(PortfolioCluster.Asset, 121, null, cluster.World.Clock.GetUtcNow(), "test")]);
        cluster.World.Clock.Advance(TimeSpan.FromDays(1));
        await cluster.Portfolio().GetAsync();

        await GrainCluster.TickAsync(Performance(cluster), "daily");

        var row = cluster.World.Performance.Rows.Values.Last();
        Assert.Equal((PortfolioCluster.Asset, "crypto", 0), (row.AssetId, row.ClassId, row.Report.ClosedTrades)); // open, and measured
        Assert.True(row.Profit > 0, $"{row.Profit}");
    }

    [Fact]
    public async Task Clock_AYearAheadForAWhile_LeavesNoMarkOnTheDaysThatFollow()
    {
        await using var cluster = await AtNoonAsync();
        await BuyAsync(cluster, 10);
        var today = Midnight(cluster);

        cluster.World.Clock.Advance(TimeSpan.FromDays(365));
        await GrainCluster.TickAsync(cluster.Portfolio(), "book");
        cluster.World.Clock.Advance(-TimeSpan.FromDays(365));
        await GrainCluster.TickAsync(cluster.Portfolio(), "book");
        await cluster.Portfolio().MarkAsync([new PriceMark(PortfolioCluster.Asset, 101, null, cluster.World.Clock.GetUtcNow(), "test")]);
        cluster.World.Clock.Advance(today.AddDays(1).AddMinutes(5) - cluster.World.Clock.GetUtcNow());
        await cluster.Portfolio().MarkAsync([new PriceMark(PortfolioCluster.Asset, 101, null, cluster.World.Clock.GetUtcNow(), "test")]);
        await cluster.Portfolio().MarkAsync([new PriceMark(PortfolioCluster.Asset, 30, null, cluster.World.Clock.GetUtcNow(), "test")]);

        var view = await cluster.Portfolio().GetAsync();
        Assert.Equal(TradingMode.Halted, view.Book!.Mode); // the day's loss is measured again
        Assert.Contains(view.Book.Halts, halt => halt.Cause.Contains("day's start", StringComparison.Ordinal));
    }

    /// <summary>The private server has the clock of its machine: nothing but what vendors told says that the year never was.</summary>
    [Fact]
    public async Task Clock_AYearAheadForAWhile_WritesNoDayOfABookThatHoldsNothing()
    {
        await using var cluster = await AtNoonAsync();
        var (today, before) = (Midnight(cluster), await cluster.Portfolio().GetAsync());

        cluster.World.Clock.Advance(TimeSpan.FromDays(365));
        await GrainCluster.TickAsync(cluster.Portfolio(), "book");
        cluster.World.Clock.Advance(-TimeSpan.FromDays(365));
        await GrainCluster.TickAsync(cluster.Portfolio(), "book");

        var view = await cluster.Portfolio().GetAsync();
        Assert.Empty(await RowsAsync(cluster, today));
        Assert.Equal((before.EquityDays, before.EquityDay), (view.EquityDays, view.EquityDay));
        cluster.World.Clock.Advance(today.AddDays(1).AddMinutes(5) - cluster.World.Clock.GetUtcNow());
        await GrainCluster.TickAsync(cluster.Portfolio(), "book");
        Assert.Equal([DayRules.DayOf(today)], (await RowsAsync(cluster, today)).Select(row => row.Day));
    }

    [Fact]
    public void Corrected_AClockFarFromTheDatabases_GoesByTheDatabasesUntilTheyAgree()
    {
        var clock = new ShiftedClock();
        var check = new ClockCheck(clock);
        Assert.Null(check.Ahead);
        Assert.Equal(DateTimeOffset.UnixEpoch, check.Corrected(DateTimeOffset.UnixEpoch));

        check.Note(clock.GetUtcNow());
        var now = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromDays(365));

        Assert.InRange(check.Corrected(clock.GetUtcNow()), now.AddSeconds(-1), now.AddMinutes(1)); // clocks differ a little
        Assert.InRange(check.Ahead!.Value, TimeSpan.FromDays(364), TimeSpan.FromDays(366));
        clock.Advance(-TimeSpan.FromDays(365));
        Assert.Equal(now, check.Corrected(now));
    }

    /// <summary>At the next noon in UTC, so that no test runs over a midnight.</summary>
    private static async Task<GrainCluster> AtNoonAsync()
    {
        var cluster = await PortfolioCluster.StartAsync();
        cluster.World.Clock.Advance(Midnight(cluster).AddDays(1).AddHours(12) - cluster.World.Clock.GetUtcNow());
        return cluster;
    }

    private static ImmutableArray<Candle> Candles(DateTimeOffset from, params decimal[] closes) =>
    [
        .. closes.Select((close, day) =>
            new Candle(PortfolioCluster.Asset, "ccxt_binance", Timeframe.D1, from.AddDays(day), close, 100, 80, close, 1)),
    ];

    private static Quote Quote(DateTimeOffset at, decimal bid, decimal ask) =>
        new(PortfolioCluster.Asset, "ccxt_binance", at, bid, ask, null, null);

    private static async Task BuyAsync(GrainCluster cluster, decimal quantity) => await cluster.Portfolio().RecordFillAsync(
        PortfolioCluster.Fill("f-1", null, quantity, 100) with { At = cluster.World.Clock.GetUtcNow() });

    private static DateTimeOffset Midnight(GrainCluster cluster) =>
        new(cluster.World.Clock.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero);

    private static async Task<EquityPoint[]> RowsAsync(GrainCluster cluster, DateTimeOffset from) =>
    [
        .. (await cluster.World.Ledger.GetKnownEquityAsync("main", DateOnly.MinValue, DateOnly.MaxValue, null, CancellationToken.None))
            .Where(row => row.Day >= DayRules.DayOf(from)),
    ];

    private static IPerformanceGrain Performance(GrainCluster cluster) =>
        cluster.Grains.GetGrain<IPerformanceGrain>(Keys.Performance("main"));
}

using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

public sealed class ImportTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ImportTarget Equity = new(ImportKind.Equity, "main", "alice");

    [Fact]
    public async Task Commit_Equity_UpdatesThePortfolioAndAnswersTheSameAgain()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var import = Import(cluster);
        await import.BeginAsync(Equity);
        await import.AddEquityAsync(0, [.. EquityRecords.Of(new DateOnly(2024, 1, 1), 1000, 1200)]);
        await import.AddEquityAsync(0, [.. EquityRecords.Of(new DateOnly(2024, 1, 1), 1000, 1200)]);
        await import.AddEquityAsync(1, [new EquityPoint(new DateOnly(2024, 1, 3), 900, 0)]);

        var counts = await import.CommitAsync();
        await cluster.DeactivateAsync(import);

        Assert.Equal(new ImportCounts(3, 0, 0), counts with { Remark = null });
        Assert.Matches(@"It latched halt-\d+ \(emergency stop\) in portfolio 'main': .* Every other portfolio", counts.Remark);
        Assert.Equal(counts, await import.CommitAsync());
        var view = await Portfolio(cluster).GetAsync();
        Assert.Equal((900m, new DateOnly(2024, 1, 3), 1200m, 3), (view.Equity, view.EquityDay, view.PeakEquity, view.EquityDays));
        Assert.Equal(-0.25, view.Drawdown!.Value, 12);
        // it is watched on
        Assert.Contains(cluster.World.Reminders.Rows, row => row.Key.GrainId.Contains("main", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_FromItsBeginToItsEnd_TellsWhereItStands()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var import = Import(cluster);
        await Assert.ThrowsAsync<NotFoundException>(() => import.GetAsync());
        await import.BeginAsync(Equity);
        await import.AddEquityAsync(0, [.. EquityRecords.Of(new DateOnly(2024, 1, 1), 1000, 1200)]);
        await import.AddEquityAsync(0, [.. EquityRecords.Of(new DateOnly(2024, 1, 1), 1000, 1200)]);

        var open = await import.GetAsync();
        await cluster.DeactivateAsync(import);
        var after = await import.GetAsync();
        var counts = await import.CommitAsync();
        var done = await import.GetAsync();
        var dropped = Import(cluster);
        await dropped.BeginAsync(Equity);
        await dropped.AbortAsync();

        Assert.Equal((ImportStep.Open, Equity, 1L, 2L, null), (open.Step, open.Target, open.Batches, open.Rows, open.Counts));
        Assert.Equal(open, after);
        Assert.Equal((ImportStep.Done, counts), (done.Step, done.Counts));
        Assert.Equal(ImportStep.Dropped, (await dropped.GetAsync()).Step);
    }

    [Fact]
    public async Task Get_WhileTheCommitIsUnderWay_SaysSo()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var import = Import(cluster);
        await import.BeginAsync(Equity);
        await import.AddEquityAsync(0, [.. EquityRecords.Of(new DateOnly(2024, 1, 1), 1000, 1200)]);
        var held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.World.Journal.BeforeAppend = () =>
        {
            reached.TrySetResult();
            return held.Task;
        };

        var commit = import.CommitAsync();
        await reached.Task;
        var meanwhile = await import.GetAsync();
        held.SetResult();
        await commit;

        Assert.Equal(ImportStep.Committing, meanwhile.Step);
        Assert.Equal(ImportStep.Done, (await import.GetAsync()).Step);
    }

    [Fact]
    public async Task Get_OfCandlesWhoseSiloLostThem_SaysThatTheyAreLost()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var import = Import(cluster);
        await import.BeginAsync(new ImportTarget(ImportKind.Candles, null, "alice"));
        Assert.Equal(ImportStep.Open, (await import.GetAsync()).Step);

        await cluster.DeactivateAsync(import);

        Assert.Equal(ImportStep.Lost, (await import.GetAsync()).Step);
    }

    [Fact]
    public async Task Commit_SameFileTwice_ChangesNothing()
    {
        await using var cluster = await GrainCluster.StartAsync();
        ImmutableArray<EquityPoint> points = [.. EquityRecords.Of(new DateOnly(2024, 1, 1), 1000, 1200)];

        await ImportAsync(cluster, points);
        var second = await ImportAsync(cluster, points);

        Assert.Equal(new ImportCounts(0, 0, 2), second);
    }

    /// <summary>An import of the same file each hour hid every loss of the day: it set equity back to the file's last row.</summary>
    [Fact]
    public async Task Commit_SameFileAgainAfterALossOfTheDay_SetsNothingBack()
    {
        await using var cluster = await PortfolioCluster.StartAsync(deposit: 0);
        var (portfolio, now) = (cluster.Portfolio(), cluster.World.Clock.GetUtcNow());
        ImmutableArray<EquityPoint> points = [.. EquityRecords.Of(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-2), 9_900, 10_000)];
        await ImportAsync(cluster, points);
        var trades = Import(cluster);
        await trades.BeginAsync(Equity with { Kind = ImportKind.Trades });
        await trades.AddTradesAsync(0, [new Trade("1", "BTC/USDT", null, TradeSide.Long, 40, now.AddDays(-3), 95, null, null, 0)]);
        await trades.CommitAsync();
        await portfolio.MarkAsync([new PriceMark("BTC/USDT", 100, null, now.AddMinutes(1), "test") { Confirmed = true }]);
        Assert.Equal(10_000, (await portfolio.GetAsync()).Equity);
        await portfolio.MarkAsync([new PriceMark("BTC/USDT", 90, null, now.AddMinutes(2), "test") { Confirmed = true }]);
        var before = await portfolio.GetAsync();
        Assert.Equal((9_600m, 10_000m), (before.Equity, before.Book!.DayAnchor));

        await ImportAsync(cluster, points);
        var after = await portfolio.GetAsync();

        Assert.Equal((9_600m, 10_000m, before.Drawdown), (after.Equity, after.Book!.DayAnchor, after.Drawdown));
        Assert.Equal(before.Book.Journal, after.Book.Journal);
        await portfolio.MarkAsync([new PriceMark("BTC/USDT", 87, null, now.AddMinutes(3), "test") { Confirmed = true }]);
        Assert.Contains((await portfolio.GetAsync()).Book!.Halts, halt => halt.RuleCode == RuleCodes.DailyLoss); // 5.2 %
    }

    [Fact]
    public async Task Commit_CrashAtAnyStep_TheNextCommitFinishesAndAnswersTheFirstCounts()
    {
        await using var cluster = await GrainCluster.StartAsync();
        // The portfolio is marked, the rows are published, the portfolio takes the figures, the import is closed.
        for (var step = 0; step < 4; step++)
        {
            foreach (var after in new[] { false, true })
            {
                var import = Import(cluster);
                var day = new DateOnly(2024, 1, 1).AddDays((step * 2) + (after ? 1 : 0));
                await import.BeginAsync(Equity);
                await import.AddEquityAsync(0, [new EquityPoint(day, 1000 + step, 0)]);
                cluster.World.Faults.Start(step, after);
                await Assert.ThrowsAnyAsync<Exception>(() => import.CommitAsync());
                cluster.World.Faults.Stop();
                await cluster.DeactivateAsync(import);
                await cluster.DeactivateAsync(Portfolio(cluster));

                Assert.Equal(new ImportCounts(1, 0, 0), await import.CommitAsync());
                Assert.Equal(day, (await Portfolio(cluster).GetAsync()).EquityDay);
            }
        }
    }

    [Fact]
    public async Task Get_CrashBetweenPublishingAndTheFigures_TakesTheFiguresAgain()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var import = Import(cluster);
        await import.BeginAsync(Equity);
        await import.AddEquityAsync(0, [new EquityPoint(new DateOnly(2024, 1, 1), 1000, 0)]);
        cluster.World.Faults.Start(1, afterEffect: true);
        await Assert.ThrowsAnyAsync<Exception>(() => import.CommitAsync());
        cluster.World.Faults.Stop();

        Assert.Equal(1000m, (await Portfolio(cluster).GetAsync()).Equity);
    }

    [Fact]
    public async Task Commit_Trades_ShowAsPositionsAndClosedTrades()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var import = Import(cluster);
        await import.BeginAsync(Equity with { Kind = ImportKind.Trades });
        var open = new Trade("1", "BTC/USDT", null, TradeSide.Long, 1, Start, 100, null, null, 0);
        await import.AddTradesAsync(0, [open, open with { TradeId = "2", Quantity = 3, EntryPrice = 200, OpenedAt = Start.AddDays(1) },
            open with { TradeId = "3", ClosedAt = Start.AddDays(1), ExitPrice = 120 }]);

        await import.CommitAsync();

        var view = await Portfolio(cluster).GetAsync();
        Assert.Equal([new Position("BTC/USDT", "crypto", TradeSide.Long, 4, 175, Start)], view.Positions.AsEnumerable());
        Assert.Equal(1, view.ClosedTrades);
    }

    [Fact]
    public async Task Commit_TradeInYen_IsCountedInDollarsByTheRateOfItsDay()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.World.Ledger.Closes.Add(new PairClose("USD/JPY", new DateOnly(2024, 1, 2), "oanda", 150));
        var import = Import(cluster);
        await import.BeginAsync(Equity with { Kind = ImportKind.Trades });

        await import.AddTradesAsync(0, [Pound]);
        await import.CommitAsync();

        var kept = Assert.Single(await cluster.World.Ledger.GetKnownTradesAsync("main", Start, Start.AddYears(1), null, default));
        Assert.Equal(33m, Math.Round((kept.ExitPrice!.Value - kept.EntryPrice) * kept.Quantity, 0));
    }

    /// <summary>The equity of an account in euros was taken for dollars, without a word.</summary>
    [Fact]
    public async Task Commit_EquityInEuros_IsKeptInDollarsByTheRatesOfItsDays()
    {
        await using var cluster = await GrainCluster.StartAsync();
        decimal[] rates = [1, 1.1m, 1.2m, 1.5m]; // from the evening before the record on
        cluster.World.Ledger.Closes.AddRange(rates.Select((rate, day) =>
            new PairClose("EUR/USD", new DateOnly(2023, 12, 31).AddDays(day), "oanda", rate)));
        var (import, trades) = (Import(cluster), Import(cluster));
        var unnamed = Equity with { Kind = ImportKind.Trades, Currency = "EUR" };
        await Assert.ThrowsAsync<InvalidRequestException>(() => trades.BeginAsync(unnamed)); // each row names its own
        await Assert.ThrowsAsync<InvalidRequestException>(() => import.BeginAsync(Equity with { Currency = "in euros" }));
        await import.BeginAsync(Equity with { Currency = "EUR" });

        var fault = await Assert.ThrowsAsync<InvalidRequestException>(
            () => import.AddEquityAsync(0, [new EquityPoint(new DateOnly(2023, 1, 1), 1_000, 0)]));
        await import.AddEquityAsync(0, [
            new EquityPoint(new DateOnly(2024, 1, 1), 1_000, 1_000), new EquityPoint(new DateOnly(2024, 1, 2), 1_000, 0),
            new EquityPoint(new DateOnly(2024, 1, 3), 10, -990)]);
        await import.CommitAsync();

        Assert.StartsWith("Line 2: an amount in EUR of 2023-01-01", fault.Message, StringComparison.Ordinal);
        var days = await cluster.World.Ledger.GetKnownEquityAsync("main", DateOnly.MinValue, DateOnly.MaxValue, null, default);
        Assert.Equal([(1_100m, 1_000m), (1_200m, 0m), (15m, -1_188m)], days.Select(day => (day.Equity, day.CashFlow)));
        // On the last day the euro rose by a quarter, and so did what stayed, not all that was there before.
        Assert.Equal(0.25, DailyReturns.Of(days[1].Equity, days[2])!.Value, 12);
    }

    /// <summary>A record whose currency fell halts every portfolio, which its dry run did not say.</summary>
    [Fact]
    public async Task DryCommit_EquityWhoseCurrencyFell_SaysWhatItsDrawdownWouldHaltAndTakesNothing()
    {
        await using var cluster = await GrainCluster.StartAsync();
        decimal[] rates = [1, 1, 0.5m];
        cluster.World.Ledger.Closes.AddRange(rates.Select((rate, day) =>
            new PairClose("EUR/USD", new DateOnly(2023, 12, 31).AddDays(day), "oanda", rate)));
        var (import, candles) = (Import(cluster), Import(cluster));
        await import.BeginAsync(Equity with { Currency = "EUR" });
        await import.AddEquityAsync(0, [
            new EquityPoint(new DateOnly(2024, 1, 1), 1_000, 0), new EquityPoint(new DateOnly(2024, 1, 2), 1_000, 0)]);

        var told = await import.DryCommitAsync();
        await candles.BeginAsync(new ImportTarget(ImportKind.Candles, null, "Ada"));
        await Assert.ThrowsAsync<InvalidRequestException>(() => candles.DryCommitAsync());

        Assert.StartsWith("This record ends 50 % below its peak in USD", told.Remark, StringComparison.Ordinal);
        Assert.Contains("would latch the emergency stop", told.Remark, StringComparison.Ordinal);
        Assert.Null((await Portfolio(cluster).GetAsync()).Equity);
        await import.CommitAsync();
        Assert.Equal(500, (await Portfolio(cluster).GetAsync()).Equity);
    }

    [Fact]
    public async Task Add_TradesWithoutARateOfTheirDay_AreRefusedByLineCurrencyDayAndRemedy()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var import = Import(cluster);
        await import.BeginAsync(Equity with { Kind = ImportKind.Trades });

        var fault = await Assert.ThrowsAsync<InvalidRequestException>(
            () => import.AddForeignTradesAsync(0, [new ImportedTrade(Pound, null, null, 17)]));

        Assert.StartsWith("Line 17: an amount in JPY of 2024-01-02", fault.Message, StringComparison.Ordinal);
        Assert.Contains("import daily candles of USD/JPY or JPY/USD", fault.Message, StringComparison.Ordinal);
        Assert.Equal(0, cluster.World.Ledger.StagedBatches);
    }

    [Fact]
    public async Task Commit_Fills_ShowAsPositionsAndClosedTrades()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var import = Import(cluster);
        var fill = new ImportedFill("1", "BTC/USDT", null, OrderSide.Buy, 1, 100, null, 0.001m, "BTC", Start, 2, 1);
        await import.BeginAsync(Equity with { Kind = ImportKind.Fills });
        await import.AddFillsAsync(0, [
            fill, fill with { FillId = "2", Side = OrderSide.Sell, Quantity = 0.999m, Price = 110, Fee = 0, FeeCurrency = null, Order = 2 },
            fill with { FillId = "3", Price = 120, Fee = 0, FeeCurrency = null, Order = 3 }]);

        Assert.Equal(new ImportCounts(3, 0, 0), await import.CommitAsync());

        var view = await Portfolio(cluster).GetAsync();
        Assert.Equal([new Position("BTC/USDT", "crypto", TradeSide.Long, 1, 120, Start)], view.Positions.AsEnumerable());
        Assert.Equal(1, view.ClosedTrades);
    }

    [Fact]
    public async Task Commit_Candles_PublishesThemWithoutAPortfolio()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var import = Import(cluster);
        await import.BeginAsync(new ImportTarget(ImportKind.Candles, null, "alice"));
        await import.AddCandlesAsync(0, [Candle]);

        await import.AddCandlesAsync(0, [Candle]); // sent again
        Assert.Empty(cluster.World.Ledger.Candles);

        Assert.Equal(new ImportCounts(1, 0, 0), await import.CommitAsync());
        Assert.Equal([Candle], cluster.World.Ledger.Candles);
        await cluster.DeactivateAsync(import);
        Assert.Equal(new ImportCounts(1, 0, 0), await import.CommitAsync());
    }

    [Fact]
    public async Task AddCandles_AfterTheSiloWasLost_AreRefusedAndNothingIsImported()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var import = Import(cluster);
        await import.BeginAsync(new ImportTarget(ImportKind.Candles, null, "alice"));
        await import.AddCandlesAsync(0, [Candle]);
        await cluster.DeactivateAsync(import);

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => import.AddCandlesAsync(1, [Candle]));
        await Assert.ThrowsAsync<InvalidRequestException>(() => import.CommitAsync());

        Assert.Contains("nothing of it was imported", refused.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0), (cluster.World.Ledger.Candles.Count, cluster.World.Ledger.StagedBatches));
    }

    [Fact]
    public async Task Abort_Open_DropsTheRowsAndRefusesMore()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var import = Import(cluster);
        await import.BeginAsync(Equity);
        await import.AddEquityAsync(0, [new EquityPoint(new DateOnly(2024, 1, 1), 1000, 0)]);

        await import.AbortAsync();

        Assert.Equal(0, cluster.World.Ledger.StagedBatches);
        await Assert.ThrowsAsync<InvalidRequestException>(() => import.CommitAsync());
        await Assert.ThrowsAsync<InvalidRequestException>(() => import.BeginAsync(Equity));
    }

    [Fact]
    public async Task Add_OfAnotherKindOrUnopened_IsRefused()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var import = Import(cluster);

        await Assert.ThrowsAsync<InvalidRequestException>(() => import.AddCandlesAsync(0, [Candle]));
        await import.BeginAsync(Equity);
        await Assert.ThrowsAsync<InvalidRequestException>(() => import.AddCandlesAsync(0, [Candle]));
        await Assert.ThrowsAsync<InvalidRequestException>(() => Import(cluster).BeginAsync(Equity with { PortfolioId = "a/b" }));
    }

    private static Candle Candle { get; } = new("BTC/USDT", "import", Timeframe.D1, Start, 1, 3, 1, 2, 5);

    private static Trade Pound { get; } = new(
        "1", "GBP/JPY", null, TradeSide.Long, 10_000, Start, 190.100m, Start.AddDays(1), 190.600m, 0);

    private static IImportGrain Import(GrainCluster cluster) => cluster.Grains.GetGrain<IImportGrain>(Keys.Import(Guid.NewGuid()));

    private static IPortfolioGrain Portfolio(GrainCluster cluster) => cluster.Grains.GetGrain<IPortfolioGrain>(Keys.Portfolio("main"));

    private static async Task<ImportCounts> ImportAsync(GrainCluster cluster, ImmutableArray<EquityPoint> points)
    {
        var import = Import(cluster);
        await import.BeginAsync(Equity);
        await import.AddEquityAsync(0, points);
        return await import.CommitAsync();
    }
}

using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

/// <summary>Fills of imports: published, paired to trades, doubted, begun with and taken back.</summary>
public sealed class ImportedFillStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly ImportStore _store = Rows.ImportStore(postgres.DataSource);
    private readonly ImportedFillStore _fills = Rows.ImportedFillStore(postgres.DataSource);
    private readonly Guid _import = Guid.NewGuid();

    public Task InitializeAsync() => Rows.ReadAsync(
        postgres.DataSource,
        "TRUNCATE candles, trades, equity_daily, imports, import_batches, import_trades, import_equity, "
            + "import_fills, imported_fills, fill_trades, corporate_actions, audit_log, portfolio_ids");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task PublishFills_OfALaterFile_CloseWhatAnEarlierOneOpened()
    {
        await _store.StageFillsAsync(_import, 0, [Fill("b1", 0, OrderSide.Buy, 1, 100), Fill("b2", 1, OrderSide.Buy, 1, 110)],
            _ => "crypto", default);
        Assert.Equal(new ImportCounts(2, 0, 0), await _store.PublishAsync(_import, ImportKind.Fills, "main", default));
        Assert.Equal(["fill:open:BTC/USDT||2|105||import"], await TradesAsync());
        var later = Guid.NewGuid();
        await _store.StageFillsAsync(later, 0, [Fill("b2", 1, OrderSide.Buy, 1, 110), Fill("s1", 2, OrderSide.Sell, 2, 120)],
            _ => "crypto", default);

        Assert.Equal(new ImportCounts(1, 0, 1), await _store.PublishAsync(later, ImportKind.Fills, "main", default));
        Assert.Equal(["fill:s1|2|105|120|import"], await TradesAsync());
        Assert.Equal(new ImportCounts(1, 0, 1), await _store.PublishAsync(later, ImportKind.Fills, "main", default));
    }

    [Fact]
    public async Task PublishFills_ThatCameFirstButAreImportedLast_PairAllAnew()
    {
        await _store.StageFillsAsync(_import, 0, [Fill("s1", 5, OrderSide.Sell, 1, 120)], _ => "crypto", default);
        await _store.PublishAsync(_import, ImportKind.Fills, "main", default);
        var earlier = Guid.NewGuid();
        await _store.StageFillsAsync(earlier, 0, [Fill("b1", 0, OrderSide.Buy, 1, 100)], _ => "crypto", default);

        await _store.PublishAsync(earlier, ImportKind.Fills, "main", default);

        Assert.Equal(["fill:s1|1|100|120|import"], await TradesAsync()); // no short sale is left
    }

    [Fact]
    public async Task Adopted_FillsOfImportsThatABookBeganWith_AreFoundAndOthersAreNot()
    {
        await _store.StageFillsAsync(_import, 0, [Fill("b1", 0, OrderSide.Buy, 1, 100)], _ => "crypto", default);
        await _store.PublishAsync(_import, ImportKind.Fills, "main", default);
        await _fills.NoteAdoptedAsync("main", await _fills.ReadUnadoptedAsync("main", default), default);
        var later = Guid.NewGuid();
        await _store.StageFillsAsync(
            later, 0, [Fill("b1", 0, OrderSide.Buy, 1, 100), Fill("b2", 1, OrderSide.Buy, 2, 110)], _ => "crypto", default);
        await _store.PublishAsync(later, ImportKind.Fills, "main", default);

        Assert.Equal(100, (await _fills.FindAdoptedAsync("main", "b1", default))?.Price);
        Assert.Null(await _fills.FindAdoptedAsync("main", "b2", default));
        Assert.Null(await _fills.FindAdoptedAsync("other", "b1", default));
        Assert.Equal("b1", Assert.Single(await _fills.ReadAdoptedIdsAsync("main", 10, default)));
        Assert.Equal(later, Assert.Single(await _fills.ReadUnadoptedAsync("main", default)));
        var (first, count) = await _fills.ReadUnbookedAsync(later, 10, default);
        Assert.Equal(("b2", 1L), (Assert.Single(first).FillId, count));
    }

    [Fact]
    public async Task DryPublish_OfStagedFills_TellsWhatPublishingWouldDoAndPublishesNothing()
    {
        await TellAsync(1, "b1", 100);
        await _store.StageFillsAsync(
            _import, 0, [Fill("b1", 0, OrderSide.Buy, 1, 100), Fill("s1", 1, OrderSide.Sell, 1, 120)], _ => "crypto", default);

        var (counts, unbooked, count) = await _store.DryPublishAsync(_import, ImportKind.Fills, "main", 10, default);

        Assert.Equal((new ImportCounts(2, 0, 0), "s1", 1L), (counts, Assert.Single(unbooked).FillId, count)); // b1 is in the book
        Assert.Equal(["0|0|2"], await ReadAsync(
            "SELECT (SELECT count(*) FROM trades), (SELECT count(*) FROM imported_fills), (SELECT count(*) FROM import_fills)"));
        Assert.Equal(new ImportCounts(2, 0, 0), await _store.PublishAsync(_import, ImportKind.Fills, "main", default));
        var other = Guid.NewGuid();
        await _store.StageFillsAsync(other, 0, [Fill("b1", 0, OrderSide.Buy, 1, 101)], _ => "crypto", default);
        await Assert.ThrowsAsync<InvalidRequestException>(() => _store.DryPublishAsync(other, ImportKind.Fills, "main", 10, default));
    }

    /// <summary>Its row stays with who took it back; its trade is made anew, once, and the same file does not bring it back.</summary>
    [Fact]
    public async Task TakeBack_AFillOfAnImport_LeavesItsRowAndMakesTheTradesWithoutIt()
    {
        ImportedFill[] file =
        [
            Fill("b1", 0, OrderSide.Buy, 1, 100), Fill("b2", 1, OrderSide.Buy, 1, 200), Fill("s1", 2, OrderSide.Sell, 2, 300),
        ];
        await _store.StageFillsAsync(_import, 0, file, _ => "crypto", default);
        await _store.PublishAsync(_import, ImportKind.Fills, "main", default);
        await _fills.NoteAdoptedAsync("main", [_import], default);
        var takenBack = new TakenBackFill("c1", "b2", Fill("b2x", 1, OrderSide.Buy, 2, 100), "Ada", "a slip");
        var asked = new AssetFills("main", "BTC/USDT", "crypto");

        var (before, after) = (
            await _fills.PairAdoptedAsync(asked, null, DateTimeOffset.MaxValue, default),
            await _fills.PairAdoptedAsync(asked, takenBack, DateTimeOffset.MaxValue, default));
        await _fills.TakeBackAsync("main", takenBack, _ => "crypto", default);
        await _fills.TakeBackAsync("main", takenBack, _ => "crypto", default);
        var (again, other) = (Guid.NewGuid(), Guid.NewGuid());
        await _store.StageFillsAsync(again, 0, file, _ => "crypto", default);
        await _store.StageFillsAsync(other, 0, [file[1] with { Price = 201 }], _ => "crypto", default);

        Assert.Equal(new ImportCounts(0, 0, 3), await _store.PublishAsync(again, ImportKind.Fills, "main", default));
        Assert.Equal(new ImportCounts(0, 0, 1), await _store.PublishAsync(other, ImportKind.Fills, "main", default));
        Assert.Equal((1, 0), (before.Closed, before.Open.Length));
        Assert.Equal((0, 1m), (after.Closed, Assert.Single(after.Open).Quantity));
        Assert.Equal(["fill:open:BTC/USDT||1|100||import"], await TradesAsync());
        Assert.Equal(
            ["b1|1||", "b2|1|c1|Ada", "b2x|2||", "s1|2||"],
            await ReadAsync(
                "SELECT fill_id, quantity, coalesce(correction_id, ''), coalesce(taken_back_by, '') FROM imported_fills ORDER BY 1"));
        Assert.Equal(["0|0"], await ReadAsync("SELECT (SELECT count(*) FROM import_fills), (SELECT count(*) FROM import_trades)"));
        var row = await _fills.FindFillAsync("main", "b2x", default);
        Assert.Equal((true, (string?)null), (row!.IsAdopted, row.CorrectionId)); // it was put there
        Assert.Equal("c1", (await _fills.FindFillAsync("main", "b2", default))?.CorrectionId);
        await _fills.TakeBackAsync("main", new TakenBackFill("c2", "b1", null, "Ada", "a slip"), _ => "crypto", default);
        await _fills.TakeBackAsync("main", new TakenBackFill("c3", "b2x", null, "Ada", "a slip"), _ => "crypto", default);
        await _fills.TakeBackAsync("main", new TakenBackFill("c4", "s1", null, "Ada", "a slip"), _ => "crypto", default);
        Assert.Empty(await TradesAsync()); // nothing is left of the asset
    }

    /// <summary>The book was told b1 and b2; the file has b1 as it is, and b2 at another price.</summary>
    [Fact]
    public async Task PublishFills_ThatTheBookWasToldWithOtherContent_AreRefusedByLine()
    {
        await TellAsync(1, "b1", 100);
        await TellAsync(2, "b2", 110);
        await _store.StageFillsAsync(
            _import, 0, [Fill("b1", 0, OrderSide.Buy, 1, 100), Fill("b2", 1, OrderSide.Buy, 1, 111) with { Line = 3 }], _ => "crypto",
            default);

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(
            () => _store.PublishAsync(_import, ImportKind.Fills, "main", default));
        await _store.StageFillsAsync(
            _import, 0, [Fill("b1", 0, OrderSide.Buy, 1, 100), Fill("b3", 1, OrderSide.Buy, 1, 111)], _ => "crypto", default);
        await _store.PublishAsync(_import, ImportKind.Fills, "main", default);

        Assert.Contains(
            "line 3: 'b2' is buy 1 BTC/USDT at 111, and the book has buy 1 BTC/USDT at 110.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("'b1'", refused.Message, StringComparison.Ordinal);
        var (first, count) = await _fills.ReadUnbookedAsync(_import, 10, default);
        Assert.Equal(("b3", 1L), (Assert.Single(first).FillId, count)); // b1 is in the book
    }

    /// <summary>
    /// b1 is as its day, b2 far off its candle, b3 worth more than its day's equity bears, b4 of a day without figures, b5 and b6 paid
    /// more of a fee than any venue asks for.
    /// </summary>
    [Fact]
    public async Task Doubted_PriceOffItsCandleFeeOrWorthBeyondTheEquity_AreTheOnesThatTheRuleDoubts()
    {
        await CandlesAsync(Guid.NewGuid(), [Rows.Candle(0, close: 100) with { Timeframe = Timeframe.D1, High = 110, Low = 90 }]);
        await _store.StageEquityAsync(_import, 0, [Rows.Equity(0, 1000m)], default);
        await _store.PublishAsync(_import, ImportKind.Equity, "main", default);
        var fills = new ImportedFills(Guid.NewGuid(), "main");
        await _store.StageFillsAsync(
            fills.ImportId, 0,
            [
                Fill("b1", 1, OrderSide.Buy, 1, 109), Fill("b2", 1, OrderSide.Buy, 1, 500) with { Line = 3 },
                Fill("b3", 1, OrderSide.Buy, 40, 100) with { Line = 4 }, Fill("b4", -240, OrderSide.Buy, 1, 900) with { Line = 5 },
                Fill("b5", 1, OrderSide.Buy, 1, 100) with { Line = 6, Fee = 100 },
                Fill("b6", 1, OrderSide.Buy, 1, 100) with { Line = 7, Fee = 1, FeeCurrency = "BTC" },
            ],
            _ => "crypto", default);
        var limits = new DoubtLimits("BTC/USDT", "USDT", 0.25m, 1);

        var (first, count) = await _store.FindDoubtedAsync(fills, [limits], equity: null, leverage: 2, default);
        var (later, _) = await _store.FindDoubtedAsync(fills, [limits], equity: 100, leverage: 2, default);

        Assert.Equal((4L, "b2,b3,b5,b6"), (count, string.Join(",", first.Select(one => one.Fill.FillId))));
        Assert.Equal("b2,b3,b4,b5,b6", string.Join(",", later.Select(one => one.Fill.FillId)));
        Assert.All(later, one => Assert.NotNull(FillDoubts.Of(one, limits, 2)));
        await _store.PublishAsync(fills.ImportId, ImportKind.Fills, "main", default);
        await _store.StageFillsAsync(fills.ImportId, 0, [Fill("b2", 1, OrderSide.Buy, 1, 500)], _ => "crypto", default);
        Assert.Equal(0, (await _store.FindDoubtedAsync(fills, [limits], equity: null, leverage: 2, default)).Count); // taken before
    }

    /// <summary>A fill in the journal, as far as an import looks at it.</summary>
    private async Task TellAsync(long sequence, string id, decimal price)
    {
        var told = new Fill(id, null, "BTC/USDT", OrderSide.Buy, 1, price, 0, null, null, Rows.Start, null);
        var (kind, payload) = PortfolioEventJson.Write(new FillRecorded(
            told, "hash", "crypto", false, price, 1, "test", 0, null, QuantityAfter: 1, AverageAfter: price, Realised: 0, Paper: false));
        await ReadAsync($"""
            INSERT INTO audit_log (stream, sequence, at, kind, actor, payload, previous_hash, hash)
            VALUES ('portfolio/main', {sequence}, now(), '{kind}', 'portfolio', '{payload}', decode(repeat('00', 32), 'hex'),
                decode(repeat('00', 32), 'hex'));
            INSERT INTO portfolio_ids (portfolio_id, kind, id, content_hash, sequence) VALUES ('main', 'fill', '{id}', 'hash', {sequence})
            """);
    }

    /// <summary>Two sources tell the split, a day apart: it counts once, and one that was withdrawn or is to come not at all.</summary>
    [Fact]
    public async Task PublishFills_AcrossASplitThatIsKnown_AreOneTripInNewUnits()
    {
        var day = DateOnly.FromDateTime(Rows.Start.UtcDateTime).AddDays(5);
        var split = new CorporateAction("NVDA", "alpaca", CorporateActionKind.Split, day, NewUnits: 10, OldUnits: 1);
        var actions = new CorporateActionStore(
            postgres.DataSource, new SeriesWriter(postgres.DataSource, new PartitionKeeper(postgres.DataSource)));
        await actions.UpsertAsync(
            [
                split, split with { SourceId = "polygon", EffectiveOn = day.AddDays(1) },
                split with { EffectiveOn = new DateOnly(2100, 1, 1) },
            ],
            _ => "stocks", Rows.Start, default);
        var buy = Fill("b1", 0, OrderSide.Buy, 0.66m, 1_208) with { AssetId = "NVDA" };
        var sell = buy with { FillId = "s1", Side = OrderSide.Sell, Quantity = 6.6m, Price = 130, At = Rows.Start.AddDays(9), Order = 9 };
        await _store.StageFillsAsync(_import, 0, [buy, sell], _ => "stocks", default);

        await _store.PublishAsync(_import, ImportKind.Fills, "main", default);

        Assert.Equal(
            ["6.6|120.8|130"],
            await ReadAsync("SELECT trim_scale(quantity), trim_scale(entry_price), trim_scale(exit_price) FROM trades"));
    }

    [Fact]
    public async Task PublishFills_MoreThanAPage_ArePairedInTheirOrder()
    {
        const int trips = 3_000;
        for (var batch = 0; batch < 2; batch++)
        {
            var fills = Enumerable.Range(batch * trips, trips).Select(
                n => Fill($"{n:00000}", 0, n % 2 == 0 ? OrderSide.Buy : OrderSide.Sell, 1, 100 + (n % 2)) with { Order = n }).Reverse();
            await _store.StageFillsAsync(_import, batch, [.. fills], _ => "crypto", default);
        }

        Assert.Equal(new ImportCounts(2 * trips, 0, 0), await _store.PublishAsync(_import, ImportKind.Fills, "main", default));

        Assert.Equal(
            [$"{trips}|{trips}.00"], await ReadAsync("SELECT count(*), round(sum((exit_price - entry_price) * quantity), 2) FROM trades"));
    }

    /// <summary>
    /// A table that is empty when the statement is planned, and a file of thousands: a plan that looks for each row among all others takes
    /// minutes for it. The same file again likewise.
    /// </summary>
    [Fact]
    public async Task PublishFills_ThousandsIntoAnEmptyTable_TakeSecondsAndNotTheSquareOfIt()
    {
        const int rows = 20_000;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var (round, import) = (0, _import); round < 2; (round, import) = (round + 1, Guid.NewGuid()))
        {
            foreach (var batch in Enumerable.Range(0, rows).Chunk(IImportGrain.BatchRowsMax).Index())
            {
                await _store.StageFillsAsync(
                    import, batch.Index,
                    [.. batch.Item.Select(row => Fill($"f{row}", row, row % 2 == 0 ? OrderSide.Buy : OrderSide.Sell, 1, 100))],
                    _ => "crypto", limit.Token);
            }

            var expected = round == 0 ? new ImportCounts(rows, 0, 0) : new ImportCounts(0, 0, rows);
            Assert.Equal(expected, await _store.PublishAsync(import, ImportKind.Fills, "main", limit.Token));
        }
    }

    [Fact]
    public async Task PublishFills_RateOfADayIsNotKnown_NothingIsPublished()
    {
        var pound = Fill("1", 0, OrderSide.Buy, 1, 190) with { AssetId = "GBP/JPY" };
        await _store.StageFillsAsync(_import, 0, [pound], _ => "forex", default);

        var fault = await Assert.ThrowsAsync<InvalidRequestException>(
            () => _store.PublishAsync(_import, ImportKind.Fills, "main", default));

        Assert.Contains("JPY of 2025-03-01", fault.Message, StringComparison.Ordinal);
        Assert.Equal(["0|0|1"], await ReadAsync(
            "SELECT (SELECT count(*) FROM trades), (SELECT count(*) FROM imported_fills), (SELECT count(*) FROM import_fills)"));
    }

    private async Task CandlesAsync(Guid import, Candle[] candles)
    {
        await using var open = await _store.OpenCandlesAsync(import, _ => "crypto", default);
        await open.WriteAsync(candles, default);
        await open.CommitAsync(default);
    }

    private Task<string[]> TradesAsync() => ReadAsync(
        "SELECT trade_id, quantity, round(entry_price, 2)::float8, round(exit_price, 2)::float8, provenance FROM trades ORDER BY trade_id");

    private static ImportedFill Fill(string id, int hour, OrderSide side, decimal quantity, decimal price) => new(
        id, "BTC/USDT", null, side, quantity, price, null, 0, null, Rows.Start.AddHours(hour), 2, 0);

    private Task<string[]> ReadAsync(string sql) => Rows.ReadAsync(postgres.DataSource, sql);
}

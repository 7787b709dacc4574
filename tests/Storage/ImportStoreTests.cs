using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

public sealed class ImportStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly ImportStore _store = Rows.ImportStore(postgres.DataSource);
    private readonly Guid _import = Guid.NewGuid();

    public Task InitializeAsync() => Rows.ReadAsync(
        postgres.DataSource,
        "TRUNCATE candles, trades, equity_daily, imports, import_batches, import_trades, import_equity, "
            + "import_fills, imported_fills, fill_trades, corporate_actions, audit_log, portfolio_ids");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Candles_OfAnImport_AreSeenAtItsCommitAllAtOnce()
    {
        await using var open = await OpenAsync(_import);
        await open.WriteAsync(Rows.Candles(0, 10), default);
        await open.WriteAsync(Rows.Candles(10, 10, asset: "ETH/USDT"), default);
        Assert.Equal(["0"], await ReadAsync("SELECT count(*) FROM candles"));
        Assert.Null(await _store.FindPublishedAsync(_import, default));

        Assert.Equal(new ImportCounts(20, 0, 0), await open.CommitAsync(default));

        Assert.Equal(["BTC/USDT|class of BTC/USDT|10", "ETH/USDT|class of ETH/USDT|10"],
            await ReadAsync("SELECT asset_id, asset_class, count(*) FROM candles GROUP BY 1, 2 ORDER BY 1"));
        Assert.Equal(new ImportCounts(20, 0, 0), await _store.FindPublishedAsync(_import, default));
    }

    [Fact]
    public async Task Candles_NotCommitted_AreNowhere()
    {
        await using (var open = await OpenAsync(_import))
        {
            await open.WriteAsync(Rows.Candles(0, 10), default);
        }

        Assert.Equal(["0"], await ReadAsync("SELECT count(*) FROM candles"));
        Assert.Equal(new ImportCounts(10, 0, 0), await CandlesAsync(_import, Rows.Candles(0, 10)));
    }

    [Fact]
    public async Task Candles_OfManyImportsAtOnce_AreBoundedAndOneThatEndsMakesRoom()
    {
        var open = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync(Guid.NewGuid())));

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(() => OpenAsync(_import));
        await open[0].DisposeAsync();
        await open[0].DisposeAsync(); // twice is once

        Assert.Contains("4 imports of candles are open", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new ImportCounts(10, 0, 0), await CandlesAsync(_import, Rows.Candles(0, 10)));
        foreach (var one in open)
        {
            await one.DisposeAsync();
        }
    }

    [Fact]
    public async Task Candles_CommittedAgain_AnswerTheCountsOfTheFirstTime()
    {
        var first = await CandlesAsync(_import, Rows.Candles(0, 10));

        Assert.Equal(first, await CandlesAsync(_import, Rows.Candles(0, 10)));
        Assert.Equal(new ImportCounts(0, 0, 10), await CandlesAsync(Guid.NewGuid(), Rows.Candles(0, 10)));
        Assert.Equal(["10|0"], await ReadAsync("SELECT count(*), max(revision) FROM candles"));
    }

    [Fact]
    public async Task Candles_OldOnes_MakeTheirPartitions()
    {
        Candle[] candles = [Rows.Candle(0) with { OpenTime = new DateTimeOffset(1962, 1, 1, 0, 0, 0, TimeSpan.Zero) }, Rows.Candle(0)];

        Assert.Equal(new ImportCounts(2, 0, 0), await CandlesAsync(_import, candles));
    }

    [Fact]
    public async Task Candles_OfOneKeyInSeveralBatches_AreTheLastOnes()
    {
        var counts = await CandlesAsync(
            _import, Rows.Candles(0, 10), [Rows.Candle(11), Rows.Candle(3, close: 107m)], [Rows.Candle(3, close: 108m), Rows.Candle(4)]);

        Assert.Equal(new ImportCounts(11, 2, 1), counts);
        Assert.Equal(["108"], await ReadAsync("SELECT trim_scale(max(close)) FROM candles"));
    }

    [Fact]
    public async Task Publish_OneRowBreaksARule_NothingIsPublishedAndTheStageStays()
    {
        await StageTradesAsync(_import, 0, [Rows.Trade("1", 0, 1), Rows.Trade("2", 3, 2)]);

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => _store.PublishAsync(_import, ImportKind.Trades, "main", default));

        Assert.Equal(["0|0|2"], await ReadAsync(
            "SELECT (SELECT count(*) FROM trades), (SELECT count(*) FROM imports), (SELECT count(*) FROM import_trades)"));
    }

    [Fact]
    public async Task PublishTrades_SameIdOtherContents_Updates()
    {
        await StageTradesAsync(_import, 0, [Rows.Trade("1", 0, null), Rows.Trade("2", 0, 1)]);
        Assert.Equal(new ImportCounts(2, 0, 0), await _store.PublishAsync(_import, ImportKind.Trades, "main", default));
        var later = Guid.NewGuid();
        await StageTradesAsync(later, 0, [Rows.Trade("1", 0, 5, exit: 120m), Rows.Trade("2", 0, 1), Rows.Trade("3", 1, 2)]);

        Assert.Equal(new ImportCounts(1, 1, 1), await _store.PublishAsync(later, ImportKind.Trades, "main", default));
        Assert.Equal(
            ["1|120|1", "2|110|0", "3|110|0"], await ReadAsync("SELECT trade_id, exit_price, revision FROM trades ORDER BY trade_id"));
    }

    [Fact]
    public async Task PublishTrades_IdTwiceInItsBatches_IsTakenOnceAndRefusedWithOtherContent()
    {
        await StageTradesAsync(_import, 0, [Rows.Trade("1", 0, 1, exit: 1m)]);
        await StageTradesAsync(_import, 1, [Rows.Trade("1", 0, 1, exit: 2m)]);

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(
            () => _store.PublishAsync(_import, ImportKind.Trades, "main", default));
        Assert.Contains("'1' came more than once with other content", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await ReadAsync("SELECT exit_price FROM trades"));
        await StageTradesAsync(_import, 1, [Rows.Trade("1", 0, 1, exit: 1m)]);
        Assert.Equal(new ImportCounts(1, 0, 1), await _store.PublishAsync(_import, ImportKind.Trades, "main", default));
        Assert.Equal(["1"], await ReadAsync("SELECT exit_price FROM trades"));
    }

    [Fact]
    public async Task PublishEquity_OtherValues_Updates()
    {
        await _store.StageEquityAsync(_import, 0, [Rows.Equity(0, 1000m), Rows.Equity(1, 1010m)], default);
        Assert.Equal(new ImportCounts(2, 0, 0), await _store.PublishAsync(_import, ImportKind.Equity, "main", default));
        var later = Guid.NewGuid();
        await _store.StageEquityAsync(later, 0, [Rows.Equity(1, 1011m, 5m), Rows.Equity(0, 1000m)], default);

        Assert.Equal(new ImportCounts(0, 1, 1), await _store.PublishAsync(later, ImportKind.Equity, "main", default));
        Assert.Equal(["1000|0|0", "1011|5|1"], await ReadAsync("SELECT equity, cash_flow, revision FROM equity_daily ORDER BY day"));
    }

    [Fact]
    public async Task Publish_RowsThatTheBookWrote_AreKeptAndNamed()
    {
        await ReadAsync($"""
            INSERT INTO equity_daily (portfolio_id, day, equity, provenance, day_return)
            VALUES ('main', '{Rows.Equity(1, 0).Day:yyyy-MM-dd}', 1010, 'own', 0.01),
                ('main', '{Rows.Equity(2, 0).Day:yyyy-MM-dd}', 1020, 'own', 0);
            INSERT INTO trades (portfolio_id, trade_id, asset_id, asset_class, side, quantity, opened_at, entry_price, fees, provenance)
            VALUES ('main', 'fill:7', 'BTC/USDT', 'crypto', 'long', 1, now(), 100, 0, 'own')
            """);
        await _store.StageEquityAsync(_import, 0, [Rows.Equity(0, 1000m), Rows.Equity(1, 1010m), Rows.Equity(2, 9999m)], default);
        var trades = Guid.NewGuid();
        await StageTradesAsync(trades, 0, [Rows.Trade("fill:7", 0, 1), Rows.Trade("8", 0, 1)]);

        var day = $"{Rows.Equity(2, 0).Day:yyyy-MM-dd}";
        Assert.Equal(new ImportCounts(1, 0, 1, 1, day), await _store.PublishAsync(_import, ImportKind.Equity, "main", default));
        Assert.Equal(new ImportCounts(1, 0, 1, 1, day), await _store.PublishAsync(_import, ImportKind.Equity, "main", default));
        Assert.Equal(new ImportCounts(1, 0, 0, 1, "fill:7"), await _store.PublishAsync(trades, ImportKind.Trades, "main", default));
        Assert.Equal(
            ["1000|import", "1010|own", "1020|own"], await ReadAsync("SELECT equity, provenance FROM equity_daily ORDER BY day"));
        Assert.Equal(["8|import|110", "fill:7|own|"], await ReadAsync("SELECT trade_id, provenance, exit_price FROM trades ORDER BY 1"));
    }

    [Fact]
    public async Task Discard_Staged_LeavesNothing()
    {
        await _store.StageEquityAsync(_import, 0, [Rows.Equity(0, 1000m)], default);

        await _store.DiscardAsync(_import, default);

        Assert.Equal(new ImportCounts(0, 0, 0), await _store.PublishAsync(_import, ImportKind.Equity, "main", default));
    }

    [Fact]
    public async Task DiscardAbandoned_OldOnes_GoAndNewOnesStay()
    {
        var fresh = Guid.NewGuid();
        await _store.StageEquityAsync(_import, 0, [Rows.Equity(0, 1000m)], default);
        await ReadAsync("UPDATE import_batches SET staged_at = '2020-01-01Z'");
        await _store.StageEquityAsync(fresh, 0, [Rows.Equity(0, 1000m), Rows.Equity(1, 1000m)], default);

        Assert.Equal(1, await _store.DiscardAbandonedAsync(new DateTimeOffset(2020, 1, 2, 0, 0, 0, TimeSpan.Zero), default));
        Assert.Equal([$"{fresh}|2"], await ReadAsync("SELECT import_id, count(*) FROM import_equity GROUP BY 1"));
    }

    [Fact]
    public async Task Publish_ManyAtOnce_AllAnswerTheSame()
    {
        await _store.StageEquityAsync(_import, 0, [Rows.Equity(0, 1000m)], default);

        var counts = await Task.WhenAll(Enumerable.Range(0, 6).Select(
            _ => _store.PublishAsync(_import, ImportKind.Equity, "main", default)));

        Assert.Equal([new ImportCounts(1, 0, 0)], counts.Distinct());
    }

    [Fact]
    public async Task Stage_BatchTwice_ReplacesItself()
    {
        await _store.StageEquityAsync(_import, 0, [Rows.Equity(0, 1000m), Rows.Equity(1, 1000m)], default);
        await _store.StageEquityAsync(_import, 0, [Rows.Equity(0, 1000m)], default);

        Assert.Equal(new ImportCounts(1, 0, 0), await _store.PublishAsync(_import, ImportKind.Equity, "main", default));
    }

    private Task<ICandleImport> OpenAsync(Guid import) => _store.OpenCandlesAsync(import, asset => "class of " + asset, default);

    private async Task<ImportCounts> CandlesAsync(Guid import, params Candle[][] batches)
    {
        await using var open = await OpenAsync(import);
        foreach (var batch in batches)
        {
            await open.WriteAsync(batch, default);
        }

        return await open.CommitAsync(default);
    }

    private Task StageTradesAsync(Guid import, int batch, Trade[] trades) =>
        _store.StageTradesAsync(import, batch, trades, _ => "crypto", default);

    private Task<string[]> TradesAsync() => ReadAsync(
        "SELECT trade_id, quantity, round(entry_price, 2)::float8, round(exit_price, 2)::float8, provenance FROM trades ORDER BY trade_id");

    private Task<string[]> ReadAsync(string sql) => Rows.ReadAsync(postgres.DataSource, sql);
}

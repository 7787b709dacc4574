using OrleansAssets.Domain.Catalogue;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;

namespace OrleansAssets.Tests.Storage;

public sealed class MarketDataStoreTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private readonly MarketDataStore _store = Rows.StoreOf(postgres.DataSource);

    public Task InitializeAsync() => Rows.ReadAsync(postgres.DataSource, "TRUNCATE candles, quotes");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task UpsertCandles_New_AreStoredExactly()
    {
        var candle = new Candle(
            "BTC/USDT", "ccxt_binance", Timeframe.M15, Rows.Start, 0.00000001m, 79228162514264337593543950335m, -37.63m, 1.10m,
            0.123456789012345678m);

        Assert.Equal(new ImportCounts(1, 0, 0), await UpsertAsync(candle));

        Assert.Equal(
            ["BTC/USDT|ccxt_binance|15m|2025-03-01T00:00:00Z|crypto"
                + "|0.00000001|79228162514264337593543950335|-37.63|1.10|0.123456789012345678|0"],
            await ReadAsync(
                "SELECT asset_id, source_id, timeframe, to_char(open_time AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), "
                + "asset_class, open, high, low, close, volume, revision FROM candles"));
    }

    [Fact]
    public async Task UpsertCandles_Twice_SecondChangesNothing()
    {
        await UpsertAsync(Rows.Candles(0, 500));
        var before = await ReadAsync("SELECT xmin, ctid FROM candles ORDER BY open_time");

        Assert.Equal(new ImportCounts(0, 0, 500), await UpsertAsync(Rows.Candles(0, 500)));
        Assert.Equal(before, await ReadAsync("SELECT xmin, ctid FROM candles ORDER BY open_time"));
    }

    [Fact]
    public async Task UpsertCandles_OtherValues_CountsARevision()
    {
        await UpsertAsync(Rows.Candles(0, 3));

        Assert.Equal(new ImportCounts(1, 1, 1), await UpsertAsync(Rows.Candle(1), Rows.Candle(2, close: 101m), Rows.Candle(3)));
        Assert.Equal(["100|0", "100|0", "101|1", "100|0"], await ReadAsync("SELECT close, revision FROM candles ORDER BY open_time"));
    }

    [Fact]
    public async Task UpsertCandles_KeyTwiceInABatch_LastOneWins()
    {
        Assert.Equal(new ImportCounts(1, 0, 1), await UpsertAsync(Rows.Candle(5, close: 101m), Rows.Candle(5, close: 102m)));
        Assert.Equal(["102"], await ReadAsync("SELECT close FROM candles"));
    }

    [Fact]
    public async Task UpsertCandles_YearsApart_MakesTheirPartitions()
    {
        Candle[] candles = [.. new[] { 1971, 1999, 2012 }.Select(year =>
            Rows.Candle(0) with { OpenTime = new DateTimeOffset(year, 12, 31, 23, 0, 0, TimeSpan.Zero) })];

        Assert.Equal(new ImportCounts(3, 0, 0), await UpsertAsync(candles));
        Assert.Equal(["3"], await ReadAsync("SELECT count(*) FROM candles"));
    }

    [Fact]
    public async Task UpsertCandles_PartitionDroppedMeanwhile_IsMadeAnew()
    {
        var candle = Rows.Candle(0) with { OpenTime = new DateTimeOffset(1985, 1, 1, 0, 0, 0, TimeSpan.Zero) };
        await UpsertAsync(candle);
        await ReadAsync("DROP TABLE candles_y1985");

        Assert.Equal(new ImportCounts(1, 0, 0), await UpsertAsync(candle));
    }

    [Fact]
    public async Task UpsertCandles_OverlappingWritersAtOnce_EachKeyOnce()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            writer => UpsertAsync([.. Rows.Candles(writer * 100, 400).OrderBy(candle => candle.OpenTime.Hour)])));

        Assert.Equal(1_100, counts.Sum(count => count.Inserted));
        Assert.Equal(0, counts.Sum(count => count.Updated));
        Assert.Equal(["1100|1100"], await ReadAsync("SELECT count(*), count(DISTINCT open_time) FROM candles"));
    }

    [Fact]
    public async Task UpsertCandles_OneBreaksARule_NoneIsStored()
    {
        var impossible = Rows.Candle(2) with { High = 1m };

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => UpsertAsync(Rows.Candle(0), Rows.Candle(1), impossible));
        Assert.Equal(["0"], await ReadAsync("SELECT count(*) FROM candles"));
    }

    [Fact]
    public async Task UpsertCandles_None_AnswersZeros() => Assert.Equal(new ImportCounts(0, 0, 0), await UpsertAsync());

    [Fact]
    public async Task QuoteMinutes_OfAStretch_AreEachTheMinuteOnceOfThatSourceOnly()
    {
        await _store.UpsertQuotesAsync(
            "crypto",
            [
                Rows.Quote(-1), Rows.Quote(0), Rows.Quote(59), Rows.Quote(121), Rows.Quote(300),
                Rows.Quote(60) with { SourceId = "other" }, Rows.Quote(60) with { AssetId = "ETH/USDT" },
            ],
            default);

        var minutes = await _store.QuoteMinutesAsync(
            "BTC/USDT", "ccxt_binance", new TimeRange(Rows.Start, Rows.Start.AddMinutes(5)), default);

        Assert.Equal([Rows.Start, Rows.Start.AddMinutes(2)], minutes);
    }

    [Fact]
    public async Task UpsertQuotes_Twice_FirstOneStays()
    {
        Assert.Equal(new ImportCounts(2, 0, 0), await _store.UpsertQuotesAsync("crypto", [Rows.Quote(0), Rows.Quote(1)], default));
        Assert.Equal(new ImportCounts(1, 0, 1), await _store.UpsertQuotesAsync("crypto", [Rows.Quote(1, bid: 5m), Rows.Quote(2)], default));

        Assert.Equal(["100|100.01|2||crypto", "100|100.01|2||crypto", "100|100.01|2||crypto"],
            await ReadAsync("SELECT bid, ask, bid_size, ask_size, asset_class FROM quotes ORDER BY at"));
    }

    [Fact]
    public async Task CountRows_SmallTables_AreExact()
    {
        await UpsertAsync(Rows.Candles(0, 37));
        await _store.UpsertQuotesAsync("crypto", [Rows.Quote(0)], default);

        Assert.Equal(new RowCounts(37, 1, AreEstimates: false), await _store.CountRowsAsync(default));
        Assert.True((await Rows.StoreOf(postgres.DataSource, exactBytesMax: 1).CountRowsAsync(default)).AreEstimates);
    }

    [Fact]
    public async Task EnsurePartitions_Ahead_MakesThoseOfEveryTableThatIsKeptForSoLong()
    {
        var from = new DateTimeOffset(2031, 12, 1, 0, 0, 0, TimeSpan.Zero);

        var keptSince = new Dictionary<string, DateTimeOffset> { ["quotes"] = from.AddMonths(1).AddDays(5) };

        await _store.EnsurePartitionsAsync(from, from.AddMonths(2), keptSince, default);

        Assert.Equal(
            [
                "candles|2", "leading_indicators|2", "options_flow|2", "posts|2", "quotes|1", "social_sentiment|2", "trending_symbols|2",
            ],
            await ReadAsync("SELECT inhparent::regclass::text, count(*) FROM pg_inherits WHERE inhrelid::regclass::text ~ '_y203[12]' "
                + "AND inhparent::regclass::text !~ '_pkey|_asset$|_account$|_at$|_idx' GROUP BY 1 ORDER BY 1"));
    }

    private Task<ImportCounts> UpsertAsync(params Candle[] candles) => _store.UpsertCandlesAsync("crypto", candles, CancellationToken.None);

    private Task<string[]> ReadAsync(string sql) => Rows.ReadAsync(postgres.DataSource, sql);
}

using Microsoft.Extensions.Time.Testing;
using OrleansAssets.Assets;
using OrleansAssets.Data;
using OrleansAssets.Grains.Data;
using OrleansAssets.MarketData;
using OrleansAssets.RiskModel;
using OrleansAssets.Storage;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Storage;

/// <summary>What was collected is told as it was stored, page by page, of one source.</summary>
public sealed class MarketReaderTests(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly AssetDefinition Bitcoin = TestConfiguration.Bitcoin with
    {
        RequiredSources = ["silent", "ccxt_binance"], OptionalSources = ["other"],
        Symbols = [new SourceSymbol("ccxt_binance", "BTCUSDT"), new SourceSymbol("other", "BTC")],
    };

    private readonly MarketDataStore _store = Rows.StoreOf(postgres.DataSource);
    private readonly MarketReader _reader = new(postgres.DataSource);

    public async Task InitializeAsync()
    {
        await Rows.ReadAsync(postgres.DataSource, "TRUNCATE candles, quotes, correlation_matrix");
        await _store.UpsertCandlesAsync("crypto", Rows.Candles(0, 50), default);
        await _store.UpsertCandlesAsync(
            "crypto", [.. Rows.Candles(0, 60).Select(candle => candle with { SourceId = "other", Close = 1, Low = 1 })], default);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task GetCandles_PageByPage_TellsEachOnceOfTheFirstSourceThatHasAny()
    {
        var (rows, pages) = (new List<CandleRow>(), 0);
        var request = new CandleRequest("BTC/USDT", Timeframe.H1, From: Rows.Start.AddHours(3), Limit: 20);
        for (var page = await ReadAsync(request); ; page = await ReadAsync(request with { From = page.Next }))
        {
            Assert.Equal("ccxt_binance", page.SourceId);
            rows.AddRange(page.Rows);
            pages++;
            if (page.Next is null)
            {
                break;
            }
        }

        Assert.Equal(Enumerable.Range(3, 47).Select(hour => Rows.Start.AddHours(hour)), rows.Select(row => row.OpenTime));
        Assert.Equal((3, new CandleRow(Rows.Start.AddHours(3), 100, 100, 100, 100, 1.5m)), (pages, rows[0]));
    }

    [Fact]
    public async Task GetCandles_WithoutAStart_AreTheNewestThatWereOver()
    {
        // At 10:30 the hour of 10:00 is not over.
        var page = await ReadAsync(new CandleRequest("BTC/USDT", Timeframe.H1, Limit: 2, AsOf: Rows.Start.AddMinutes(630)));
        var other = await ReadAsync(new CandleRequest("BTC/USDT", Timeframe.H1, "other", Until: Rows.Start.AddHours(5), Limit: 1));
        var none = await ReadAsync(new CandleRequest("BTC/USDT", Timeframe.M1, Limit: 2));

        Assert.Equal([Rows.Start.AddHours(8), Rows.Start.AddHours(9)], page.Rows.Select(row => row.OpenTime));
        Assert.Equal((null, 0), (page.Next, page.RevisedLater));
        Assert.Equal((Rows.Start.AddHours(4), 1m), (Assert.Single(other.Rows).OpenTime, other.Rows[0].Close));
        Assert.Equal((null, 0), (none.SourceId, none.Rows.Length));
    }

    [Fact]
    public async Task GetCandles_RevisedAfterTheInstant_AreCounted()
    {
        await _store.UpsertCandlesAsync("crypto", [Rows.Candle(4, close: 101)], default);

        var page = await ReadAsync(new CandleRequest("BTC/USDT", Timeframe.H1, AsOf: Rows.Start.AddHours(6)));

        Assert.Equal((6, 1, 101m), (page.Rows.Length, page.RevisedLater, page.Rows[4].Close));
    }

    /// <summary>
    /// A vendor adjusts the evening before a split of 10:1, and tells the same once it holds: the history was told as a tenth of what it
    /// is.
    /// </summary>
    [Fact]
    public async Task GetCandles_AdjustedBeforeTheSplitAndToldAgain_AreInTheUnitsThatWereAskedFor()
    {
        var nvidia = ShippedConfiguration.Asset("NVDA");
        var now = TimeProvider.System.GetUtcNow();
        var day = new DateTimeOffset(now.UtcDateTime.Date.AddDays(-9), TimeSpan.Zero);
        var candle = new Candle("NVDA", "alpaca", Timeframe.D1, day, 120.888m, 120.888m, 120.888m, 120.888m, 1_000);
        var actions = new FakeCorporateActionStore();
        await actions.UpsertAsync(
            [new CorporateAction("NVDA", "alpaca", CorporateActionKind.Split, DateOnly.FromDateTime(now.UtcDateTime.AddDays(-2)), 10, 1)],
            _ => "stocks", now, default);
        await _store.UpsertCandlesAsync("stocks", [candle], default);
        await Rows.ReadAsync(postgres.DataSource, "UPDATE candles SET recorded_at = now() - interval '4 days' WHERE asset_id = 'NVDA'");
        var before = await TellAsync(PriceBasis.Adjusted);

        var counts = await _store.RestateCandlesAsync("stocks", [candle], default);

        Assert.Equal((12.0888m, new ImportCounts(0, 0, 1)), (before, counts));
        Assert.Equal((120.888m, 1_208.88m), (await TellAsync(PriceBasis.Adjusted), await TellAsync(PriceBasis.Raw)));

        async Task<decimal> TellAsync(PriceBasis basis) => (await new PriceReads(
                _reader, actions, ShippedConfiguration.Value, grains: null!, TimeProvider.System) // a history asks no grain
            .CandlesAsync(nvidia, new CandleRequest("NVDA", Timeframe.D1, "alpaca", Basis: basis), default)).Rows.Single().Close;
    }

    [Fact]
    public async Task GetQuotes_SeveralSources_AreTheNewestOfEach()
    {
        var at = Rows.Start.AddSeconds(7);
        await _store.UpsertQuotesAsync(
            "crypto", [Rows.Quote(1), Rows.Quote(7, bid: 105), Rows.Quote(3) with { SourceId = "other" }], default);

        var quotes = await _reader.GetQuotesAsync(
            [("BTC/USDT", "ccxt_binance"), ("BTC/USDT", "other"), ("BTC/USDT", "silent")], Rows.Start, null, default);
        var before = await _reader.GetQuotesAsync([("BTC/USDT", "ccxt_binance")], Rows.Start, at.AddSeconds(-1), default);
        var later = await _reader.GetQuotesAsync([("BTC/USDT", "other")], at, null, default);

        Assert.Equal([Rows.Quote(7, bid: 105), Rows.Quote(3) with { SourceId = "other" }], quotes.Select(quote => quote.Quote));
        Assert.Equal([Rows.Quote(1)], before.Select(quote => quote.Quote));
        Assert.Empty(later);
    }

    /// <summary>Quotes were kept that nobody could ask for but by SQL.</summary>
    [Fact]
    public async Task GetKeptQuotes_PageByPage_TellsEachOnceInOrder()
    {
        Quote[] kept = [.. Enumerable.Range(0, 25).SelectMany(second => second % 5 == 0
            ? new[] { Rows.Quote(second), Rows.Quote(second, bid: 90) with { SourceId = "other", BidSize = null } }
            : [Rows.Quote(second)])];
        await _store.UpsertQuotesAsync("crypto", kept, default);
        await _store.UpsertQuotesAsync("crypto", [Rows.Quote(3) with { SourceId = "removed" }], default);
        foreach (var limit in new[] { 1, 2, 3, 7, 100 })
        {
            var told = new List<Quote>();
            var request = new QuoteRequest("BTC/USDT", From: Rows.Start.AddSeconds(5), Until: Rows.Start.AddSeconds(21), Limit: limit);
            for (var page = await QuotesAsync(request); ; page = await QuotesAsync(request with { From = page.Next }))
            {
                told.AddRange(page.Rows.Select(row => row.Quote));
                Assert.InRange(page.Rows.Length, limit == 1 ? 0 : 1, Math.Max(2, limit)); // both of an instant, and then perhaps none
                if (page.Next is null)
                {
                    break;
                }
            }

            Assert.Equal(kept.Where(quote => quote.At >= request.From && quote.At < request.Until), told);
        }
    }

    [Fact]
    public async Task GetKeptQuotes_WithoutAStartOrOfOneSource_AreTheNewestOfIt()
    {
        await _store.UpsertQuotesAsync(
            "crypto", [Rows.Quote(1), Rows.Quote(2) with { SourceId = "other" }, Rows.Quote(3), Rows.Quote(4)], default);

        var newest = await QuotesAsync(new QuoteRequest("BTC/USDT", Until: Rows.Start.AddSeconds(4), Limit: 2));
        var other = await QuotesAsync(new QuoteRequest("BTC/USDT", "other", From: Rows.Start, Limit: 2));
        var none = await QuotesAsync(new QuoteRequest("BTC/USDT", From: Rows.Start.AddDays(1)));

        Assert.Equal([Rows.Quote(2) with { SourceId = "other" }, Rows.Quote(3)], newest.Rows.Select(row => row.Quote));
        Assert.Equal([Rows.Quote(2) with { SourceId = "other" }], other.Rows.Select(row => row.Quote));
        Assert.Equal((null, null, 0), (newest.Next, other.Next, none.Rows.Length));
    }

    /// <summary>
    /// The asset's first source of quotes told its last one an hour before the second's: the second stands in since then, and the two are
    /// compared by what both said at that time, as the table has it. The last trade of others is told beside it, and is no price.
    /// </summary>
    [Fact]
    public async Task Price_FirstSourceIsSilentInTheTable_NamesWhoStandsInSinceWhenAndHowFarTheyDiffer()
    {
        var now = Rows.Start.AddDays(3);
        var (first, beside) = (Rows.Quote(0) with { At = now.AddHours(-1) }, Rows.Quote(0) with { At = now.AddSeconds(-3_610) });
        await _store.UpsertQuotesAsync(
            "crypto",
            [
                first with { At = first.At.AddMinutes(-1), Bid = 50, Ask = 51 }, first,
                beside with { SourceId = "other", Bid = 102, Ask = 102.01m },
                first with { SourceId = "other", At = now, Bid = 110, Ask = 110.01m },
            ],
            default);
        var believed = first with { SourceId = "other", At = now, Bid = 110, Ask = 110.01m };
        var trade = new MarketTrade("BTC/USDT", "other", now.AddSeconds(-1), 109, 2, "7");

        var price = await PriceAsync(believed, trade, now);
        var kept = await PriceAsync(first with { At = now, Bid = 110, Ask = 110.01m }, trade, now);
        var later = await PriceAsync(believed, trade, now.AddDays(13.9));
        var forgotten = await PriceAsync(believed, trade, now.AddDays(14.1));

        Assert.Equal((110.005m, "other", PriceOrigin.Quote, trade), (price.Price, price.SourceId, price.Origin, price.LastTrade));
        Assert.Equal(
            ("ccxt_binance", StandInCause.Silent, first.At, 0.02m),
            (price.StandsIn?.InsteadOf, price.StandsIn?.Cause, price.StandsIn?.Since, Math.Round(price.StandsIn?.DiffersBy ?? 0, 4)));
        Assert.Null(kept.StandsIn);
        Assert.Equal(trade, later.LastTrade);
        Assert.Null(forgotten.LastTrade);
    }

    [Fact]
    public async Task GetLastClose_OfSeveral_IsTheNewestThatWasOver()
    {
        var now = Rows.Start.AddHours(55);

        var close = await _reader.GetLastCloseAsync("BTC/USDT", ["ccxt_binance", "other"], Rows.Start, now, default);

        Assert.Equal(new StoredPrice("BTC/USDT", now, 1, now, "other"), close);
        Assert.Null(await _reader.GetLastCloseAsync("BTC/USDT", ["silent"], Rows.Start, now, default));
    }

    [Fact]
    public async Task GetCorrelations_AsOfADay_IsTheNewestMatrixUpToIt()
    {
        var store = new CorrelationStore(postgres.DataSource);
        var day = new DateOnly(2025, 3, 1);
        var model = new RiskModelView(day, Rows.Start, 60, 20, 0.1, [new CorrelationPair("A", "B", 0.5, 40)], []);
        await store.SaveAsync(model, _ => "crypto", default);
        var later = model with { AsOf = day.AddDays(3), Pairs = [new CorrelationPair("A", "B", 0.6, 41)] };
        await store.SaveAsync(later, _ => "crypto", default);

        Assert.Equal(0.6, Assert.Single((await _reader.GetCorrelationsAsync(null, default)).Pairs).Correlation);
        var before = await _reader.GetCorrelationsAsync(day.AddDays(2), default);
        Assert.Equal((day, 60, new CorrelationPair("A", "B", 0.5, 40)), (before.AsOf, before.WindowDays, Assert.Single(before.Pairs)));
        Assert.Null((await _reader.GetCorrelationsAsync(day.AddDays(-1), default)).AsOf);
    }

    private Task<CurrentPrice> PriceAsync(Quote believed, MarketTrade trade, DateTimeOffset now)
    {
        var configuration = TestConfiguration.Build() with
        {
            Assets = [Bitcoin],
            Sources = [Definitions.Source("ccxt_binance", [], Definitions.Quotes), Definitions.Source("other", [], Definitions.Quotes)],
        };
        var view = new AssetView(Bitcoin, true, "test", now, believed, [], AssetFacts.None, LastTrade: trade);
        return new PriceReads(
            _reader, new FakeCorporateActionStore(), configuration, grains: null!, new FakeTimeProvider(now)) // what it believes is given
            .PriceAsync(Bitcoin, Task.FromResult(view), default);
    }

    private Task<QuotePage> QuotesAsync(QuoteRequest request) =>
        new PriceReads(
            _reader, new FakeCorporateActionStore(), TestConfiguration.Build(), grains: null!, TimeProvider.System) // it asks no grain
            .KeptQuotesAsync(Bitcoin, request, default);

    private Task<CandlePage> ReadAsync(CandleRequest request) =>
        new PriceReads(
            _reader, new FakeCorporateActionStore(), TestConfiguration.Build() with { Assets = [Bitcoin] },
            grains: null!, TimeProvider.System) // a history asks no grain
            .CandlesAsync(Bitcoin, request, default);
}

using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Streams;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;
using OrleansAssets.Vendors.Alpaca;
using OrleansAssets.Vendors.Binance;
using OrleansAssets.Vendors.Http;
using OrleansAssets.Vendors.Oanda;
using OrleansAssets.Vendors.Polygon;
using OrleansAssets.Vendors.Streaming;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Each vendor's stream against the sandbox, which speaks it, and against broken messages.</summary>
public sealed class QuoteStreamTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly DateTimeOffset Now = new(2025, 3, 14, 15, 0, 0, TimeSpan.Zero);

    public static TheoryData<string, string, string> Streams => new()
    {
        { BinanceVendor.Id, "BTC/USDT", "BTCUSDT" },
        { AlpacaVendor.Id, "NVDA", "NVDA" },
        { PolygonVendor.Id, "TSLA", "TSLA" },
        { OandaVendor.Id, "GBP/JPY", "GBP_JPY" },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Listen_ToTheSandbox_TellsTheQuoteOfEachSecondAndWhyItEnded(string sourceId, string asset, string symbol)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);
        using var limit = new CancellationTokenSource(Patience);
        await using var news = Listen(setup, sourceId, asset, symbol, limit.Token);

        var first = await ToldAsync(news);
        setup.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = await ToldAsync(news);
        await FaultAsync(setup, sourceId, "stream_disconnect");
        setup.Clock.Advance(TimeSpan.FromSeconds(1));
        var ended = await EndedAsync(news);

        Assert.Equal((asset, sourceId), (first.AssetId, first.SourceId));
        Assert.True(first.Bid > 0 && first.Ask > first.Bid && first.BidSize > 0);
        Assert.Equal((Now, Now.AddSeconds(1)), (first.At, second.At));
        Assert.Equal(FeedResult.Unavailable, ended.Result);
        Assert.Contains(sourceId, ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Listen_DuplicatesOutOfOrderAndABurst_ReachTheBufferAsTheNewestOfEach(string sourceId, string asset, string symbol)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);
        using var limit = new CancellationTokenSource(Patience);
        var buffer = new QuoteBuffer();
        foreach (var (kind, quotes) in new[] { ("stream_duplicates", 2), ("stream_out_of_order", 2), ("stream_burst", 200) })
        {
            await FaultAsync(setup, sourceId, kind);
            await using var news = Listen(setup, sourceId, asset, symbol, limit.Token);
            for (var count = 0; count < quotes; count++)
            {
                buffer.Put(await ToldAsync(news));
            }

            Assert.InRange(Assert.Single(buffer.Take()).At, Now.AddSeconds(-1), setup.Clock.GetUtcNow());
            setup.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        // Binance states no time, so that what comes again counts as news of its own instant.
        Assert.Equal(204, buffer.Counts.Quotes);
    }

    /// <summary>Trades come beside the quotes, and of what a fault repeats or tells late nobody is told twice.</summary>
    [Theory]
    [InlineData(BinanceVendor.Id, "BTC/USDT", "BTCUSDT")]
    [InlineData(AlpacaVendor.Id, "NVDA", "NVDA")]
    [InlineData(PolygonVendor.Id, "TSLA", "TSLA")]
    public async Task Listen_TradesAreAskedFor_TellsThemBesideTheQuotesWhateverTheFault(string sourceId, string asset, string symbol)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);
        using var limit = new CancellationTokenSource(Patience);
        var buffer = TradeMemory.NewBuffer();
        foreach (var (kind, trades, stale) in new[]
        {
            ((string?)null, 1, 0), ("stream_duplicates", 2, 1), ("stream_out_of_order", 2, 1), ("stream_burst", 200, 0),
        })
        {
            await (kind is null ? Task.CompletedTask : FaultAsync(setup, sourceId, kind));
            await using var news = Listen(setup, sourceId, asset, symbol, limit.Token, trades: true);
            var (quote, before) = (await ToldAsync(news), buffer.Counts.Stale);
            for (var count = 0; count < trades; count++)
            {
                buffer.Put(await TradedAsync(news));
            }

            var newest = Assert.Single(buffer.Take());
            Assert.Equal((asset, sourceId), (newest.AssetId, newest.SourceId));
            Assert.InRange(newest.Price, quote.Bid * 0.9m, quote.Ask * 1.1m);
            Assert.True(newest is { Size: > 0, TradeId.Length: > 0 });
            Assert.InRange(newest.At, setup.Clock.GetUtcNow().AddSeconds(-1), setup.Clock.GetUtcNow());
            Assert.Equal(stale, buffer.Counts.Stale - before);
            setup.Clock.Advance(TimeSpan.FromMinutes(1));
        }
    }

    /// <summary>What each vendor is asked for, in its own words: trades of those symbols whose trades are wanted.</summary>
    [Fact]
    public void Subscribe_TradesOfOneSymbol_AsksForThoseAndForTheQuotesOfAll()
    {
        ImmutableArray<StreamSymbol> symbols = [new StreamSymbol("A", "X", Trades: true), new StreamSymbol("B", "Y")];

        Assert.Equal(
            "?streams=x@bookTicker/x@trade/y@bookTicker",
            new BinanceStream().AddressOf(new Uri("wss://vendor.example/stream"), symbols).Query);
        Assert.Equal(
            ["""{"action":"auth","key":"key","secret":"secret"}""", """{"action":"subscribe","quotes":["X","Y"],"trades":["X"]}"""],
            Answers("alpaca", """[{"T":"success","msg":"connected"},{"T":"success","msg":"authenticated"}]""", symbols));
        Assert.Equal(
            ["""{"action":"subscribe","quotes":["Y"]}"""],
            Answers("alpaca", """[{"T":"success","msg":"authenticated"}]""", [symbols[1]]));
        Assert.Equal(
            ["""{"action":"subscribe","params":"Q.X,Q.Y,T.X"}"""],
            Answers("polygon", """[{"ev":"status","status":"auth_success"}]""", symbols));
    }

    /// <summary>As the vendors' documents print them.</summary>
    [Theory]
    [InlineData(
        "binance", """
        {"stream":"x@trade","data":{"e":"trade","E":1741964399000,"s":"X","t":12345,"p":"0.001","q":"100","T":1741964399000,"m":true}}
        """,
        "0.001", "100")]
    [InlineData(
        "alpaca",
        """[{"T":"t","i":12345,"S":"X","x":"D","p":126.55,"s":1,"t":"2025-03-14T14:59:59.000000000Z","c":["@"],"z":"C"}]""", "126.55",
        "1")]
    [InlineData(
        "polygon", """[{"ev":"T","sym":"X","x":4,"i":"12345","z":3,"p":114.125,"s":100,"c":[0,12],"t":1741964399000,"q":3681328}]""",
        "114.125", "100")]
    public void Read_ATradeOfTheDocuments_IsItsPriceSizeTimeAndName(string vendor, string message, string price, string size)
    {
        var trade = Assert.IsType<StreamNews.Traded>(Assert.Single(Read(vendor, Encoding.UTF8.GetBytes(message)))).Trade;

        Assert.Equal(
            new MarketTrade(
                "A", trade.SourceId, Now.AddSeconds(-1), decimal.Parse(price, CultureInfo.InvariantCulture),
                decimal.Parse(size, CultureInfo.InvariantCulture), "12345"),
            trade);
    }

    /// <summary>A venue takes a trade back, or mends it: it is told of in words, and is no message that nobody knows.</summary>
    [Fact]
    public void Read_TradeIsTakenBack_IsLeftOutInWords() => Assert.Contains(
        "corrected or cancelled by its venue",
        Assert.IsType<StreamNews.LeftOut>(Assert.Single(Read(
            "alpaca", """[{"T":"x","S":"X","i":465,"x":"D","p":1.5,"s":1,"a":"C","t":"2025-03-14T15:00:00Z"}]"""u8.ToArray()))).Fault,
        StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Listen_SandboxIsSilent_TellsNothingUntilItSpeaksAgain(string sourceId, string asset, string symbol)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);
        using var limit = new CancellationTokenSource(Patience);
        await using var news = Listen(setup, sourceId, asset, symbol, limit.Token);
        await ToldAsync(news);
        await FaultAsync(setup, sourceId, "stream_silence", seconds: 3);
        var next = ToldAsync(news);
        await Poll.UntilAsync(
            () =>
            {
                setup.Clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(next.IsCompleted);
            },
            Patience, () => "It did not speak again.");

        Assert.True((await next).At >= Now.AddSeconds(3), $"It told {await next} while it was silent.");
    }

    [Fact]
    public async Task Listen_KeyIsRefused_EndsWithTheRemedyAndWithoutTheKey()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(401, """{"errorMessage":"Insufficient authorization"}"""));
        using var limit = new CancellationTokenSource(Patience);
        await using var news = Listen(setup, OandaVendor.Id, "GBP/JPY", "GBP_JPY", limit.Token);

        var ended = await EndedAsync(news);

        Assert.Equal(FeedResult.KeyRejected, ended.Result);
        Assert.DoesNotContain(VendorSetup.SecretKey, ended.Error, StringComparison.Ordinal);
    }

    /// <summary>Whatever comes, the answer is quotes that hold, or words; one bad item leaves the others of its message alone.</summary>
    [Theory]
    [InlineData("binance", """{"stream":"x@bookTicker","data":{"u":1,"s":"X","b":"1.5","B":"2","a":"1.6","A":"3"}}""")]
    [InlineData("alpaca", """[{"T":"q","S":"X","bp":1.5,"bs":2,"ap":1.6,"as":3,"t":"2025-03-14T15:00:00Z"},{"T":"subscription"}]""")]
    [InlineData("alpaca", """[{"T":"error","code":402,"msg":"auth failed"},{"T":"success","msg":"connected"}]""")]
    [InlineData("polygon", """[{"ev":"Q","sym":"X","bp":1.5,"bs":2,"ap":1.6,"as":3,"t":1741964400000},{"ev":"status","status":"x"}]""")]
    [InlineData("binance", """{"stream":"x@trade","data":{"e":"trade","s":"X","t":1,"p":"1.5","q":"2","T":1741964400000}}""")]
    [InlineData("alpaca", """[{"T":"t","i":1,"S":"X","p":1.5,"s":2,"t":"2025-03-14T15:00:00Z"},{"T":"c","S":"X"}]""")]
    [InlineData("polygon", """[{"ev":"T","sym":"X","i":"1","p":1.5,"s":2,"t":1741964400000}]""")]
    [InlineData(
        "oanda", """{"type":"PRICE","instrument":"X","time":"2025-03-14T15:00:00Z","bids":[{"price":"1.5"}],"asks":[{"price":"1.6"}]}""")]
    public void Read_BrokenMessages_AreWordsOrQuotesThatHold(string vendor, string message)
    {
        var random = new Random(20250316);
        var body = Encoding.UTF8.GetBytes(message);
        Assert.NotEmpty(Read(vendor, body));
        for (var round = 0; round < 2_000; round++)
        {
            Assert.All(Read(vendor, VendorFuzz.Broken(body, random)), news => Assert.True(news switch
            {
                StreamNews.Told { Quote: var quote } => quote is { AssetId: "A", Bid: > 0 } && quote.Ask >= quote.Bid
                    && quote.BidSize is null or >= 0 && quote.AskSize is null or >= 0,
                StreamNews.Traded { Trade: var trade } => trade is { AssetId: "A", Price: > 0, Size: null or >= 0 },
                StreamNews.LeftOut { Fault: var fault } => fault.Length is > 10 and < 320 && !fault.Any(char.IsControl),
                StreamNews.Ended { Error: var error } => error.Length is > 10 and < 320 && !error.Any(char.IsControl),
                _ => true,
            }));
        }
    }

    [Fact]
    public void Read_OneBadQuoteAmongGoodOnes_IsLeftOutAlone()
    {
        var news = Read("alpaca", """
            [{"T":"q","S":"X","bp":1.5,"ap":1.6,"t":"2025-03-14T15:00:00Z"},{"T":"q","S":"X","bp":"?","ap":1.6,"t":"2025-03-14T15:00:01Z"},
            {"T":"q","S":"X","bp":1.7,"ap":1.8,"t":"2025-03-14T15:00:02Z"}]
            """u8.ToArray()).ToList();

        Assert.Equal([1.5m, 1.7m], news.OfType<StreamNews.Told>().Select(told => told.Quote.Bid));
        Assert.Contains("lacks a time or a price", Assert.Single(news.OfType<StreamNews.LeftOut>()).Fault, StringComparison.Ordinal);
    }

    /// <summary>A vendor answers in other letters than it was asked in; crude oil has settled below 0.</summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void Read_PriceBelowZeroOfASymbolInOtherLetters_IsToldWhereItsClassHasSuchPrices(bool mayBeNegative, int told)
    {
        var talk = new StreamTalk(
            [new StreamSymbol("CRUDE", "WTI", Trades: false, mayBeNegative)], new VendorKeys(["key", "secret"]), new FakeTimeProvider(Now));

        var news = Read(
            "alpaca", """[{"T":"q","S":"wti","bp":-37.64,"ap":-37.62,"t":"2025-03-14T15:00:00Z"}]"""u8.ToArray(), talk);

        Assert.Equal(told, news.OfType<StreamNews.Told>().Count(one => one.Quote is { AssetId: "CRUDE", Bid: -37.64m }));
        Assert.Empty(news.OfType<StreamNews.LeftOut>());
    }

    private static List<StreamNews> Read(string vendor, byte[] body) => Read(
        vendor,
        body,
        new StreamTalk(
            [new StreamSymbol("A", "X", Trades: true)], new VendorKeys(["key", "secret"]), new FakeTimeProvider(Now)));

    private static List<string> Answers(string vendor, string message, ImmutableArray<StreamSymbol> symbols)
    {
        var (talk, answers) = (new StreamTalk(symbols, new VendorKeys(["key", "secret"]), new FakeTimeProvider(Now)), new List<string>());
        Read(vendor, Encoding.UTF8.GetBytes(message), talk);
        while (talk.TryTake(out var answer))
        {
            answers.Add(answer);
        }

        return answers;
    }

    /// <summary>What a message says; nothing where it is no JSON, which the stream itself tells.</summary>
    internal static List<StreamNews> Read(string vendor, byte[] body, StreamTalk talk)
    {
        if (vendor == "oanda")
        {
            return [OandaStream.Read(body, talk)];
        }

        IStreamProtocol protocol = vendor switch
        {
            "binance" => new BinanceStream(),
            "alpaca" => new AlpacaStream(),
            _ => new PolygonStream(),
        };
        using var document = VendorParser.TryParse(body);
        return document is null ? [] : [.. protocol.Read(document.RootElement, talk)];
    }

    private static IAsyncEnumerator<StreamNews> Listen(
        VendorSetup setup, string sourceId, string asset, string symbol, CancellationToken cancellationToken, bool trades = false)
    {
        ImmutableArray<StreamSymbol> symbols = [new StreamSymbol(asset, symbol, trades)];
        return setup.Stream(sourceId).ListenAsync(symbols, cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    private static async Task<Quote> ToldAsync(IAsyncEnumerator<StreamNews> news)
    {
        while (await news.MoveNextAsync())
        {
            if (news.Current is StreamNews.Told told)
            {
                return told.Quote;
            }

            Assert.True(news.Current is StreamNews.Subscribed or StreamNews.Heartbeat, $"{news.Current}");
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private static async Task<MarketTrade> TradedAsync(IAsyncEnumerator<StreamNews> news)
    {
        while (await news.MoveNextAsync())
        {
            if (news.Current is StreamNews.Traded traded)
            {
                return traded.Trade;
            }

            Assert.True(news.Current is StreamNews.Told or StreamNews.Heartbeat, $"{news.Current}");
        }

        throw new InvalidOperationException("The stream ended.");
    }

    private static async Task<StreamNews.Ended> EndedAsync(IAsyncEnumerator<StreamNews> news)
    {
        while (await news.MoveNextAsync())
        {
            if (news.Current is StreamNews.Ended ended)
            {
                return ended;
            }
        }

        throw new InvalidOperationException("The stream ended without a word.");
    }

    private static async Task FaultAsync(VendorSetup setup, string sourceId, string kind, int seconds = 3_600)
    {
        using var client = new HttpClient();
        using var answer = await client.PutAsJsonAsync(
            new Uri(setup.Server.Address, $"/sandbox/faults/{sourceId}"), new { kind, seconds },
            JsonSerializerOptions.Web);
        answer.EnsureSuccessStatusCode();
    }
}

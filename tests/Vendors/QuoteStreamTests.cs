using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
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

    private static List<StreamNews> Read(string vendor, byte[] body) => Read(
        vendor,
        body,
        new StreamTalk(
            [new StreamSymbol("A", "X")], new VendorKeys(["key", "secret"]), new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Now)));

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
        VendorSetup setup, string sourceId, string asset, string symbol, CancellationToken cancellationToken)
    {
        ImmutableArray<StreamSymbol> symbols = [new StreamSymbol(asset, symbol)];
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

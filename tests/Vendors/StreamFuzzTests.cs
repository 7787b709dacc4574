using System.Collections.Immutable;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using OrleansAssets.Domain.Streams;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;
using OrleansAssets.Vendors.Binance;
using OrleansAssets.Vendors.Http;
using OrleansAssets.Vendors.Oanda;
using OrleansAssets.Vendors.Streaming;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Streams on which bad messages, duplicates and old quotes come among good ones, in any order and number.</summary>
public sealed class StreamFuzzTests
{
    private const int Cases = 1_000;
    private const int QuotesMax = 60;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly DateTimeOffset Start = new(2025, 3, 14, 15, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Every good quote of a stream is told as it was sent, whatever comes between, and none ends the stream; who takes from the buffer
    /// at any time is told each asset's quotes in their order, the newest at last, and every quote is told or counted.
    /// </summary>
    [Theory]
    [InlineData("binance")]
    [InlineData("alpaca")]
    [InlineData("polygon")]
    [InlineData("oanda")]
    public void Read_AnyMixOfMessages_TellsEveryGoodQuoteAndNothingTwice(string vendor) => Laws.Hold(Cases, choices =>
    {
        var clock = new FakeTimeProvider(Start);
        var talk = new StreamTalk([new StreamSymbol("A", "X"), new StreamSymbol("B", "Y")], new VendorKeys(["key", "secret"]), clock);
        var (buffer, told, taken) = (new QuoteBuffer(), new List<Quote>(), new List<Quote>());
        var (sent, last) = (new List<Sent>(), new Sent("X", Start, 1));
        for (var count = 0; count < QuotesMax && choices.Next(20) > 0; count++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            var quote = new Sent(choices.Next(2) == 0 ? "X" : "Y", clock.GetUtcNow(), 1 + choices.Next(1_000));
            var kind = choices.Next(6);
            choices.Tell($"{kind}: {quote}");
            var (one, isGood) = kind switch
            {
                1 => (last, true), // a duplicate
                2 => (quote with { At = quote.At.AddSeconds(-30) }, true), // out of order
                3 => (quote with { Symbol = "Z" }, false), // nobody asked for it
                4 => (quote, false),
                _ => (quote, true),
            };
            var body = Encoding.UTF8.GetBytes(MessageOf(vendor, one));
            var news = QuoteStreamTests.Read(vendor, kind == 4 ? VendorFuzz.Broken(body, choices) : body, talk);
            Assert.DoesNotContain(news, item => item is StreamNews.Ended);
            var quotes = news.OfType<StreamNews.Told>().Select(item => item.Quote).ToList();
            if (isGood)
            {
                (last, var expected) = (one, one.As(vendor == "binance" ? clock.GetUtcNow() : one.At));
                Assert.Equal(expected, Assert.Single(quotes) with { SourceId = "", BidSize = null, AskSize = null });
                sent.Add(one);
            }

            told.AddRange(quotes);
            quotes.ForEach(buffer.Put);
            taken.AddRange(choices.Next(3) == 0 ? buffer.Take() : []);
        }

        taken.AddRange(buffer.Take());
        foreach (var asset in told.GroupBy(quote => quote.AssetId, StringComparer.Ordinal))
        {
            var instants = taken.Where(quote => quote.AssetId == asset.Key).Select(quote => quote.At).ToList();
            Assert.Equal(instants.Distinct().Order(), instants);
            Assert.Equal(asset.Max(quote => quote.At), instants[^1]);
        }

        var counts = buffer.Counts;
        Assert.Equal((told.Count, told.Count), (counts.Quotes, taken.Count + counts.Stale + counts.Coalesced));
        Assert.True(told.Count >= sent.Count);
    });

    /// <summary>Likewise of trades: several of one instant are each news, the same name again is none, and one of an asset whose trades
    /// nobody asked for is left out.</summary>
    [Theory]
    [InlineData("binance")]
    [InlineData("alpaca")]
    [InlineData("polygon")]
    public void Read_AnyMixOfTrades_TellsEveryGoodOneAndNothingTwice(string vendor) => Laws.Hold(Cases, choices =>
    {
        var clock = new FakeTimeProvider(Start);
        var talk = new StreamTalk(
            [new StreamSymbol("A", "X", Trades: true), new StreamSymbol("B", "Y")], new VendorKeys(["key", "secret"]), clock);
        var (buffer, taken) = (TradeMemory.NewBuffer(), new List<MarketTrade>());
        var (told, last) = (new List<MarketTrade>(), new MarketTrade("X", "", Start, 1, 2, "0"));
        for (var count = 1; count <= QuotesMax && choices.Next(20) > 0; count++)
        {
            clock.Advance(TimeSpan.FromSeconds(choices.Next(2)));
            var trade = new MarketTrade("X", "", clock.GetUtcNow(), 1 + choices.Next(1_000), 2, $"{count}");
            var kind = choices.Next(5);
            choices.Tell($"{kind}: {trade}");
            var (one, isGood) = kind switch
            {
                1 => (last, true), // a duplicate
                2 => (trade with { At = trade.At.AddSeconds(-30) }, true), // out of order
                3 => (trade with { AssetId = "Y" }, false), // only its quotes were asked for
                4 => (trade, false),
                _ => (trade, true),
            };
            var body = Encoding.UTF8.GetBytes(MessageOf(vendor, one));
            var news = QuoteStreamTests.Read(vendor, kind == 4 ? VendorFuzz.Broken(body, choices) : body, talk);
            Assert.DoesNotContain(news, item => item is StreamNews.Ended);
            var trades = news.OfType<StreamNews.Traded>().Select(item => item.Trade).ToList();
            if (isGood)
            {
                Assert.Equal(one with { AssetId = "A" }, Assert.Single(trades) with { SourceId = "" });
                last = one;
            }
            else if (kind == 3)
            {
                Assert.Contains("not asked for", Assert.IsType<StreamNews.LeftOut>(Assert.Single(news)).Fault, StringComparison.Ordinal);
            }

            told.AddRange(trades);
            trades.ForEach(buffer.Put);
            taken.AddRange(choices.Next(3) == 0 ? buffer.Take() : []);
        }

        taken.AddRange(buffer.Take());
        Assert.Equal(taken.OrderBy(trade => trade.At), taken);
        Assert.Equal(taken.Distinct(), taken); // also where others were made in the same instant
        Assert.Equal(told.Select(trade => trade.At).DefaultIfEmpty().Max(), taken.Select(trade => trade.At).LastOrDefault());
        Assert.Equal((told.Count, told.Count), (buffer.Counts.Came, taken.Count + buffer.Counts.Stale + buffer.Counts.Coalesced));
    });

    /// <summary>A vendor's clock that was ahead for one message would have made every true quote behind it an old one.</summary>
    [Theory]
    [InlineData("alpaca")]
    [InlineData("polygon")]
    [InlineData("oanda")]
    public void Read_OneQuoteAheadOfTheClock_DoesNotShutOutThoseBehindIt(string vendor)
    {
        var clock = new FakeTimeProvider(Start);
        var talk = new StreamTalk([new StreamSymbol("A", "X")], new VendorKeys(["key", "secret"]), clock);
        var buffer = new QuoteBuffer();
        foreach (var ahead in new[] { 240, 0 })
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            var one = new Sent("X", clock.GetUtcNow().AddSeconds(ahead), 1 + ahead);
            var news = QuoteStreamTests.Read(vendor, Encoding.UTF8.GetBytes(MessageOf(vendor, one)), talk);
            buffer.Put(Assert.IsType<StreamNews.Told>(Assert.Single(news)).Quote);
        }

        Assert.Equal((1m, Start.AddSeconds(2)), buffer.Take().Select(quote => (quote.Bid, quote.At)).Single());
    }

    /// <summary>Text that is no message, bytes, an empty frame, and a good message in three; one without an end closes it.</summary>
    [Fact]
    public async Task Listen_OddFramesOnASocket_LeavesThemOutAndGoesOn()
    {
        var good = MessageOf("binance", new Sent("X", Start, 7));
        await using var setup = await VendorSetup.WithServerAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await SendAsync(socket, WebSocketMessageType.Text, "<html>", isEnd: true);
            await SendAsync(socket, WebSocketMessageType.Binary, "\u0001\u0002", isEnd: true);
            await SendAsync(socket, WebSocketMessageType.Text, "", isEnd: true);
            await SendAsync(socket, WebSocketMessageType.Text, good[..5], isEnd: false);
            await SendAsync(socket, WebSocketMessageType.Text, good[5..9], isEnd: false);
            await SendAsync(socket, WebSocketMessageType.Text, good[9..], isEnd: true);
            await SendAsync(socket, WebSocketMessageType.Text, new string(' ', 2 * 1024 * 1024), isEnd: false);
        });

        var news = await ListenAsync(setup, BinanceVendor.Id);

        Assert.Equal(3, news.OfType<StreamNews.LeftOut>().Count());
        Assert.Equal(7m, Assert.Single(news.OfType<StreamNews.Told>()).Quote.Bid);
        Assert.Contains("longer than", Assert.IsType<StreamNews.Ended>(news[^1]).Error, StringComparison.Ordinal);
    }

    /// <summary>A line that is no message, empty ones, and a good one in three parts; one without an end closes it.</summary>
    [Fact]
    public async Task Listen_OddLinesInAResponse_LeavesThemOutAndGoesOn()
    {
        var good = MessageOf("oanda", new Sent("X", Start, 7));
        await using var setup = await VendorSetup.WithServerAsync(
            async context =>
            {
                foreach (var part in new[] { "<html>\n\n", good[..5], good[5..9], good[9..] + "\r\n", "null\n", new string(' ', 100_000) })
                {
                    await context.Response.WriteAsync(part);
                    await context.Response.Body.FlushAsync();
                }
            },
            now: Start);

        var news = await ListenAsync(setup, OandaVendor.Id);

        Assert.Contains("no JSON", Assert.Single(news.OfType<StreamNews.LeftOut>()).Fault, StringComparison.Ordinal);
        Assert.Equal(7m, Assert.Single(news.OfType<StreamNews.Told>()).Quote.Bid);
        Assert.Contains("longer than", Assert.IsType<StreamNews.Ended>(news[^1]).Error, StringComparison.Ordinal);
    }

    private static async Task<List<StreamNews>> ListenAsync(VendorSetup setup, string sourceId)
    {
        using var limit = new CancellationTokenSource(Patience);
        var news = new List<StreamNews>();
        await foreach (var one in setup.Stream(sourceId).ListenAsync([new StreamSymbol("A", "X")], limit.Token))
        {
            news.Add(one);
        }

        return news;
    }

    private static Task SendAsync(WebSocket socket, WebSocketMessageType type, string text, bool isEnd) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), type, isEnd, CancellationToken.None);

    /// <summary>The message in the form that a vendor's documents give.</summary>
    private static string MessageOf(string vendor, Sent quote)
    {
        var (bid, ask) = (Text(quote.Bid), Text(quote.Bid + 1));
        var at = quote.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return vendor switch
        {
            "binance" => $$$"""
                {"stream":"x@bookTicker","data":{"u":1,"s":"{{{quote.Symbol}}}","b":"{{{bid}}}","B":"2","a":"{{{ask}}}","A":"3"}}
                """,
            "alpaca" => $$"""[{"T":"q","S":"{{quote.Symbol}}","bp":{{bid}},"bs":2,"ap":{{ask}},"as":3,"t":"{{at}}"}]""",
            "polygon" => $$"""
                [{"ev":"Q","sym":"{{quote.Symbol}}","t":{{quote.At.ToUnixTimeMilliseconds()}},"bp":{{bid}},"bs":2,"ap":{{ask}},"as":3}]
                """,
            _ => $$"""
                {"type":"PRICE","instrument":"{{quote.Symbol}}","time":"{{at}}","bids":[{"price":"{{bid}}"}],"asks":[{"price":"{{ask}}"}]}
                """,
        };
    }

    private static string MessageOf(string vendor, MarketTrade trade) => vendor switch
    {
        "binance" => $$$"""
            {"stream":"x@trade","data":{"e":"trade","s":"{{{trade.AssetId}}}","t":{{{trade.TradeId}}},
            "p":"{{{Text(trade.Price)}}}","q":"2","T":{{{trade.At.ToUnixTimeMilliseconds()}}},"m":true}}
            """,
        "alpaca" => $$"""
            [{"T":"t","i":{{trade.TradeId}},"S":"{{trade.AssetId}}","x":"D","p":{{Text(trade.Price)}},"s":2,
            "t":"{{trade.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}}","c":["@"],"z":"C"}]
            """,
        _ => $$"""
            [{"ev":"T","sym":"{{trade.AssetId}}","i":"{{trade.TradeId}}","x":4,"p":{{Text(trade.Price)}},"s":2,
            "t":{{trade.At.ToUnixTimeMilliseconds()}}}]
            """,
    };

    private static string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Sent(string Symbol, DateTimeOffset At, decimal Bid)
    {
        public Quote As(DateTimeOffset at) => new(Symbol == "X" ? "A" : "B", "", at, Bid, Bid + 1, null, null);
    }
}

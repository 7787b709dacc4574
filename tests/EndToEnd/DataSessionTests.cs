using System.Collections;
using OrleansAssets.Client;
using OrleansAssets.Data;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Console;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.EndToEnd;

/// <summary>
/// docs/data.md is true: its session, run against a silo with sandbox data, which its vendors push and tell; and every call of the first of
/// these systems, asked by the grain client.
/// </summary>
public sealed class DataSessionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly DataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Documentation_OfReading_RunsAsWrittenAndTheClientIsToldTheSame()
    {
        await using var silo = await SiloProcess.StartAsync(_data.Path);
        _data.Write("assets.sh", [$"exec dotnet '{AssetsProcess.Dll}' \"$@\" --run-file '{silo.RunFilePath}'"]);
        await using var client = await ConnectedClient.ConnectAsync(silo);
        await silo.WaitForLineAsync("ccxt_binance pushes quotes of 2 symbols");
        foreach (var (question, ask) in Questions(client.Assets, TimeProvider.System.GetUtcNow()))
        {
            // Each has an answer once the sandbox is collected.
            var rows = 0;
            await Poll.UntilAsync(async () => (rows = (await ask()).Count) > 0, Patience, () => $"{question} has {rows} rows.");
        }

        await AssertPricesAsync(client.Assets.MarketData);
        foreach (var session in ConsoleSession.Of(RepositoryFiles.PathOf("docs", "data.md")))
        {
            await session.RunAsync(_data.Path);
        }
    }

    /// <summary>The calls of the prototype as its summary gives them, and the questions that came to them.</summary>
    private static IEnumerable<(string Question, Func<Task<ICollection>> Ask)> Questions(OrleansAssetsClient client, DateTimeOffset now)
    {
        var (data, year) = (client.MarketData, now.AddDays(-400));
        yield return ("polygon.get_current_price('NVDA')", async () => Some((await data.GetPriceAsync("NVDA")).Price));
        yield return ("oanda.get_current_price('GBP/JPY')", async () => Some((await data.GetPriceAsync("GBP/JPY")).Price));
        yield return ("get_quote('AMD')", async () => await data.GetQuotesAsync(["AMD"]));
        yield return ("quotes that were kept", async () => (await data.GetKeptQuotesAsync(new QuoteRequest("BTC/USDT"))).Rows);
        yield return ("get_bid_ask('GBP/JPY')", async () => await data.GetQuotesAsync(["GBP/JPY"]));
        yield return ("get_historical_data('TSLA', timeframe='1h', limit=100)", () => Candles("TSLA", Timeframe.H1));
        yield return ("get_historical_data('TSLA', timeframe='1d')", () => Candles("TSLA", Timeframe.D1));
        yield return ("get_historical_data('USD/TRY', '1h', 100)", () => Candles("USD/TRY", Timeframe.H1));
        yield return ("get_historical_data('GBP/JPY', '1d')", () => Candles("GBP/JPY", Timeframe.D1));
        yield return ("get_historical_data('BTC/USDT', '1d')", () => Candles("BTC/USDT", Timeframe.D1));
        yield return ("get_symbol_sentiment('GME', lookback_hours=24)", async () => await data.GetSentimentAsync("GME", 24 * 60, year, 10));
        yield return ("get_symbol_sentiment('TSLA')", async () => await data.GetSentimentAsync("TSLA", null, year, 10));
        yield return ("get_trending_symbols(limit=10)", async () => await client.Sentiment.GetTrendingAsync());
        yield return ("get_user_recent_tweets('elonmusk', count=10)", async () => await data.GetPostsAsync(
            new PostRequest("elonmusk", null, year, 10)));
        yield return ("indicators by asset", async () => await data.GetIndicatorsAsync("BTC/USDT"));
        yield return ("one indicator", async () => await data.GetIndicatorAsync("NVDA", "semiconductor_index", year, 10));
        yield return ("options flow", async () => await data.GetOptionsFlowAsync(new FlowRequest(null, year, OnlyUnusual: true)));
        yield return ("economic calendar", async () => await data.GetCalendarAsync(
            new CalendarRequest(now, now.AddDays(60), LeastImpact: EventImpact.High)));
        yield return ("corporate actions", async () => await client.CorporateActions.GetAsync("NVDA", DateOnly.MinValue));
        yield return ("correlation", async () => (await data.GetCorrelationsAsync(null)).Pairs);
        yield return ("the last trade of others", async () => Some((await data.GetPriceAsync("BTC/USDT")).LastTrade?.Price));
        yield return ("quality", async () => await data.GetQualityAsync("BTC/USDT"));

        async Task<ICollection> Candles(string asset, Timeframe timeframe) =>
            (await data.GetCandlesAsync(new CandleRequest(asset, timeframe, Limit: 100))).Rows;

        static ICollection Some(decimal? price) => price is { } value ? new[] { value } : Array.Empty<decimal>();
    }

    /// <summary>One price by every way to ask for it.</summary>
    private static async Task AssertPricesAsync(IMarketDataGrain data)
    {
        var price = await data.GetPriceAsync("BTC/USDT");
        Assert.Equal((PriceOrigin.Quote, "ccxt_binance", null), (price.Origin, price.SourceId, price.Doubt));
        Assert.True(price.Bid <= price.Price && price.Price <= price.Ask);
        var quote = Assert.Single(await data.GetQuotesAsync(["BTC/USDT"])).Quote;
        Assert.InRange((quote.Mid / price.Price!.Value) - 1, -0.05m, 0.05m); // a quote has its price; they are of the same minute
        var days = await data.GetCandlesAsync(new CandleRequest("BTC/USDT", Timeframe.D1, Limit: 2));
        var all = new List<CandleRow>();
        await foreach (var page in data.ReadCandlesAsync(
            new CandleRequest("BTC/USDT", Timeframe.D1, From: DateTimeOffset.UnixEpoch, Limit: 100)))
        {
            all.AddRange(page.Rows);
        }

        var kept = new List<StoredQuote>();
        await foreach (var page in data.ReadKeptQuotesAsync(
            new QuoteRequest("BTC/USDT", From: DateTimeOffset.UnixEpoch, Until: quote.At, Limit: 3)))
        {
            kept.AddRange(page.Rows);
        }

        Assert.Equal(kept.Select(one => one.Quote.At).Distinct().Order(), kept.Select(one => one.Quote.At)); // of one source
        Assert.All(kept, one => Assert.True(one.Quote.At < quote.At));
        Assert.Equal(all.TakeLast(2), days.Rows);
        Assert.All(all.Zip(all.Skip(1)), pair => Assert.Equal(pair.First.OpenTime.AddDays(1), pair.Second.OpenTime));
    }
}

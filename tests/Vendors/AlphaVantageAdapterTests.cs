using System.Globalization;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.AlphaVantage;

namespace OrleansAssets.Tests.Vendors;

public sealed class AlphaVantageAdapterTests
{
    private const string Burst =
        "Thank you for using Alpha Vantage! Please consider spreading out your free API requests more sparingly (1 request per second). "
        + "You may subscribe to any of the premium plans to lift the free key rate limit (25 requests per day), and instantly unlock all "
        + "premium endpoints";

    private const string Daily =
        "We have detected your API key as " + VendorSetup.SecretKey
            + " and our standard API rate limit is 25 requests per day. Please subscribe to any "
        + "of the premium plans to instantly remove all daily rate limits.";

    private const string Premium =
        "Thank you for using Alpha Vantage! This is a premium endpoint. You may subscribe to any of the premium plans to instantly "
        + "unlock them";

    private static readonly CandleQuery Days = new("NVDA", "NVDA", Timeframe.D1, At("2025-03-07T00:00:00Z"));
    private static readonly CandleQuery PairDays = new("GBP/JPY", "GBP/JPY", Timeframe.D1, At("2025-03-12T00:00:00Z"));

    [Fact]
    public async Task GetCandles_DaysNewestFirst_AreTurnedAroundWithoutToday()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Shares(
            "Time Series (Daily)", "5. Time Zone", "2025-03-14", "2025-03-13", "2025-03-10", "2025-03-07", "2025-03-06")));

        var reply = await Alpha(setup).GetCandlesAsync(Days, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal(
            [At("2025-03-07T00:00:00Z"), At("2025-03-10T00:00:00Z"), At("2025-03-13T00:00:00Z")],
            reply.Value!.Rows.Select(candle => candle.OpenTime));
        Assert.Equal(
            new Candle("NVDA", "alpha_vantage", Timeframe.D1, At("2025-03-07T00:00:00Z"), 110.5m, 112m, 109.25m, 111m, 8_348_400m),
            reply.Value.Rows[0]);
        Assert.StartsWith(
            "/query?function=TIME_SERIES_DAILY&symbol=NVDA&outputsize=compact&apikey=", setup.Server.Requests.Single(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetCandles_LongHistory_AsksForAllOfIt()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Shares("Time Series (Daily)", "5. Time Zone")));

        await Alpha(setup).GetCandlesAsync(Days with { From = At("2024-10-01T00:00:00Z") }, CancellationToken.None);

        Assert.Contains("outputsize=full", setup.Server.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetCandles_IntradayAcrossTheClockChange_IsReadInNewYorksTime()
    {
        // 9:30 is 14:30Z on Friday the 7th and 13:30Z on Monday the 10th.
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Shares(
            "Time Series (15min)", "6. Time Zone", "2025-03-10 09:30:00", "2025-03-07 09:30:00", "2025-03-03 09:30:00")));

        var reply = await Alpha(setup).GetCandlesAsync(
            Days with { Timeframe = Timeframe.M15, From = At("2025-03-05T00:00:00Z") }, CancellationToken.None);

        Assert.Equal([At("2025-03-07T14:30:00Z"), At("2025-03-10T13:30:00Z")], reply.Value!.Rows.Select(candle => candle.OpenTime));
        Assert.Contains("interval=15min&month=2025-03&extended_hours=false", setup.Server.Requests.Single(), StringComparison.Ordinal);
        Assert.Null(reply.Value.ContinueFrom);
    }

    [Fact]
    public async Task GetCandles_IntradayOfAMonthThatIsOver_GoesOnWithTheNext()
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.Json(Shares("Time Series (60min)", "6. Time Zone", "2024-12-31 15:00:00")));

        var reply = await Alpha(setup).GetCandlesAsync(
            Days with { Timeframe = Timeframe.H1, From = At("2024-12-05T00:00:00Z") }, CancellationToken.None);

        Assert.Equal(At("2024-12-31T20:00:00Z"), reply.Value!.Rows.Single().OpenTime);
        Assert.Equal(At("2025-01-01T05:00:00Z"), reply.Value.ContinueFrom);
    }

    [Fact]
    public async Task GetCandles_PairDays_AreUtcWithoutVolumeAndWithoutThePartialNewest()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """
            {"Meta Data":{"1. Information":"Forex Daily Prices","6. Time Zone":"UTC"},"Time Series FX (Daily)":{
            "2025-03-14":{"1. open":"191.5","2. high":"192.2","3. low":"191.1","4. close":"192"},
            "2025-03-13":{"1. open":"191.5","2. high":"192.2","3. low":"191.1","4. close":"192.0"}}}
            """));

        var reply = await Alpha(setup).GetCandlesAsync(PairDays, CancellationToken.None);

        Assert.Equal(
            new Candle("GBP/JPY", "alpha_vantage", Timeframe.D1, At("2025-03-13T00:00:00Z"), 191.5m, 192.2m, 191.1m, 192m, 0m),
            Assert.Single(reply.Value!.Rows));
        Assert.Contains("function=FX_DAILY&from_symbol=GBP&to_symbol=JPY", setup.Server.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetCandles_FourHours_AreRefusedInPlainWords()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("{}"));

        var reply = await Alpha(setup).GetCandlesAsync(Days with { Timeframe = Timeframe.H4 }, CancellationToken.None);

        Assert.Equal(FeedResult.UnknownSymbol, reply.Result);
        Assert.Equal("alpha_vantage has no candles of 4h; take candles-4h out of its datasets in sources.yaml.", reply.Error);
        Assert.Empty(setup.Server.Requests);
    }

    [Theory]
    [InlineData("2025-03-13", "2025-03-13T20:00:00Z")] // The day's close.
    [InlineData("2025-03-14", "2025-03-14T12:00:00Z")] // Not over: no newer than the reply.
    public async Task GetQuote_Share_HasTheLastPriceOnBothSides(string day, string at)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            $$$"""{"Global Quote":{"01. symbol":"NVDA","05. price":"110.1200","07. latest trading day":"{{{day}}}" """
            + $$$""","10. change percent":"-0.5852%"} }"""));

        var reply = await Alpha(setup).GetQuoteAsync("NVDA", "NVDA", CancellationToken.None);

        Assert.Equal(new Quote("NVDA", "alpha_vantage", At(at), 110.12m, 110.12m, null, null), reply.Value);
    }

    [Theory]
    [InlineData("192.33", "192.35", 192.33, 192.35)]
    [InlineData("-", "-", 192.34, 192.34)]
    public async Task GetQuote_Pair_HasItsSidesOrTheRate(string bid, string ask, double expectedBid, double expectedAsk)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Rate(bid, ask)));

        var reply = await Alpha(setup).GetQuoteAsync("GBP/JPY", "GBP/JPY", CancellationToken.None);

        Assert.Equal(
            new Quote("GBP/JPY", "alpha_vantage", At("2025-03-14T11:59:01Z"), (decimal)expectedBid, (decimal)expectedAsk, null, null),
            reply.Value);
    }

    [Fact]
    public async Task GetEarnings_Csv_KeepsTheComingOnesOfTheShare()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(
            200,
            "symbol,name,reportDate,fiscalDateEnding,estimate,currency,timeOfTheDay\r\n"
            + "NVDA,\"NVIDIA \"\"THE\"\" CORP, INC.\",2025-05-28,2025-04-30,0.93,USD,post-market\r\n"
            + "NVDA,NVIDIA,2025-02-26,2025-01-31,,USD,\r\nNVDAX,OTHER,2025-05-28,2025-04-30,1,USD,\r\n",
            "application/x-download"));

        var reply = await Alpha(setup).GetEarningsAsync("NVDA", "NVDA", CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        var row = Assert.Single(reply.Value!.Rows);
        Assert.Equal(
            ("earnings-NVDA-2025-04-30", At("2025-05-28T00:00:00Z"), "NVDA", 0.93m, "usd", EventImpact.High),
            (row.EventId, row.At, row.AssetId, row.Forecast, row.Unit, row.Impact));
        Assert.EndsWith("after the market closes", row.Title, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetEarnings_ErrorInsteadOfAFile_IsReadWhateverItsTypeSays()
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.With(200, $$"""{"Information":"{{Daily}}"}""", "application/x-download"));

        var reply = await Alpha(setup).GetEarningsAsync("NVDA", "NVDA", CancellationToken.None);

        Assert.Equal(FeedResult.RateLimited, reply.Result);
    }

    [Fact]
    public async Task GetEarnings_Pair_ReportsNothing()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("{}"));

        var reply = await Alpha(setup).GetEarningsAsync("GBP/JPY", "GBP/JPY", CancellationToken.None);

        Assert.Empty(reply.Value!.Rows);
        Assert.Empty(setup.Server.Requests);
    }

    [Theory]
    [InlineData("Information", Burst, FeedResult.RateLimited, 2)]
    [InlineData("Information", Daily, FeedResult.RateLimited, 57_600)] // Until midnight in New York, 16 hours away.
    [InlineData("Note", "Our standard API call frequency is 5 calls per minute and 500 calls per day.", FeedResult.RateLimited, 60)]
    [InlineData("Information", Premium, FeedResult.PlanTooSmall, null)]
    [InlineData("Information", "The **demo** API key is for demo purposes only.", FeedResult.KeyRejected, null)]
    [InlineData("Error Message", "the parameter apikey is invalid or missing.", FeedResult.KeyRejected, null)]
    [InlineData(
        "Error Message", "Invalid API call. Please retry or visit the documentation for TIME_SERIES_DAILY.", FeedResult.UnknownSymbol,
        null)]
    [InlineData("Error Message", "something else", FeedResult.Malformed, null)]
    public async Task GetCandles_TextInside200_IsItsTypedResult(string member, string text, FeedResult expected, int? retrySeconds)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json($$"""{"{{member}}":"{{text}}"}"""));

        var reply = await Alpha(setup).GetCandlesAsync(Days, CancellationToken.None);

        Assert.Equal(expected, reply.Result);
        Assert.Equal(retrySeconds is { } seconds ? setup.Clock.GetUtcNow().AddSeconds(seconds) : null, reply.RetryAfter);
        Assert.DoesNotContain("s3cret", reply.Error, StringComparison.Ordinal);
        Assert.EndsWith(".", reply.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, "{}", FeedResult.UnknownSymbol)]
    [InlineData(200, "", FeedResult.Malformed)]
    [InlineData(200, "<html></html>", FeedResult.Malformed)]
    [InlineData(200, """{"Meta Data":{"5. Time Zone":"Asia/Tokyo"},"Time Series (Daily)":{}}""", FeedResult.Malformed)]
    [InlineData(503, "<html></html>", FeedResult.Unavailable)]
    [InlineData(429, "", FeedResult.RateLimited)]
    public async Task GetCandles_OtherReply_IsItsTypedResult(int status, string body, FeedResult expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(status, body));

        var reply = await Alpha(setup).GetCandlesAsync(Days, CancellationToken.None);

        Assert.Equal(expected, reply.Result);
    }

    [Fact]
    public async Task GetQuote_EmptyQuote_IsAnUnknownShare()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("""{"Global Quote":{}}"""));

        var reply = await Alpha(setup).GetQuoteAsync("NVDA", "NVDA", CancellationToken.None);

        Assert.Equal(FeedResult.UnknownSymbol, reply.Result);
    }

    [Fact]
    public async Task GetCandles_MissingKey_IsNamed()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("{}"));
        setup.Secrets.Remove("ALPHA_VANTAGE_KEY");

        var reply = await Alpha(setup).GetCandlesAsync(Days, CancellationToken.None);

        Assert.Equal(FeedResult.KeyMissing, reply.Result);
        Assert.Contains("ALPHA_VANTAGE_KEY", reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetCandles_NoListener_KeepsTheKeyOutOfTheError()
    {
        await using var setup = await VendorSetup.WithServerAsync(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        var reply = await Alpha(setup).GetCandlesAsync(Days, CancellationToken.None);

        Assert.Equal(FeedResult.Unavailable, reply.Result);
        Assert.DoesNotContain("s3cret", reply.Error, StringComparison.Ordinal);
    }

    private static AlphaVantageAdapter Alpha(VendorSetup setup) => setup.Adapter<AlphaVantageAdapter>(AlphaVantageVendor.Id);

    private static string Shares(string name, string zone, params string[] times)
        => $$"""{"Meta Data":{"1. Information":"x","{{zone}}":"US/Eastern"},"{{name}}":{ """ + string.Join(',', times.Select(time
            => $$"""
                "{{time}}":{"1. open":"110.5000","2. high":"112.0000","3. low":"109.2500","4. close":"111.0000","5. volume":"8348400"}
                """)) + "}}";

    private static string Rate(string bid, string ask)
        => $$$"""
            {"Realtime Currency Exchange Rate":{"1. From_Currency Code":"GBP","3. To_Currency Code":"JPY","5. Exchange Rate":"192.34000000",
            "6. Last Refreshed":"2025-03-14 11:59:01","7. Time Zone":"UTC","8. Bid Price":"{{{bid}}}","9. Ask Price":"{{{ask}}}"} }
            """;

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

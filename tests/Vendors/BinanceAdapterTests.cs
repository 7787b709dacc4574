using OrleansAssets.DataSources;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors;
using static OrleansAssets.Tests.Vendors.BinanceReplies;

namespace OrleansAssets.Tests.Vendors;

public sealed class BinanceAdapterTests
{
    [Fact]
    public async Task GetCandles_DocumentedReply_ReadsEveryField()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Hours(2), ("x-mbx-used-weight-1m", "17")));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal(17, reply.UsedUnits);
        Assert.Null(reply.Value!.ContinueFrom);
        Assert.Equal(new MarketData.Candle("BTC/USDT", "ccxt_binance", MarketData.Timeframe.H1, From, 100.5m, 110m, 90m, 101m, 12.5m),
            reply.Value.Rows[0]);
        Assert.Equal(2, reply.Value.Rows.Length);
        Assert.Equal($"/api/v3/klines?symbol=BTCUSDT&interval=1h&startTime={From.ToUnixTimeMilliseconds()}&limit=1000",
            setup.Server.Requests.Single());
    }

    [Theory]
    [InlineData(12, 12)]
    [InlineData(13, 12)]
    public async Task GetCandles_LastRowStillForming_IsLeftOut(int rows, int expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Hours(rows)));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(expected, reply.Value!.Rows.Length);
        Assert.Equal(Reply.Now, reply.Value.Rows[^1].OpenTime.AddHours(1));
    }

    [Fact]
    public async Task GetCandles_NoDateHeader_TrustsOwnClockLessAMargin()
    {
        await using var setup = await VendorSetup.WithServerAsync(
            context =>
            {
                context.Response.Headers.Remove("Date");
                context.Response.ContentType = "application/json";
                context.Response.Headers.Date = string.Empty;
                return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, Hours(12));
            },
            now: Reply.Now.AddSeconds(5));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(11, reply.Value!.Rows.Length);
    }

    [Fact]
    public async Task GetCandles_EmptyReply_IsAnEmptyPage()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("[]"));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.True(reply.IsOk);
        Assert.Empty(reply.Value!.Rows);
        Assert.Null(reply.Value.ContinueFrom);
    }

    [Fact]
    public async Task GetCandles_FullPage_ContinuesAfterItsLastCandle()
    {
        var from = Reply.Now.AddHours(-5000);
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.Json(Rows(Enumerable.Range(0, 1000).Select(hour => Row(from.AddHours(hour))))));

        var reply = await setup.Binance.GetCandlesAsync(Hourly with { From = from }, CancellationToken.None);

        Assert.Equal(from.AddHours(1000), reply.Value!.ContinueFrom);
    }

    [Fact]
    public async Task GetCandles_FullPageUpToThePresent_DoesNotContinue()
    {
        var from = Reply.Now.AddHours(-1000);
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.Json(Rows(Enumerable.Range(0, 1000).Select(hour => Row(from.AddHours(hour))))));

        var reply = await setup.Binance.GetCandlesAsync(Hourly with { From = from }, CancellationToken.None);

        Assert.Equal(1000, reply.Value!.Rows.Length);
        Assert.Null(reply.Value.ContinueFrom);
    }

    [Fact]
    public async Task GetQuote_DocumentedReply_IsStampedWithTheVendorsDate()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Book, ("x-mbx-used-weight-1m", "4")));

        var reply = await setup.Binance.GetQuoteAsync("BTC/USDT", "BTCUSDT", CancellationToken.None);

        Assert.Equal(new MarketData.Quote("BTC/USDT", "ccxt_binance", Reply.Now, 83000.10m, 83000.20m, 1.5m, 0.25m), reply.Value);
        Assert.Equal(4, reply.UsedUnits);
    }

    public static TheoryData<int, string, FeedResult, string> Errors => new()
    {
        { 400, """{"code":-1121,"msg":"Invalid symbol."}""", FeedResult.UnknownSymbol, "BTCUSDT" },
        { 400, """{"code":-1100,"msg":"Illegal characters found in parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'."}""",
            FeedResult.UnknownSymbol, "-1100" },
        { 400, """{"code":-1120,"msg":"Invalid interval."}""", FeedResult.Malformed, "Invalid interval." },
        { 400, """{"code":-1003,"msg":"Too many requests."}""", FeedResult.RateLimited, "-1003" },
        { 400, "nonsense", FeedResult.Malformed, "HTTP 400" },
        { 403, "<html>WAF</html>", FeedResult.Banned, "firewall" },
        { 404, "", FeedResult.Unavailable, "404" },
        { 418, """{"code":-1003,"msg":"banned"}""", FeedResult.Banned, "banned" },
        { 429, """{"code":-1003,"msg":"slow down"}""", FeedResult.RateLimited, "429" },
        { 451, """{"code":0,"msg":"Service unavailable from a restricted location"}""", FeedResult.Unavailable, "data-api.binance.vision" },
        { 301, "", FeedResult.Unavailable, "redirects" },
        { 500, "", FeedResult.Unavailable, "500" },
        { 503, "<html></html>", FeedResult.Unavailable, "503" },
        { 204, "", FeedResult.Malformed, "204" },
    };

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task GetCandles_DocumentedError_IsItsTypedResult(int status, string body, FeedResult expected, string says)
    {
        await using var setup = await VendorSetup.WithServerAsync(
            context => status == 204 ? NoContent(context)
                : Reply.SendAsync(context, status, body, headers: ("Location", "http://127.0.0.1:1/elsewhere")));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(expected, reply.Result);
        Assert.Null(reply.Value);
        Assert.Contains(says, reply.Error, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> MalformedCandles => new()
    {
        { "", "no JSON" },
        { "{}", "no array" },
        { "[", "no JSON" },
        { "[1,2,3]", "row 1 that is not" },
        { "[[]]", "row 1 that is not" },
        { Rows(Row(From, open: "100.5")), "row 1 that is not" },
        { Rows(Row(From, open: "\"NaN\"")), "row 1 that is not" },
        { Rows(Row(From, open: "\"1e3\"")), "row 1 that is not" },
        { Rows(Row(From, open: "\"-100\"")), "row 1 that is not" },
        { Rows(Row(From, open: "\"100,5\"")), "row 1 that is not" },
        { Rows(Row(From, open: "null")), "row 1 that is not" },
        { Rows(Row(From, volume: "\"\"")), "row 1 that is not" },
        { Rows(Row(From, low: "\"0\"")), "not above 0" },
        { Rows(Row(From, high: "\"80\"")), "high below its low" },
        { Rows(Row(From.AddHours(-1))), "before the time that was asked for" },
        { Rows(Row(From.AddYears(3))), "cannot be" },
        { Rows(Row(From, lengthMinutes: 240)), "row 1 that is not" },
        { Rows(Row(From, lengthMinutes: 0)), "row 1 that is not" },
        { """[[1741910400000000,"1","1","1","1","1",1741910400000999,"1",1,"1","1","0"]]""", "row 1 that is not" }, // Microseconds.
        { Rows(Enumerable.Range(0, 1001).Select(hour => Row(From.AddHours(hour)))), "1001 rows" },
    };

    [Theory]
    [MemberData(nameof(MalformedCandles))]
    public async Task GetCandles_BodyOfTheWrongForm_IsMalformedWithItsReason(string body, string says)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(body));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(FeedResult.Malformed, reply.Result);
        Assert.Contains(says, reply.Error, StringComparison.Ordinal);
    }

    /// <summary>C2: the page keeps its good rows, and says of the others how many there were and what was wrong.</summary>
    [Fact]
    public async Task GetCandles_SomeRowsCannotBeUsed_AreLeftOutAndCounted()
    {
        var (second, third) = (From.AddHours(1), From.AddHours(2));
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Rows(
            Row(From), Row(From), Row(second, high: "\"80\""), Row(second), Row(From), Row(third), Row(third.AddHours(1)))));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(
            [From, second, third, third.AddHours(1)], reply.Value!.Rows.Select(candle => candle.OpenTime));
        Assert.Equal(new LeftOut(3, $"a row of {InstantText.Seconds(From)} that has the time of another"), reply.LeftOut);
    }

    /// <summary>
    /// Each poll asks from the newest stored bar on, so that every bad one is the second row of its page: told by its place alone, only the
    /// first was ever counted.
    /// </summary>
    [Theory]
    [InlineData("\"80\"", "a row of {0} that has a high below its low")]
    [InlineData("\"none\"", "a row after {0} that is not of the documented form")]
    public async Task GetCandles_BadBarBehindEachGoodOne_IsAnotherEachTime(string high, string says)
    {
        var state = new FeedState();
        foreach (var hour in new[] { 0, 2 })
        {
            var (good, bad) = (From.AddHours(hour), From.AddHours(hour + 1));
            await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Rows(Row(good), Row(bad, high: high))));
            for (var poll = 0; poll < 2; poll++)
            {
                var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);
                state = FeedRules.Leave(state, reply.LeftOut);
            }

            var told = says.Contains("after", StringComparison.Ordinal) ? good : bad;
            Assert.Equal(says.Replace("{0}", InstantText.Seconds(told), StringComparison.Ordinal), state.LastLeftOut);
        }

        Assert.Equal(2, state.LeftOut);
    }

    [Fact]
    public async Task GetCandles_OpenOrCloseOutsideOfLowToHigh_IsKeptAsAnImportKeepsIt()
    {
        var body = Rows(Row(From, high: "\"100.6\""), Row(From.AddHours(1), low: "\"100.9\""));
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(body));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(FeedResult.Ok, reply.Result);
        Assert.Equal(2, reply.Value!.Rows.Count(OddBars.IsOdd));
    }

    [Fact]
    public async Task GetCandles_HtmlWithStatus200_IsMalformed()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(200, Hours(1), "text/html"));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(FeedResult.Malformed, reply.Result);
    }

    [Theory]
    [InlineData("""{"symbol":"ETHUSDT","bidPrice":"1","bidQty":"1","askPrice":"2","askQty":"1"}""", FeedResult.Malformed)]
    [InlineData("""{"symbol":"BTCUSDT","bidPrice":"2","bidQty":"1","askPrice":"1","askQty":"1"}""", FeedResult.NothingNow)]
    [InlineData("""{"symbol":"BTCUSDT","bidPrice":"-1","bidQty":"1","askPrice":"1","askQty":"1"}""", FeedResult.Malformed)]
    [InlineData("""{"symbol":"BTCUSDT","bidPrice":1,"bidQty":"1","askPrice":"1","askQty":"1"}""", FeedResult.Malformed)]
    [InlineData("""{"symbol":"BTCUSDT"}""", FeedResult.Malformed)]
    [InlineData("[]", FeedResult.Malformed)]
    [InlineData("""{"symbol":"BTCUSDT","bidPrice":"0.00","bidQty":"0","askPrice":"1","askQty":"1"}""", FeedResult.NothingNow)]
    public async Task GetQuote_UnusableReply_IsAFailure(string body, FeedResult expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(body));

        var reply = await setup.Binance.GetQuoteAsync("BTC/USDT", "BTCUSDT", CancellationToken.None);

        Assert.Equal(expected, reply.Result);
        Assert.NotNull(reply.Error);
    }

    [Fact]
    public async Task SourceIds_Each_HaveTheirAdapter()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("[]"));

        Assert.NotEmpty(VendorCatalogue.SourceIds);
        Assert.All(VendorCatalogue.SourceIds, sourceId => Assert.Equal(sourceId, setup.Adapter<IVendorAdapter>(sourceId).SourceId));
    }

    private static Task NoContent(Microsoft.AspNetCore.Http.HttpContext context)
    {
        context.Response.StatusCode = 204;
        return Task.CompletedTask;
    }
}

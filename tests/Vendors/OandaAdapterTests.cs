using System.Globalization;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Oanda;

namespace OrleansAssets.Tests.Vendors;

public sealed class OandaAdapterTests
{
    private static readonly CandleQuery Daily = new("GBP/JPY", "GBP_JPY", Timeframe.D1, At("2025-03-06T00:00:00Z"));

    [Fact]
    public async Task GetCandles_DaysAcrossTheClockChange_BearTheDateOnWhichTheyEnd()
    {
        // 17:00 in New York is 22:00Z on Thursday the 6th and 21:00Z on Sunday the 9th, after the clocks changed.
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Candles(
            "D", Candle("2025-03-06T22:00:00.000000000Z"), Candle("2025-03-09T21:00:00.000000000Z"), Candle(
                "2025-03-13T21:00:00.000000000Z", "false"))));

        var reply = await Oanda(setup).GetCandlesAsync(Daily, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal([At("2025-03-07T00:00:00Z"), At("2025-03-10T00:00:00Z")], reply.Value!.Rows.Select(candle => candle.OpenTime));
        Assert.Equal(
            new Candle("GBP/JPY", "oanda", Timeframe.D1, At("2025-03-07T00:00:00Z"), 191.5m, 192.25m, 190.875m, 192m, 84_213m),
            reply.Value.Rows[0]);
        Assert.Null(reply.Value.ContinueFrom);
        Assert.Equal(
            "/v3/instruments/GBP_JPY/candles?price=M&granularity=D&from=2025-03-05T22:00:00Z&count=5000"
            + "&dailyAlignment=17&alignmentTimezone=America/New_York",
            Uri.UnescapeDataString(setup.Server.Requests.Single()));
    }

    [Fact]
    public async Task GetCandles_YearEnd_KeepsTheTradingDate()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Candles(
            "D", Candle("2024-12-30T22:00:00.000000000Z"), Candle("2024-12-31T22:00:00.000000000Z"))));

        var reply = await Oanda(setup).GetCandlesAsync(Daily with { From = At("2024-12-31T00:00:00Z") }, CancellationToken.None);

        Assert.Equal([At("2024-12-31T00:00:00Z"), At("2025-01-01T00:00:00Z")], reply.Value!.Rows.Select(candle => candle.OpenTime));
    }

    [Fact]
    public async Task GetCandles_DayThatBeginsElsewhere_IsMalformed()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Candles("D", Candle("2025-03-09T22:00:00.000000000Z"))));

        var reply = await Oanda(setup).GetCandlesAsync(Daily, CancellationToken.None);

        Assert.Equal(FeedResult.Malformed, reply.Result);
    }

    [Fact]
    public async Task GetCandles_GapAndOpenBar_KeepsTheGapAndDropsTheOpenOne()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Candles(
            "M5", Candle("2025-03-14T11:40:00Z"), Candle("2025-03-14T11:50:00Z"), Candle("2025-03-14T11:55:00Z", "false"))));

        var reply = await Oanda(setup).GetCandlesAsync(
            Daily with { Timeframe = Timeframe.M5, From = At("2025-03-14T11:40:00Z") }, CancellationToken.None);

        Assert.Equal([At("2025-03-14T11:40:00Z"), At("2025-03-14T11:50:00Z")], reply.Value!.Rows.Select(candle => candle.OpenTime));
    }

    [Fact]
    public async Task GetCandles_FullPage_ContinuesAfterItsLastCandle()
    {
        var first = At("2025-03-10T00:00:00Z");
        var candles = Enumerable.Range(0, 5000).Select(
            minute => Candle(first.AddMinutes(minute).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)));
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Candles("M1", [.. candles])));

        var reply = await Oanda(setup).GetCandlesAsync(Daily with { Timeframe = Timeframe.M1, From = first }, CancellationToken.None);

        Assert.Equal(first.AddMinutes(5000), reply.Value!.ContinueFrom);
    }

    /// <summary>Three of five rows were left out behind one that was stamped too late, and the page was refused.</summary>
    [Fact]
    public async Task GetCandles_RowStampedTooLate_IsLeftOutAlone()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Candles(
            "M5", Candle("2025-03-14T11:30:00Z"), Candle("2025-03-14T11:50:00Z"), Candle("2025-03-14T11:40:00Z"),
            Candle("2025-03-14T11:45:00Z"), Candle("2025-03-14T11:50:00Z"))));

        var reply = await Oanda(setup).GetCandlesAsync(
            Daily with { Timeframe = Timeframe.M5, From = At("2025-03-14T11:30:00Z") }, CancellationToken.None);

        Assert.Equal([30, 40, 45, 50], reply.Value!.Rows.Select(candle => candle.OpenTime.Minute));
        Assert.Equal(new LeftOut(1, "a row of 2025-03-14 11:50:00Z that has the time of another"), reply.LeftOut);
    }

    /// <summary>Crude oil at -37.63 USD kept its last price above 0.</summary>
    [Fact]
    public async Task GetQuote_PricesBelowZero_AreSoundWhereTheQuerySaysSo()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            Prices("2025-03-14T11:59:59Z", "true", "\"-37.64\"", "\"-37.62\"")));

        var reply = await Oanda(setup).GetQuoteAsync(new QuoteQuery("GBP/JPY", "GBP_JPY", MayBeNegative: true), CancellationToken.None);

        Assert.Equal((-37.64m, -37.62m), (reply.Value?.Bid, reply.Value?.Ask));
    }

    [Theory]
    [InlineData(false, FeedResult.Malformed)]
    [InlineData(true, FeedResult.Ok)]
    public async Task GetCandles_PricesBelowZero_AreSoundOnlyWhereTheQuerySaysSo(bool mayBeNegative, FeedResult expected)
    {
        var settlement = Candle("2025-03-06T22:00:00Z").Replace("191.500", "17.850", StringComparison.Ordinal)
            .Replace("192.250", "17.850", StringComparison.Ordinal).Replace("190.875", "-40.320", StringComparison.Ordinal)
            .Replace("192.000", "-37.630", StringComparison.Ordinal);
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Candles("D", settlement)));

        var reply = await Oanda(setup).GetCandlesAsync(Daily with { MayBeNegative = mayBeNegative }, CancellationToken.None);

        Assert.Equal(expected, reply.Result);
        Assert.Equal(mayBeNegative ? -37.63m : null, reply.Value?.Rows.Single().Close);
    }

    /// <summary>C4: what was asked for comes back in the vendor's own spelling.</summary>
    [Theory]
    [InlineData("GBP/JPY", true)]
    [InlineData("gbp_jpy", true)]
    [InlineData("GBP_USD", false)]
    public async Task GetQuote_EchoInAnotherSpelling_IsAboutTheSame(string echoed, bool isSame)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            Prices("2025-03-14T11:59:59Z", "true", "\"192.331\"", "\"192.349\"")
                .Replace("GBP_JPY", echoed, StringComparison.Ordinal)));

        var reply = await Oanda(setup).GetQuoteAsync("GBP/JPY", "GBP_JPY", CancellationToken.None);

        Assert.Equal(isSame ? FeedResult.Ok : FeedResult.Malformed, reply.Result);
    }

    [Theory]
    [InlineData("true", "2025-03-14T11:59:59.123456789Z")]
    [InlineData("false", "2025-03-07T21:59:59.123456789Z")] // Closed: the last quote, with its own time.
    public async Task GetQuote_BestBidAndAsk_KeepTheirOwnTime(string tradeable, string time)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Prices(time, tradeable, "\"192.331\"", "\"192.349\"")));

        var reply = await Oanda(setup).GetQuoteAsync("GBP/JPY", "GBP_JPY", CancellationToken.None);

        Assert.Equal(
            new Quote("GBP/JPY", "oanda", At(time[..19] + "Z").AddTicks(1_234_567), 192.331m, 192.349m, 250_000m, 100_000m), reply.Value);
        Assert.Equal("/v3/accounts/101-001-1234567-001/pricing?instruments=GBP_JPY", setup.Server.Requests.Single());
    }

    [Theory]
    [InlineData("\"0\"", "\"1\"", FeedResult.NothingNow)]
    [InlineData("\"2\"", "\"1\"", FeedResult.NothingNow)]
    [InlineData("null", "\"1\"", FeedResult.NothingNow)]
    [InlineData("\"-2\"", "\"-1\"", FeedResult.Malformed)]
    [InlineData("192.3", "\"193\"", FeedResult.Malformed)]
    public async Task GetQuote_UnusablePrice_IsAFailure(string bid, string ask, FeedResult expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Prices("2025-03-14T11:59:59Z", "true", bid, ask)));

        var reply = await Oanda(setup).GetQuoteAsync("GBP/JPY", "GBP_JPY", CancellationToken.None);

        Assert.Equal(expected, reply.Result);
    }

    [Theory]
    [InlineData(400, """{"errorMessage":"Invalid value specified for 'instrument'"}""", FeedResult.UnknownSymbol, "GBP_JPY")]
    [InlineData(400, """{"errorMessage":"Maximum value for 'count' exceeded"}""", FeedResult.Malformed, "count")]
    [InlineData(400, """{"errorMessage":"Invalid value specified for 'accountID'"}""", FeedResult.KeyRejected, "OANDA_ACCOUNT_ID")]
    [InlineData(
        401, """{"errorMessage":"Insufficient authorization to perform request."}""", FeedResult.KeyRejected, "api-fxtrade.oanda.com")]
    [InlineData(403, """{"errorMessage":"Forbidden"}""", FeedResult.KeyRejected, "OANDA_API_KEY")]
    [InlineData(404, """{"errorMessage":"Not found"}""", FeedResult.Unavailable, "sources.yaml")]
    [InlineData(429, "{}", FeedResult.RateLimited, "429")]
    [InlineData(503, "<html>maintenance</html>", FeedResult.Unavailable, "503")]
    [InlineData(200, "<html>maintenance</html>", FeedResult.Malformed, "no price")]
    [InlineData(200, """{"prices":[]}""", FeedResult.Malformed, "no price of GBP_JPY")]
    public async Task GetQuote_DocumentedError_IsItsTypedResult(int status, string body, FeedResult expected, string says)
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.With(status, body, body.StartsWith('<') && status != 200 ? "text/html" : "application/json"));

        var reply = await Oanda(setup).GetQuoteAsync("GBP/JPY", "GBP_JPY", CancellationToken.None);

        Assert.Equal(expected, reply.Result);
        Assert.Contains(body.StartsWith('<') && status == 200 ? "no JSON" : says, reply.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OANDA_API_KEY")]
    [InlineData("OANDA_ACCOUNT_ID")]
    public async Task GetQuote_MissingCredential_IsNamedAndNobodyIsAsked(string variable)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("{}"));
        setup.Secrets.Remove(variable);

        var reply = await Oanda(setup).GetQuoteAsync("GBP/JPY", "GBP_JPY", CancellationToken.None);

        Assert.Equal(FeedResult.KeyMissing, reply.Result);
        Assert.Contains(variable, reply.Error, StringComparison.Ordinal);
        Assert.Empty(setup.Server.Requests);
    }

    private static OandaAdapter Oanda(VendorSetup setup) => setup.Adapter<OandaAdapter>(OandaVendor.Id);

    private static string Candles(string granularity, params string[] candles)
        => $$"""{"instrument":"GBP_JPY","granularity":"{{granularity}}","candles":[{{string.Join(',', candles)}}]}""";

    private static string Candle(string time, string complete = "true")
        => $$$"""{"complete":{{{complete}}},"volume":84213"""
            + $$$""","time":"{{{time}}}","mid":{"o":"191.500","h":"192.250","l":"190.875","c":"192.000"} }""";

    private static string Prices(string time, string tradeable, string bid, string ask)
        => $$"""
            {"time":"{{time}}","prices":[{"type":"PRICE","instrument":"GBP_JPY","time":"{{time}}","tradeable":{{tradeable}},
            "bids":[{"price":{{bid}},"liquidity":250000},{"price":"192.330","liquidity":500000}],
            "asks":[{"price":{{ask}},"liquidity":100000}],
            "closeoutBid":"192.3","closeoutAsk":"192.4"}]}
            """;

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

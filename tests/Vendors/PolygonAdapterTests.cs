using System.Globalization;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.Vendors;
using OrleansAssets.Grains.Vendors.Polygon;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Vendors;

public sealed class PolygonAdapterTests
{
    private static readonly CandleQuery Daily = new("NVDA", "NVDA", Timeframe.D1, At("2025-03-06T00:00:00Z"));
    private static readonly CandleQuery Hourly = new("GBP/JPY", "C:GBPJPY", Timeframe.H1, At("2025-03-14T09:00:00Z"));

    [Fact]
    public async Task GetCandles_DailyAcrossTheClockChange_OpenAtMidnightUtcOfTheTradingDate()
    {
        // New York went to daylight saving on 9 March 2025: midnight is 05:00Z on the 7th and 04:00Z on the 10th.
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            Bars("NVDA", Bar("2025-03-05T05:00:00Z"), Bar("2025-03-07T05:00:00Z"), Bar("2025-03-10T04:00:00Z"), Bar("2025-03-14T04:00:00Z"))));

        var reply = await Polygon(setup).GetCandlesAsync(Daily, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal([At("2025-03-07T00:00:00Z"), At("2025-03-10T00:00:00Z")], reply.Value!.Candles.Select(candle => candle.OpenTime));
        Assert.Equal(
            new Candle("NVDA", "polygon", Timeframe.D1, At("2025-03-07T00:00:00Z"), 110.5m, 112m, 109.25m, 111m, 8_348_400.5m),
            reply.Value.Candles[0]);
        Assert.Null(reply.Value.ContinueFrom);
    }

    [Fact]
    public async Task GetCandles_Daily_AsksUpToYesterdayOfNewYork()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Bars("NVDA")));

        await Polygon(setup).GetCandlesAsync(Daily, CancellationToken.None);

        var (from, to) = (At("2025-03-06T05:00:00Z").ToUnixTimeMilliseconds(), At("2025-03-14T04:00:00Z").ToUnixTimeMilliseconds() - 1);
        Assert.Equal($"/v2/aggs/ticker/NVDA/range/1/day/{from}/{to}?adjusted=true&sort=asc&limit=5000", setup.Server.Requests.Single());
    }

    [Fact]
    public async Task GetCandles_FromToday_HasNothingToAskFor()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("{}"));

        var reply = await Polygon(setup).GetCandlesAsync(Daily with { From = At("2025-03-14T00:00:00Z") }, CancellationToken.None);

        Assert.Empty(reply.Value!.Candles);
        Assert.Empty(setup.Server.Requests);
    }

    [Theory]
    [InlineData("OK", 2)]
    [InlineData("POLYFEEDPLUS", 2)]
    [InlineData("DELAYED", 1)] // A plan that is 15 minutes late may lack trades of the quarter that ended at 11:45.
    public async Task GetCandles_StatusOfTheFeed_DecidesWhichBarsAreWhole(string status, int expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.Json(Page("C:GBPJPY", status, null, Bar("2025-03-14T11:15:00Z"), Bar("2025-03-14T11:30:00Z"))));

        var reply = await Polygon(setup).GetCandlesAsync(Hourly with { Timeframe = Timeframe.M15 }, CancellationToken.None);

        Assert.Equal(expected, reply.Value!.Candles.Length);
    }

    [Fact]
    public async Task GetCandles_Currency_IsAskedByMinutesOfTheHour()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Bars("C:GBPJPY", Hours(2))));

        var reply = await Polygon(setup).GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(At("2025-03-14T10:00:00Z"), reply.Value!.Candles[1].OpenTime);
        Assert.StartsWith("/v2/aggs/ticker/C:GBPJPY/range/1/hour/", setup.Server.Requests.Single(), StringComparison.Ordinal);
        Assert.EndsWith("limit=50000", setup.Server.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetCandles_NextUrl_BecomesATimeAndTheKeyStaysInTheHeader()
    {
        string? authorization = null;
        await using var setup = await VendorSetup.WithServerAsync(context =>
        {
            authorization = context.Request.Headers.Authorization;
            return Reply.SendAsync(context, 200, Page("C:GBPJPY", "OK", "https://api.polygon.io/v2/aggs/x?cursor=y", Hours(2)));
        });

        var reply = await Polygon(setup).GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(At("2025-03-14T11:00:00Z"), reply.Value!.ContinueFrom);
        Assert.Equal($"Bearer {VendorSetup.SecretKey}", authorization);
        Assert.DoesNotContain("s3cret", setup.Server.Requests.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://x/v2/aggs/ticker/C:GBPJPY/range/1/hour/1741950000000/1741953600000?cursor=y", true)] // 11:00.
    [InlineData("https://x/v2/aggs/ticker/C:GBPJPY/range/1/hour/1741942800000/1741953600000?cursor=y", false)] // 9:00 again.
    [InlineData("nonsense", false)]
    public async Task GetCandles_EmptyPageWithASuccessor_GoesOnOnlyForwards(string nextUrl, bool goesOn)
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.Json($$"""{"ticker":"C:GBPJPY","resultsCount":0,"status":"OK","next_url":"{{nextUrl}}"}"""));

        var reply = await Polygon(setup).GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(goesOn ? At("2025-03-14T11:00:00Z") : null, reply.Value?.ContinueFrom);
        Assert.Equal(goesOn ? FeedResult.Ok : FeedResult.Malformed, reply.Result);
    }

    [Fact]
    public async Task GetCandles_ResultsMissing_IsAnEmptyPage()
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.Json("""{"ticker":"NVDA","queryCount":0,"resultsCount":0,"adjusted":true,"status":"OK","request_id":"x"}"""));

        var reply = await Polygon(setup).GetCandlesAsync(Daily, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Empty(reply.Value!.Candles);
    }

    [Fact]
    public async Task GetIndicator_SemiconductorIndex_ReadsBarsWithoutVolume()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """{"ticker":"I:SOX","resultsCount":1,"results":[{"o":5000.1,"h":5100,"l":4990,"c":5050.25,"t":1741323600000}],"status":"OK"}"""));

        var reply = await Polygon(setup).GetIndicatorAsync(
            new IndicatorQuery("NVDA", "NVDA", "semiconductor_index", At("2025-03-01T00:00:00Z")), CancellationToken.None);

        Assert.Equal(
            [new IndicatorValue("NVDA", "polygon", "semiconductor_index", At("2025-03-07T00:00:00Z"), 5050.25m, "points")], reply.Value!.Rows.ToArray());
    }

    [Fact]
    public async Task GetQuote_Share_TakesLowerCaseForTheBidAndCutsNanoseconds()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Nbbo("110.1", "110.2")));

        var reply = await Polygon(setup).GetQuoteAsync("NVDA", "NVDA", CancellationToken.None);

        Assert.Equal(new Quote("NVDA", "polygon", At("2025-03-14T11:59:59Z").AddTicks(1_234_567), 110.1m, 110.2m, null, null), reply.Value);
    }

    [Theory]
    [InlineData("0", "110.2", FeedResult.Unavailable, "no bid")]
    [InlineData("110.1", "0", FeedResult.Unavailable, "no ask")]
    [InlineData("-1", "110.2", FeedResult.Malformed, "below 0")]
    [InlineData("111", "110.2", FeedResult.Malformed, "bid above the ask")]
    [InlineData("\"111\"", "112", FeedResult.Malformed, "documented form")]
    public async Task GetQuote_UnusablePrice_IsAFailure(string bid, string ask, FeedResult expected, string says)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Nbbo(bid, ask)));

        var reply = await Polygon(setup).GetQuoteAsync("NVDA", "NVDA", CancellationToken.None);

        Assert.Equal(expected, reply.Result);
        Assert.Contains(says, reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetQuote_Pair_IsAskedByItsTwoCurrencies()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """{"last":{"ask":192.35,"bid":192.33,"exchange":48,"timestamp":1741953599000},"status":"success","symbol":"GBP/JPY"}"""));

        var reply = await Polygon(setup).GetQuoteAsync("GBP/JPY", "C:GBPJPY", CancellationToken.None);

        Assert.Equal(new Quote("GBP/JPY", "polygon", At("2025-03-14T11:59:59Z"), 192.33m, 192.35m, null, null), reply.Value);
        Assert.Equal("/v1/last_quote/currencies/GBP/JPY", setup.Server.Requests.Single());
    }

    [Fact]
    public async Task GetOptionsFlow_ContractsOfADay_AreUnusualAboveTheirOpenInterest()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Options(
            Contract("O:NVDA250321C00135000", "call", "135", "300", "1.5", "100"),
            Contract("O:NVDA250321P00130000", "put", "130", "2.5e2", "2", "400"),
            """{"details":{"ticker":"O:NVDA250328C00135000","contract_type":"call","strike_price":135,"expiration_date":"2025-03-28"},"day":{},"greeks":{},"open_interest":5}""")));

        var reply = await Polygon(setup).GetOptionsFlowAsync(new FlowQuery("NVDA", "NVDA", At("2025-03-13T00:00:00Z")), CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        var opening = At("2025-03-13T13:30:00Z");
        Assert.Equal(
            [
                new OptionsFlow("NVDA", "polygon", "O:NVDA250321C00135000-2025-03-13", opening, OptionType.Call, OptionSide.Unknown, 135m,
                    new DateOnly(2025, 3, 21), 300, 45_000m, 100, true),
                new OptionsFlow("NVDA", "polygon", "O:NVDA250321P00130000-2025-03-13", opening, OptionType.Put, OptionSide.Unknown, 130m,
                    new DateOnly(2025, 3, 21), 250, 50_000m, 400, false),
            ],
            reply.Value!.Rows.ToArray());
        Assert.Equal(
            "/v3/snapshot/options/NVDA?expiration_date.gte=2025-03-14&sort=expiration_date&order=asc&limit=250", setup.Server.Requests.Single());
    }

    [Theory]
    [InlineData("2025-03-13T20:29:59Z", 0)] // The day is not over before 16:30 in New York.
    [InlineData("2025-03-13T20:30:00Z", 1)]
    public async Task GetIndicator_OptionsFlow_IsVolumeOverOpenInterestOnceTheDayIsOver(string now, int expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.Json(Options(
                Contract("O:A", "call", "135", "300", "1.5", "100"), Contract("O:B", "put", "130", "250", "2", "900"))),
            now: At(now));

        var reply = await Polygon(setup).GetIndicatorAsync(
            new IndicatorQuery("NVDA", "NVDA", "options_flow", At("2025-03-01T00:00:00Z")), CancellationToken.None);

        Assert.Equal(expected, reply.Value!.Rows.Length);
        Assert.All(reply.Value.Rows, value => Assert.Equal((0.55m, At("2025-03-13T00:00:00Z")), (value.Value, value.At)));
    }

    [Theory]
    [InlineData("short_interest", 12_000_000, "shares")]
    [InlineData("days_to_cover", 2.4, "days")]
    public async Task GetIndicator_ShortInterest_BelongsToItsSettlement(string indicator, double value, string unit)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Shorts("2025-02-14", "2025-02-28")));

        var reply = await Polygon(setup).GetIndicatorAsync(
            new IndicatorQuery("GME", "GME", indicator, At("2025-02-15T00:00:00Z")), CancellationToken.None);

        Assert.Equal([new IndicatorValue("GME", "polygon", indicator, At("2025-02-28T00:00:00Z"), (decimal)value, unit)], reply.Value!.Rows.ToArray());
        Assert.Contains("settlement_date.gte=2025-02-15", setup.Server.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetIndicator_UnknownName_NamesTheKnownOnesAndAsksNobody()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("{}"));

        var reply = await Polygon(setup).GetIndicatorAsync(
            new IndicatorQuery("GME", "GME", "moon_phase", At("2025-02-15T00:00:00Z")), CancellationToken.None);

        Assert.Equal(FeedResult.UnknownSymbol, reply.Result);
        Assert.Equal(
            "polygon has no indicator 'moon_phase'; it has days_to_cover, options_flow, semiconductor_index, short_interest.", reply.Error);
        Assert.Empty(setup.Server.Requests);
    }

    [Theory]
    [InlineData(401, """{"status":"ERROR","request_id":"x","error":"Unknown API Key"}""", FeedResult.KeyRejected)]
    [InlineData(403, """{"status":"NOT_AUTHORIZED","request_id":"x","message":"You are not entitled to this data."}""", FeedResult.PlanTooSmall)]
    [InlineData(200, """{"status":"NOT_AUTHORIZED","request_id":"x","error":"You are not entitled to this data."}""", FeedResult.PlanTooSmall)]
    [InlineData(404, """{"status":"NOT_FOUND","request_id":"x","message":"Data not found."}""", FeedResult.UnknownSymbol)]
    [InlineData(404, "<html>not here</html>", FeedResult.Unavailable)]
    [InlineData(400, """{"status":"ERROR","error":"bad range"}""", FeedResult.Malformed)]
    [InlineData(200, """{"status":"ERROR","error":"bad range"}""", FeedResult.Malformed)]
    [InlineData(429, """{"status":"ERROR","error":"You've exceeded the maximum requests per minute"}""", FeedResult.RateLimited)]
    [InlineData(502, "<html>bad gateway</html>", FeedResult.Unavailable)]
    [InlineData(200, "", FeedResult.Malformed)]
    [InlineData(200, "[]", FeedResult.Malformed)]
    [InlineData(200, """{"status":"OK","resultsCount":1}""", FeedResult.Malformed)]
    [InlineData(200, """{"status":"OK","ticker":"AMD","results":[]}""", FeedResult.Malformed)]
    public async Task GetCandles_DocumentedError_IsItsTypedResult(int status, string body, FeedResult expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(status, body));

        var reply = await Polygon(setup).GetCandlesAsync(Daily, CancellationToken.None);

        Assert.Equal(expected, reply.Result);
        Assert.EndsWith(".", reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetCandles_MissingKey_IsNamedAndNobodyIsAsked()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("{}"));
        setup.Secrets.Remove("POLYGON_API_KEY");

        var reply = await Polygon(setup).GetCandlesAsync(Daily, CancellationToken.None);

        Assert.Equal(FeedResult.KeyMissing, reply.Result);
        Assert.Contains("POLYGON_API_KEY", reply.Error, StringComparison.Ordinal);
        Assert.Empty(setup.Server.Requests);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    [InlineData(403)]
    public async Task GetCandles_ReplyThatEchoesTheKey_KeepsItOutOfTheError(int status)
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.With(status, $$"""{"status":"ERROR","error":"key {{VendorSetup.SecretKey}} is bad"}"""));

        var reply = await Polygon(setup).GetCandlesAsync(Daily, CancellationToken.None);

        Assert.DoesNotContain("s3cret", reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public Task GetCandles_BrokenBody_IsATypedFailureOrSound() => VendorFuzz.RunAsync(
        Page("NVDA", "OK", "https://x/v2/aggs/ticker/NVDA/range/1/day/1741582800000/1741953600000?cursor=y",
            Bar("2025-03-07T05:00:00Z"), Bar("2025-03-10T04:00:00Z")),
        async setup =>
        {
            var reply = await Polygon(setup).GetCandlesAsync(Daily, CancellationToken.None);
            VendorFuzz.CheckCandles(reply.Result, reply.Error, reply.Value?.Candles);
        });

    [Fact]
    public Task GetOptionsFlow_BrokenBody_IsATypedFailureOrSound() => VendorFuzz.RunAsync(
        Options(Contract("O:A", "call", "135", "300", "1.5", "100"), Contract("O:B", "put", "130", "250", "2", "900")),
        async setup =>
        {
            var from = At("2025-03-13T00:00:00Z");
            var reply = await Polygon(setup).GetOptionsFlowAsync(new FlowQuery("NVDA", "NVDA", from), CancellationToken.None);
            VendorFuzz.CheckRows(reply, flow => flow.At, from);
        });

    private static PolygonAdapter Polygon(VendorSetup setup) => setup.Adapter<PolygonAdapter>(VendorCatalogue.Polygon);

    private static string[] Hours(int count)
        => [.. Enumerable.Range(9, count).Select(hour => Bar(FormattableString.Invariant($"2025-03-14T{hour:00}:00:00Z")))];

    private static string Bars(string ticker, params string[] bars) => Page(ticker, "OK", null, bars);

    private static string Page(string ticker, string status, string? nextUrl, params string[] bars)
        => $$"""{"ticker":"{{ticker}}","resultsCount":{{bars.Length}},"results":[{{string.Join(',', bars)}}],"status":"{{status}}","request_id":"x" """
            + (nextUrl is null ? "}" : $$""","next_url":"{{nextUrl}}"}""");

    private static string Bar(string label)
        => $$"""{"v":8.3484005e+06,"vw":110.7,"o":110.5,"c":111,"h":112,"l":109.25,"t":{{At(label).ToUnixTimeMilliseconds()}},"n":100}""";

    private static string Nbbo(string bid, string ask)
        => $$"""{"status":"OK","results":{"T":"NVDA","t":1741953599123456789,"p":{{bid}},"s":3,"P":{{ask}},"S":2,"x":11,"X":12} }""";

    private static string Options(params string[] rows) => $$"""{"status":"OK","results":[{{string.Join(',', rows)}}]}""";

    private static string Contract(string ticker, string type, string strike, string volume, string vwap, string openInterest)
        => $$"""
            {"details":{"ticker":"{{ticker}}","contract_type":"{{type}}","strike_price":{{strike}},"expiration_date":"2025-03-21","shares_per_contract":100},
            "day":{"volume":{{volume}},"vwap":{{vwap}},"close":1,"last_updated":1741896000000000000},"greeks":{},"open_interest":{{openInterest}}}
            """;

    private static string Shorts(params string[] dates)
        => $$"""{"status":"OK","results":[{{string.Join(',', dates.Select(date
            => $$"""{"ticker":"GME","settlement_date":"{{date}}","short_interest":12000000,"avg_daily_volume":5000000,"days_to_cover":2.4}"""))}}]}""";

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

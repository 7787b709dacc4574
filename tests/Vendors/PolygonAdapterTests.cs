using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using static OrleansAssets.Tests.Vendors.PolygonReplies;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Polygon's candles.</summary>
public sealed class PolygonAdapterTests
{
    private static readonly CandleQuery Daily = new("NVDA", "NVDA", Timeframe.D1, At("2025-03-06T00:00:00Z"));
    private static readonly CandleQuery Hourly = new("GBP/JPY", "C:GBPJPY", Timeframe.H1, At("2025-03-14T09:00:00Z"));

    [Fact]
    public async Task GetCandles_DailyAcrossTheClockChange_OpenAtMidnightUtcOfTheTradingDate()
    {
        // New York went to daylight saving on 9 March 2025: midnight is 05:00Z on the 7th and 04:00Z on the 10th.
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            Bars(
                "NVDA", Bar("2025-03-05T05:00:00Z"), Bar("2025-03-07T05:00:00Z"), Bar("2025-03-10T04:00:00Z"),
                Bar("2025-03-14T04:00:00Z"))));

        var reply = await Polygon(setup).GetCandlesAsync(Daily, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal([At("2025-03-07T00:00:00Z"), At("2025-03-10T00:00:00Z")], reply.Value!.Rows.Select(candle => candle.OpenTime));
        Assert.Equal(
            new Candle("NVDA", "polygon", Timeframe.D1, At("2025-03-07T00:00:00Z"), 110.5m, 112m, 109.25m, 111m, 8_348_400.5m),
            reply.Value.Rows[0]);
        Assert.Null(reply.Value.ContinueFrom);
    }

    /// <summary>C4: what was asked for comes back in the vendor's own spelling.</summary>
    [Theory]
    [InlineData("BRK/B", FeedResult.Ok)]
    [InlineData("brk.b", FeedResult.Ok)]
    [InlineData("BRK.A", FeedResult.Malformed)]
    public async Task GetCandles_EchoInAnotherSpelling_IsAboutTheSame(string echoed, FeedResult expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Bars(echoed, Bar("2025-03-07T05:00:00Z"))));

        var reply = await Polygon(setup).GetCandlesAsync(Daily with { Symbol = "BRK.B" }, CancellationToken.None);

        Assert.Equal(expected, reply.Result);
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

        Assert.Empty(reply.Value!.Rows);
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

        Assert.Equal(expected, reply.Value!.Rows.Length);
    }

    [Fact]
    public async Task GetCandles_Currency_IsAskedByMinutesOfTheHour()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Bars("C:GBPJPY", Hours(2))));

        var reply = await Polygon(setup).GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(At("2025-03-14T10:00:00Z"), reply.Value!.Rows[1].OpenTime);
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
        Assert.Empty(reply.Value!.Rows);
    }

    [Theory]
    [InlineData(401, """{"status":"ERROR","request_id":"x","error":"Unknown API Key"}""", FeedResult.KeyRejected)]
    [InlineData(
        403, """{"status":"NOT_AUTHORIZED","request_id":"x","message":"You are not entitled to this data."}""", FeedResult.PlanTooSmall)]
    [InlineData(
        200, """{"status":"NOT_AUTHORIZED","request_id":"x","error":"You are not entitled to this data."}""", FeedResult.PlanTooSmall)]
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
}

using System.Globalization;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Http;

namespace OrleansAssets.Tests.Vendors;

public sealed class AlpacaAdapterTests
{
    private static readonly CandleQuery Daily = new("NVDA", "NVDA", Timeframe.D1, At("2025-03-06T00:00:00Z"));

    [Fact]
    public async Task GetCandles_DailyAcrossTheClockChange_OpenAtMidnightUtcOfTheTradingDate()
    {
        // New York went to daylight saving on 9 March 2025: midnight is 05:00Z on the 7th and 04:00Z on the 10th.
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.Json(Bars(Bar("2025-03-07T05:00:00Z"), Bar("2025-03-10T04:00:00Z"))));

        var reply = await setup.Alpaca.GetCandlesAsync(Daily, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal([At("2025-03-07T00:00:00Z"), At("2025-03-10T00:00:00Z")], reply.Value!.Rows.Select(candle => candle.OpenTime));
        Assert.Equal(new Candle("NVDA", "alpaca", Timeframe.D1, At("2025-03-07T00:00:00Z"), 110.5m, 112m, 109.25m, 111m, 8_348_400m),
            reply.Value.Rows[0]);
        Assert.Contains("start=2025-03-06T05:00:00Z", Uri.UnescapeDataString(setup.Server.Requests.Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetCandles_YearEnd_KeepsTheTradingDate()
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.Json(Bars(Bar("2024-12-31T05:00:00Z"), Bar("2025-01-02T05:00:00Z"))));

        var reply = await setup.Alpaca.GetCandlesAsync(Daily with { From = At("2024-12-31T00:00:00Z") }, CancellationToken.None);

        Assert.Equal([At("2024-12-31T00:00:00Z"), At("2025-01-02T00:00:00Z")], reply.Value!.Rows.Select(candle => candle.OpenTime));
    }

    [Theory]
    [InlineData("2025-03-13T04:00:00Z", 1)] // Ended at the midnight before Reply.Now.
    [InlineData("2025-03-14T04:00:00Z", 0)] // Today.
    public async Task GetCandles_Today_IsLeftOutUntilNewYorksMidnight(string label, int expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Bars(Bar(label))));

        var reply = await setup.Alpaca.GetCandlesAsync(Daily, CancellationToken.None);

        Assert.Equal(expected, reply.Value!.Rows.Length);
    }

    [Fact]
    public async Task GetCandles_DailyLabelOffMidnight_IsMalformed()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Bars(Bar("2025-03-10T05:00:00Z"))));

        var reply = await setup.Alpaca.GetCandlesAsync(Daily, CancellationToken.None);

        Assert.Equal(FeedResult.Malformed, reply.Result);
    }

    [Fact]
    public async Task GetCandles_PageToken_BecomesATime()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Page("\"abc==\"", Bar("2025-03-07T05:00:00Z"))));

        var reply = await setup.Alpaca.GetCandlesAsync(Daily, CancellationToken.None);

        Assert.Equal(At("2025-03-08T00:00:00Z"), reply.Value!.ContinueFrom);
    }

    [Fact]
    public async Task GetCandles_EmptyPageWithASuccessor_FollowsItsToken()
    {
        var calls = 0;
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(
            context, 200, ++calls == 1 ? """{"bars":{},"next_page_token":"a+b/c=="}""" : Bars(Bar("2025-03-07T05:00:00Z"))));

        var reply = await setup.Alpaca.GetCandlesAsync(Daily, CancellationToken.None);

        Assert.Single(reply.Value!.Rows);
        Assert.EndsWith("page_token=a%2Bb%2Fc%3D%3D", setup.Server.Requests.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetCandles_EmptyPagesWithoutEnd_AreMalformed()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("""{"bars":null,"next_page_token":"again"}"""));

        var reply = await setup.Alpaca.GetCandlesAsync(Daily, CancellationToken.None);

        Assert.Equal(FeedResult.Malformed, reply.Result);
        Assert.Equal(2, setup.Server.Requests.Count);
    }

    [Fact]
    public async Task GetQuote_NineDigitTime_IsCutToTicks()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            Quote("\"2025-03-14T11:59:59.123456789Z\"", "110.1", "110.2"), ("X-RateLimit-Limit", "200"), ("X-RateLimit-Remaining", "197")));

        var reply = await setup.Alpaca.GetQuoteAsync("NVDA", "NVDA", CancellationToken.None);

        Assert.Equal(new Quote("NVDA", "alpaca", At("2025-03-14T11:59:59Z").AddTicks(1_234_567), 110.1m, 110.2m, 300m, 200m), reply.Value);
        Assert.Equal(3, reply.UsedUnits);
    }

    [Theory]
    [InlineData("0", "110.2", FeedResult.NothingNow, "no bid")]
    [InlineData("110.1", "0", FeedResult.NothingNow, "no ask")]
    [InlineData("null", "110.2", FeedResult.NothingNow, "no bid")]
    [InlineData("-1", "110.2", FeedResult.Malformed, "below 0")]
    [InlineData("111", "110.2", FeedResult.NothingNow, "bid above the ask")]
    [InlineData("\"111\"", "112", FeedResult.Malformed, "documented form")]
    [InlineData("1e99", "112", FeedResult.Malformed, "documented form")]
    public async Task GetQuote_UnusablePrice_IsAFailure(string bid, string ask, FeedResult expected, string says)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Quote("\"2025-03-14T11:59:59Z\"", bid, ask)));

        var reply = await setup.Alpaca.GetQuoteAsync("NVDA", "NVDA", CancellationToken.None);

        Assert.Equal(expected, reply.Result);
        Assert.Contains(says, reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetQuote_SideIsAbsentOrItsSymbolInOtherLetters_IsOfThatSymbol()
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.Json("""{"quotes":{"nvda":{"t":"2025-03-14T11:59:59Z","bp":110.1,"bs":1}}}"""));

        var reply = await setup.Alpaca.GetQuoteAsync("NVDA", "NVDA", CancellationToken.None);

        Assert.Equal((FeedResult.NothingNow, "alpaca has no ask for NVDA now."), (reply.Result, reply.Error));
    }

    [Fact]
    public async Task GetQuote_SymbolWithoutAQuote_IsUnknown()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("""{"quotes":{}}"""));

        var reply = await setup.Alpaca.GetQuoteAsync("NVDA", "NVDA", CancellationToken.None);

        Assert.Equal(FeedResult.UnknownSymbol, reply.Result);
    }

    [Theory]
    [InlineData(401, """{"message":"unauthorized."}""", FeedResult.KeyRejected)]
    [InlineData(403, """{"message":"subscription does not permit querying recent SIP data"}""", FeedResult.PlanTooSmall)]
    [InlineData(400, """{"message":"invalid symbol: N VDA"}""", FeedResult.UnknownSymbol)]
    [InlineData(422, """{"message":"invalid symbol: N VDA","code":42210000}""", FeedResult.UnknownSymbol)]
    [InlineData(422, """{"message":"invalid timeframe"}""", FeedResult.Malformed)]
    [InlineData(404, """{"message":"not found"}""", FeedResult.Unavailable)]
    [InlineData(429, """{"message":"too many requests."}""", FeedResult.RateLimited)]
    [InlineData(500, "oops", FeedResult.Unavailable)]
    [InlineData(307, "", FeedResult.Unavailable)]
    public async Task GetCandles_DocumentedError_IsItsTypedResult(int status, string body, FeedResult expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(status, body));

        var reply = await setup.Alpaca.GetCandlesAsync(Daily, CancellationToken.None);

        Assert.Equal(expected, reply.Result);
        Assert.EndsWith(".", reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetCandles_RateLimitReset_SaysWhenToRetry()
    {
        var reset = Reply.Now.AddSeconds(37).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(429, "{}", headers: ("X-RateLimit-Reset", reset)));

        var reply = await setup.Alpaca.GetCandlesAsync(Daily, CancellationToken.None);

        Assert.Equal(setup.Clock.GetUtcNow().AddSeconds(37), reply.RetryAfter);
    }

    [Theory]
    [InlineData("ALPACA_API_KEY")]
    [InlineData("ALPACA_SECRET_KEY")]
    public async Task GetCandles_MissingKey_IsNamedAndNobodyIsAsked(string variable)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("{}"));
        setup.Secrets.Remove(variable);

        var reply = await setup.Alpaca.GetCandlesAsync(Daily, CancellationToken.None);

        Assert.Equal(FeedResult.KeyMissing, reply.Result);
        Assert.Contains(variable, reply.Error, StringComparison.Ordinal);
        Assert.Empty(setup.Server.Requests);
    }

    [Fact]
    public async Task GetCandles_KeyThatNoHeaderCanHold_IsRejectedWithoutShowingIt()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("{}"));
        setup.Secrets["ALPACA_SECRET_KEY"] = "two\nlines";

        var reply = await setup.Alpaca.GetCandlesAsync(Daily, CancellationToken.None);

        Assert.Equal(FeedResult.KeyRejected, reply.Result);
        Assert.DoesNotContain("two", reply.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(422)]
    [InlineData(418)]
    [InlineData(200)]
    public async Task GetCandles_ReplyThatEchoesTheKeys_KeepsThemOutOfTheError(int status)
    {
        var escaped = Uri.EscapeDataString(VendorSetup.SecretKey);
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(
            status, $$"""{"message":"key {{VendorSetup.KeyId}} with {{VendorSetup.SecretKey}} or {{escaped}} is bad"}"""));

        var reply = await setup.Alpaca.GetCandlesAsync(Daily, CancellationToken.None);

        Assert.False(reply.IsOk);
        Assert.DoesNotContain(VendorSetup.KeyId, reply.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", reply.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2025-03-14T11:59:59Z", 0)]
    [InlineData("2025-03-14T11:59:59.5Z", 5_000_000)]
    [InlineData("2025-03-14T11:59:59.000000099Z", 0)]
    [InlineData("2025-03-14T07:59:59.0000001-04:00", 1)]
    public void TryParse_TimeOfAnyPrecision_IsUtc(string text, long ticks)
    {
        Assert.True(Rfc3339.TryParse(text, out var instant));
        Assert.Equal(At("2025-03-14T11:59:59Z").AddTicks(ticks), instant);
        Assert.Equal(TimeSpan.Zero, instant.Offset);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2025-03-14")]
    [InlineData("2025-03-14T11:59:59")]
    [InlineData("2025-03-14T11:59:59.Z")]
    [InlineData("2025-03-14T11:59:59.0123456789Z")]
    [InlineData("2025-13-14T11:59:59Z")]
    [InlineData("2025-03-14 11:59:59Z")]
    public void TryParse_AnythingElse_IsRefused(string? text)
    {
        Assert.False(Rfc3339.TryParse(text, out _));
    }

    internal static string Bars(params IEnumerable<string> bars) => Page("null", bars);

    private static string Page(string token, params IEnumerable<string> bars)
        => $$"""{"bars":{"NVDA":[{{string.Join(',', bars)}}]},"next_page_token":{{token}}}""";

    internal static string Bar(string label)
        => $$"""{"t":"{{label}}","o":110.5,"h":112,"l":109.25,"c":111,"v":8.3484e+06,"n":100,"vw":110.7}""";

    internal static string Quote(string at, string bid, string ask)
        => $$$"""{"quotes":{"NVDA":{"t":{{{at}}},"ap":{{{ask}}},"as":200,"ax":"V","bp":{{{bid}}},"bs":300,"c":["R"],"z":"C"} } }""";

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

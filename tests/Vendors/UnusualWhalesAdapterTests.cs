using System.Globalization;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.UnusualWhales;

namespace OrleansAssets.Tests.Vendors;

public sealed class UnusualWhalesAdapterTests
{
    private static readonly FlowQuery Flow = new("GME", "GME", At("2025-03-14T09:00:00Z"));

    [Fact]
    public async Task GetOptionsFlow_NewestFirst_IsTurnedAround()
    {
        string? authorization = null;
        await using var setup = await VendorSetup.WithServerAsync(context =>
        {
            authorization = context.Request.Headers.Authorization;
            return Reply.SendAsync(context, 200, Data(
                Alert("b", "2025-03-14T11:30:00.354429Z", "put", "0", "500"), Alert("a", "2025-03-14T10:00:00.000001Z"), Alert(
                    "z", "2025-03-14T08:59:59Z")));
        });

        var reply = await Whales(setup).GetOptionsFlowAsync(Flow, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal(["a", "b"], reply.Value!.Rows.Select(row => row.FlowId));
        Assert.Equal(
            new OptionsFlow("GME", "unusual_whales", "a", At("2025-03-14T10:00:00Z").AddTicks(10), OptionType.Call, OptionSide.Buy, 24.5m,
                new DateOnly(2025, 3, 21), 514, 143920m, 1061, true),
            reply.Value.Rows[0]);
        Assert.Equal(OptionSide.Sell, reply.Value.Rows[1].Side);
        Assert.Null(reply.Value.ContinueFrom);
        Assert.Equal($"Bearer {VendorSetup.SecretKey}", authorization);
    }

    [Fact]
    public async Task GetOptionsFlow_FromLongAgo_GoesOnAfterItsStretch()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Data()));

        var reply = await Whales(setup).GetOptionsFlowAsync(Flow with { From = At("2025-03-13T09:00:00Z") }, CancellationToken.None);

        Assert.Equal(At("2025-03-13T15:00:00Z"), reply.Value!.ContinueFrom);
    }

    [Fact]
    public async Task GetOptionsFlow_FullReply_AsksForAShorterStretchSoThatNothingIsLost()
    {
        var full = Data([.. Enumerable.Range(0, 200).Select(index => Alert($"n{index}", "2025-03-14T11:00:00Z"))]);
        var calls = 0;
        await using var setup = await VendorSetup.WithServerAsync(
            context => Reply.SendAsync(context, 200, ++calls < 3 ? full : Data(Alert("a", "2025-03-14T09:05:00Z"))));

        var reply = await Whales(setup).GetOptionsFlowAsync(Flow, CancellationToken.None);

        Assert.Equal("a", reply.Value!.Rows.Single().FlowId);
        Assert.Equal(At("2025-03-14T09:10:00Z"), reply.Value.ContinueFrom);
        Assert.Equal(3, setup.Server.Requests.Count);
    }

    /// <summary>A full reply of which some alerts could not be used was taken for one that is not full, and older ones were lost.</summary>
    [Fact]
    public async Task GetOptionsFlow_FullReplyWithABadAlert_AsksForAShorterStretchToo()
    {
        var full = Data([.. Enumerable.Range(0, 199).Select(index => Alert($"n{index}", "2025-03-14T11:00:00Z")), """{"id":""}"""]);
        var calls = 0;
        await using var setup = await VendorSetup.WithServerAsync(
            context => Reply.SendAsync(context, 200, ++calls < 2 ? full : Data(Alert("a", "2025-03-14T09:05:00Z"))));

        var reply = await Whales(setup).GetOptionsFlowAsync(Flow, CancellationToken.None);

        Assert.Equal(("a", 2), (reply.Value!.Rows.Single().FlowId, setup.Server.Requests.Count));
    }

    /// <summary>
    /// A stretch with one alert alone, which cannot be used, was asked for for ever, and so was one of two bad and one good.
    /// </summary>
    [Fact]
    public async Task GetOptionsFlow_MostOfAFewAlertsAreBad_KeepsTheOthersAndGoesOn()
    {
        const string bad = """{"id":""}""";
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Data(bad, Alert("a", "2025-03-14T10:00:00Z"), bad)));

        var reply = await Whales(setup).GetOptionsFlowAsync(Flow, CancellationToken.None);

        Assert.Equal(("a", 2), (reply.Value!.Rows.Single().FlowId, reply.LeftOut?.Count));
    }

    [Fact]
    public async Task GetOptionsFlow_AlertsOfAStretchCannotBeRead_SaysWhereTheNextOneBegins()
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.Json(Data([.. Enumerable.Repeat("""{"id":""}""", 4)])));

        var past = await Whales(setup).GetOptionsFlowAsync(Flow with { From = At("2025-03-13T09:00:00Z") }, CancellationToken.None);
        var present = await Whales(setup).GetOptionsFlowAsync(Flow, CancellationToken.None);

        Assert.Equal((FeedResult.Malformed, At("2025-03-13T15:00:00Z")), (past.Result, past.NextPage));
        Assert.Equal((FeedResult.Malformed, null), (present.Result, present.NextPage));
    }

    [Fact]
    public async Task GetIndicator_DarkPoolDayThatCannotBeRead_SaysWhereTheNextOneBegins()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Data("""{"price":"24.1"}""")));

        var reply = await Whales(setup).GetIndicatorAsync(Query("dark_pool_share", "2025-03-08T00:00:00Z"), CancellationToken.None);

        Assert.Equal((FeedResult.Malformed, At("2025-03-11T00:00:00Z")), (reply.Result, reply.NextPage));
    }

    [Fact]
    public async Task GetOptionsFlow_AlwaysFull_EndsAsMalformedWithinItsReservation()
    {
        var full = Data([.. Enumerable.Range(0, 200).Select(index => Alert($"n{index}", "2025-03-14T11:00:00Z"))]);
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(full));

        var reply = await Whales(setup).GetOptionsFlowAsync(Flow, CancellationToken.None);

        Assert.Equal(FeedResult.Malformed, reply.Result);
        Assert.Equal(Whales(setup).UnitsPerCall, setup.Server.Requests.Count);
    }

    [Theory]
    [InlineData("short_interest", "30123456", "shares", """{"symbol":"GME","short_interest":"30123456","market_date":"2025-02-28"}""")]
    [InlineData("days_to_cover", "3.75", "days", """[{"days_to_cover":3.75,"market_date":"2025-02-28"}]""")]
    [InlineData("short_interest_of_float", "0.0711", "fraction", """{"si_float":"0.0711","market_date":"2025-02-28"}""")]
    public async Task GetIndicator_Shorts_ComeAsOneObjectOrAnArray(string indicator, string value, string unit, string data)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json($$"""{"data":{{data}}}"""));

        var reply = await Whales(setup).GetIndicatorAsync(Query(indicator, "2025-02-01T00:00:00Z"), CancellationToken.None);

        Assert.Equal(
            [new IndicatorValue(
                "GME", "unusual_whales", indicator, At("2025-02-28T00:00:00Z"), decimal.Parse(value, CultureInfo.InvariantCulture), unit)],
            reply.Value!.Rows.ToArray());
    }

    [Theory]
    [InlineData("dark_pool_activity", 400, "shares")]
    [InlineData("dark_pool_share", 0.4, "fraction")]
    public async Task GetIndicator_DarkPool_IsSummedOverTheDaysPrices(string indicator, double value, string unit)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Data(
            """{"price":"24.1","dark_pool_volume":100"""
            + ""","regular_volume":"300"}""", """{"price":"24.2","dark_pool_volume":"300","regular_volume":300}""")));

        var reply = await Whales(setup).GetIndicatorAsync(Query(indicator, "2025-03-08T00:00:00Z"), CancellationToken.None);

        // The 8th is a Saturday.
        Assert.Equal(
            [new IndicatorValue("GME", "unusual_whales", indicator, At("2025-03-10T00:00:00Z"), (decimal)value, unit)],
            reply.Value!.Rows.ToArray());
        Assert.Equal(At("2025-03-11T00:00:00Z"), reply.Value.ContinueFrom);
        Assert.Equal("/api/darkpool/GME/price-levels?date=2025-03-10", setup.Server.Requests.Single());
    }

    [Fact]
    public async Task GetIndicator_DarkPoolOfToday_IsNotOver()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Data()));

        var reply = await Whales(setup).GetIndicatorAsync(Query("dark_pool_activity", "2025-03-14T00:00:00Z"), CancellationToken.None);

        Assert.Empty(reply.Value!.Rows);
        Assert.Empty(setup.Server.Requests);
    }

    [Fact]
    public async Task GetIndicator_OptionVolume_IsOverItsAverageOnDaysThatAreOver()
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.Json(Data(Day("2025-03-14", 9), Day("2025-03-13", 45_000), Day("2025-03-12", 9_000))));

        var reply = await Whales(setup).GetIndicatorAsync(
            Query("options_unusual_activity", "2025-03-12T00:00:00Z"), CancellationToken.None);

        Assert.Equal(
            [(At("2025-03-12T00:00:00Z"), 0.8m), (At("2025-03-13T00:00:00Z"), 2.6m)], reply.Value!.Rows.Select(row => (row.At, row.Value)));
    }

    [Fact]
    public async Task GetCalendar_Releases_HaveIdsThatOutliveAPostponement()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Data(
            """{"type":"report","time":"2025-03-19T18:00:00Z","event":"FOMC decision","reported_period":"","prev":"","forecast":""}""",
            """{"type":"report","time":"2025-03-14T14:00:00Z","event":"*New home sales" """
            + ""","reported_period":"February","prev":"800000","forecast":"0.3%"}""",
            """{"type":"13F","time":"2025-02-14T23:00:00Z","event":"13F Deadline","reported_period":"Q4","prev":"","forecast":""}""")));

        var reply = await Whales(setup).GetCalendarAsync(At("2025-03-01T00:00:00Z"), CancellationToken.None);

        Assert.Equal(["2025-03-february-new-home-sales", "2025-03-fomc-decision"], reply.Value!.Rows.Select(row => row.EventId));
        Assert.Equal(
            ("New home sales", EventImpact.Medium, 800_000m, 0.3m, "percent"),
            (
                reply.Value.Rows[0].Title, reply.Value.Rows[0].Impact, reply.Value.Rows[0].Previous, reply.Value.Rows[0].Forecast,
                reply.Value.Rows[0].Unit));
        Assert.Equal(EventImpact.High, reply.Value.Rows[1].Impact);
    }

    [Fact]
    public async Task GetEarnings_PastAndComing_KeepsTheComingOnes()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Data(
            """{"report_date":"2025-03-25","report_time":"postmarket","ending_fiscal_quarter":"2025-01-31" """
            + ""","street_mean_est":"0.08","actual_eps":null}""",
            """{"report_date":"2024-12-10","report_time":"postmarket","ending_fiscal_quarter":"2024-10-31" """
            + ""","street_mean_est":"-0.03","actual_eps":"0.06"}""")));

        var reply = await Whales(setup).GetEarningsAsync("GME", "GME", CancellationToken.None);

        var row = Assert.Single(reply.Value!.Rows);
        Assert.Equal(
            ("earnings-GME-2025-01-31", At("2025-03-25T00:00:00Z"), "GME", 0.08m), (row.EventId, row.At, row.AssetId, row.Forecast));
    }

    /// <summary>A row without its date was left out, and its share could be bought on the eve of its earnings.</summary>
    [Theory]
    [InlineData("2025-01-31", FeedResult.Malformed)]
    [InlineData("soon", FeedResult.Malformed)]
    [InlineData("2024-10-31", FeedResult.Ok)] // reported long ago
    public async Task GetEarnings_ARowWithoutItsDate_IsRefusedWhereItMayBeComing(string quarter, FeedResult expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Data(
            """{"report_date":"2025-06-10","report_time":"postmarket","ending_fiscal_quarter":"2025-04-30","street_mean_est":"0.1"}""",
            $$"""{"report_date":null,"report_time":"postmarket","ending_fiscal_quarter":"{{quarter}}","street_mean_est":"0.08"}""")));

        var reply = await Whales(setup).GetEarningsAsync("GME", "GME", CancellationToken.None);

        Assert.Equal(expected, reply.Result);
        Assert.Contains(
            expected == FeedResult.Ok ? "" : "has earnings of GME whose date cannot be read", reply.Error ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(401, """{"error":"Invalid API key"}""", FeedResult.KeyRejected)]
    [InlineData(403, """{"error":"not allowed"}""", FeedResult.PlanTooSmall)]
    [InlineData(422, """{"error":"This needs the API Advanced plan"}""", FeedResult.PlanTooSmall)]
    [InlineData(422, """{"error":"Invalid ticker symbol"}""", FeedResult.UnknownSymbol)]
    [InlineData(422, """{"error":"Unprocessable Entity"}""", FeedResult.Malformed)]
    [InlineData(404, """{"error":"Ticker not found"}""", FeedResult.UnknownSymbol)]
    [InlineData(404, "<html></html>", FeedResult.Unavailable)]
    [InlineData(429, "", FeedResult.RateLimited)]
    [InlineData(500, """{"error":"Server error"}""", FeedResult.Unavailable)]
    [InlineData(200, "", FeedResult.Malformed)]
    [InlineData(200, "{}", FeedResult.Malformed)]
    [InlineData(200, """{"data":{"id":1}}""", FeedResult.Malformed)]
    public async Task GetOptionsFlow_DocumentedError_IsItsTypedResult(int status, string body, FeedResult expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(status, body));

        var reply = await Whales(setup).GetOptionsFlowAsync(Flow, CancellationToken.None);

        Assert.Equal(expected, reply.Result);
        Assert.EndsWith(".", reply.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("15000", "2025-03-15T00:00:00Z")] // The day's quota is spent: until 20:00 in New York.
    [InlineData("200", "2025-03-14T12:00:17Z")]
    public async Task GetOptionsFlow_RateLimited_WaitsForTheWindowThatIsSpent(string daily, string retryAt)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(
            429, "{}", headers: [("x-uw-daily-req-count", daily), ("x-uw-token-req-limit", "15000"), (
                "x-uw-req-per-minute-reset", "17000")]));

        var reply = await Whales(setup).GetOptionsFlowAsync(Flow, CancellationToken.None);

        Assert.Equal(At(retryAt), reply.RetryAfter);
    }

    [Fact]
    public async Task GetOptionsFlow_QuotaHeaders_AreStated()
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.Json(Data(), ("x-uw-minute-req-counter", "7"), ("x-uw-daily-req-count", "129")));

        var reply = await Whales(setup).GetOptionsFlowAsync(Flow, CancellationToken.None);

        Assert.Equal(7, reply.UsedUnits);
        Assert.Equal([new StatedUse(60, 7), new StatedUse(86_400, 129)], reply.StatedUses.ToArray());
    }

    private static UnusualWhalesAdapter Whales(VendorSetup setup) => setup.Adapter<UnusualWhalesAdapter>(UnusualWhalesVendor.Id);

    private static IndicatorQuery Query(string indicator, string from) => new("GME", "GME", indicator, At(from));

    private static string Data(params string[] rows) => $$"""{"data":[{{string.Join(',', rows)}}]}""";

    private static string Alert(string id, string at, string type = "call", string ask = "143920", string bid = "0")
        => $$"""
            {"id":"{{id}}","ticker":"GME","created_at":"{{at}}","type":"{{type}}","strike":"24.5","expiry":"2025-03-21","total_size":514,
            "total_premium":"143920","total_ask_side_prem":"{{ask}}","total_bid_side_prem":"{{bid}}","open_interest":1061,"sector":null}
            """;

    private static string Day(string date, int calls)
        => $$"""{"date":"{{date}}","call_volume":{{calls}},"put_volume":7000"""
            + $$""","avg_30_day_call_volume":"10000.000","avg_30_day_put_volume":"10000.000"}""";

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using static OrleansAssets.Tests.Vendors.PolygonReplies;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Polygon's quotes, options and indicators.</summary>
public sealed class PolygonFactsTests
{
    [Fact]
    public async Task GetIndicator_SemiconductorIndex_ReadsBarsWithoutVolume()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """{"ticker":"I:SOX","resultsCount":1,"results":[{"o":5000.1,"h":5100,"l":4990,"c":5050.25,"t":1741323600000}]"""
            + ""","status":"OK"}"""));

        var reply = await Polygon(setup).GetIndicatorAsync(
            new IndicatorQuery("NVDA", "NVDA", "semiconductor_index", At("2025-03-01T00:00:00Z")), CancellationToken.None);

        Assert.Equal(
            [new IndicatorValue("NVDA", "polygon", "semiconductor_index", At("2025-03-07T00:00:00Z"), 5050.25m, "points")],
            reply.Value!.Rows.ToArray());
    }

    [Fact]
    public async Task GetQuote_Share_TakesLowerCaseForTheBidAndCutsNanoseconds()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Nbbo("110.1", "110.2")));

        var reply = await Polygon(setup).GetQuoteAsync("NVDA", "NVDA", CancellationToken.None);

        Assert.Equal(new Quote("NVDA", "polygon", At("2025-03-14T11:59:59Z").AddTicks(1_234_567), 110.1m, 110.2m, null, null), reply.Value);
    }

    [Theory]
    [InlineData("0", "110.2", FeedResult.NothingNow, "no bid")]
    [InlineData("110.1", "0", FeedResult.NothingNow, "no ask")]
    [InlineData("-1", "110.2", FeedResult.Malformed, "below 0")]
    [InlineData("null", "110.2", FeedResult.NothingNow, "no bid")]
    [InlineData("111", "110.2", FeedResult.NothingNow, "bid above the ask")]
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
            """{"details":{"ticker":"O:NVDA250328C00135000","contract_type":"call","strike_price":135"""
            + ""","expiration_date":"2025-03-28"},"day":{},"greeks":{},"open_interest":5}""")));

        var reply = await Polygon(setup).GetOptionsFlowAsync(
            new FlowQuery("NVDA", "NVDA", At("2025-03-13T00:00:00Z")), CancellationToken.None);

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
            "/v3/snapshot/options/NVDA?expiration_date.gte=2025-03-14&sort=expiration_date&order=asc&limit=250",
            setup.Server.Requests.Single());
    }

    /// <summary>One contract that cannot be read had the page refused, each time anew, until it expired.</summary>
    [Fact]
    public async Task GetOptionsFlow_OneContractIsBad_IsLeftOutAndTheOthersAreKept()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Options(
            Contract("O:NVDA250321C00135000", "call", "135", "300", "1.5", "100"),
            Contract("O:NVDA250321P00000000", "put", "0", "10", "2", "400"),
            Contract("O:NVDA250321P00130000", "put", "130", "250", "2", "400"))));

        var reply = await Polygon(setup).GetOptionsFlowAsync(
            new FlowQuery("NVDA", "NVDA", At("2025-03-13T00:00:00Z")), CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal([135m, 130m], reply.Value!.Rows.Select(flow => flow.Strike));
        Assert.Equal(new LeftOut(1, "a contract 'O:NVDA250321P00000000' that is not of the documented form"), reply.LeftOut);
    }

    /// <summary>A figure of the whole day is not made of a part of it.</summary>
    [Fact]
    public async Task GetIndicator_OneContractIsBad_IsRefusedWhole()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Options(
            Contract("O:A", "call", "135", "300", "1.5", "100"), Contract("O:B", "put", "0", "250", "2", "900"),
            Contract("O:C", "put", "130", "250", "2", "900"))));

        var reply = await Polygon(setup).GetIndicatorAsync(
            new IndicatorQuery("NVDA", "NVDA", "options_flow", At("2025-03-01T00:00:00Z")), CancellationToken.None);

        Assert.Equal(FeedResult.Malformed, reply.Result);
        Assert.Contains("a contract 'O:B' that is not of the documented form", reply.Error, StringComparison.Ordinal);
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

        Assert.Equal(
            [new IndicatorValue("GME", "polygon", indicator, At("2025-02-28T00:00:00Z"), (decimal)value, unit)],
            reply.Value!.Rows.ToArray());
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
}

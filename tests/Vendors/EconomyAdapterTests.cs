using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Eia;
using OrleansAssets.Vendors.Fred;
using static OrleansAssets.Tests.Vendors.IndicatorCase;

namespace OrleansAssets.Tests.Vendors;

/// <summary>EIA and FRED in their documented forms.</summary>
public sealed class EconomyAdapterTests
{
    [Theory]
    [InlineData("\"1707\"", "\"2\"", false)]
    [InlineData("1707", "2", false)]
    [InlineData("\"1707\"", "\"5001\"", true)]
    public async Task Eia_ValuesAsTextOrNumber_AreReadAndPagesContinueByDate(string value, string total, bool continues)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            $$$"""
            {"response":{"total":{{{total}}},"frequency":"weekly","data":[
            {"period":"2025-02-28","series":"S","value":{{{value}}},"units":"BCF"},
            {"period":"2025-03-07","series":"S","value":null,"units":"BCF"}]},"request":{"params":{"api_key":"echoed"} } }
            """));

        var reply = await setup.AskAsync(EiaVendor.Id, "S", "storage_report", from: "2024-12-31");

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal((At("2025-02-28"), 1707m, "bcf"), reply.Value!.Rows.Select(row => (row.At, row.Value, row.Unit)).Single());
        Assert.Equal(continues ? At("2025-03-08") : null, reply.Value.ContinueFrom);
        var request = Uri.UnescapeDataString(setup.Server.Requests.Single());
        Assert.StartsWith("/natural-gas/stor/wkly/data/?api_key=", request, StringComparison.Ordinal);
        Assert.EndsWith(
            "&frequency=weekly&data[0]=value&facets[series][]=S&start=2024-12-31&sort[0][column]=period&sort[0][direction]=asc&offset=0"
            + "&length=5000",
            request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"response":{"total":"1","data":[{"period":"2025-03-07","series":"OTHER","value":"1"}]}}""")]
    [InlineData("""{"response":{"total":"1","data":[{"period":"2025-03-07","series":"S"}]}}""")]
    [InlineData("""{"response":{"total":"1","data":[{"period":"2025-W10","series":"S","value":"1"}]}}""")]
    [InlineData("""{"response":{"total":"x","data":[]}}""")]
    [InlineData("""{"response":{"total":"7","data":[]}}""")]
    [InlineData("""{"response":{}}""")]
    public async Task Eia_RowsOfAnotherForm_AreMalformed(string body)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(body));

        var reply = await setup.AskAsync(EiaVendor.Id, "S", "storage_report");

        Assert.Equal(FeedResult.Malformed, reply.Result);
    }

    [Fact]
    public async Task Fred_Observations_LeaveMissingValuesOut()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """
            {"count":3,"offset":0,"limit":10000,"observations":[{"realtime_start":"2025-03-14","date":"2024-12-31","value":"4.58"},
            {"date":"2025-01-01","value":"."},{"date":"2025-01-02","value":"-0.12"}]}
            """));

        var reply = await setup.AskAsync(FredVendor.Id, "any", "treasury_yield", from: "2024-12-31");

        Assert.Equal([(At("2024-12-31"), 4.58m), (At("2025-01-02"), -0.12m)], reply.Value!.Rows.Select(row => (row.At, row.Value)));
        Assert.Null(reply.Value.ContinueFrom);
        Assert.Contains("series_id=DGS10&", setup.Server.Requests.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fred_MoreValuesThanAPage_ContinueAfterTheLastDate()
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.Json("""{"count":2,"observations":[{"date":"2025-03-10","value":"."}]}"""));

        var reply = await setup.AskAsync(FredVendor.Id, "any", "volatility_index");

        Assert.Equal(At("2025-03-11"), reply.Value!.ContinueFrom);
    }

    [Fact]
    public async Task Fred_RateDifference_IsOneYieldLessTheOther()
    {
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(
            context, 200, context.Request.Query["series_id"] == "IRLTLT01GBM156N"
                ? """{"count":2,"observations":[{"date":"2025-01-01","value":"4.6"},{"date":"2025-02-01","value":"4.5"}]}"""
                : """{"count":2,"observations":[{"date":"2025-01-01","value":"1.2"},{"date":"2025-02-01","value":"."}]}"""));

        var reply = await setup.AskAsync(FredVendor.Id, "GBP/JPY", "rate_differential", from: "2025-01-01");

        Assert.Equal((At("2025-01-01"), 3.4m, "percent"), reply.Value!.Rows.Select(row => (row.At, row.Value, row.Unit)).Single());
        Assert.Equal(setup.Adapter<IVendorAdapter>(FredVendor.Id).UnitsPerCall, setup.Server.Requests.Count);
    }

    [Fact]
    public async Task Fred_RateDifference_CountsWhatIsLeftOutOfEitherSeries()
    {
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(
            context, 200, context.Request.Query["series_id"] == "IRLTLT01GBM156N"
                ? """{"count":2,"observations":[{"date":"2025-01-01","value":"4.6"},{"date":"2025-02-01","value":"?"}]}"""
                : """{"count":2,"observations":[{"date":"2025-01-01","value":"1.2"},{"date":"2025-02-01","value":"1.1"}]}"""));

        var reply = await setup.AskAsync(FredVendor.Id, "GBP/JPY", "rate_differential", from: "2025-01-01");

        Assert.Equal((1, 1), (reply.Value?.Rows.Length, reply.LeftOut?.Count));
    }

    [Fact]
    public async Task Fred_Calendar_KeepsWhatMovesMarketsAndIsNotDaily()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """
            {"count":6,"release_dates":[{"release_id":101,"release_name":"FOMC Press Release","date":"2025-03-18"},
            {"release_id":18,"release_name":"H.15","date":"2025-03-19"},
            {"release_id":101,"release_name":"FOMC Press Release","date":"2025-03-19"},
            {"release_id":101,"release_name":"FOMC Press Release","date":"2025-05-07"},
            {"release_id":10,"release_name":"Consumer Price Index","date":"2025-05-13"},
            {"release_id":46,"release_name":"Producer Price Index","date":"2025-05-14"}]}
            """));

        var reply = await setup.Adapter<ICalendarSource>(FredVendor.Id).GetCalendarAsync(At("2025-03-14"), CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal(
            [
                ("release-101-2025-03-18", EventImpact.Low), ("release-101-2025-03-19", EventImpact.Low),
                ("release-101-2025-05-07", EventImpact.High), ("release-10-2025-05-13", EventImpact.High),
                ("release-46-2025-05-14", EventImpact.Medium),
            ],
            reply.Value!.Rows.Select(one => (one.EventId, one.Impact)));
        Assert.Equal((At("2025-05-13"), "Consumer Price Index", "US", null),
            reply.Value.Rows.Where(one => one.EventId.StartsWith("release-10-", StringComparison.Ordinal))
                .Select(one => (one.At, one.Title, one.Country, one.AssetId)).Single());
        Assert.Contains("realtime_start=2025-03-14&realtime_end=2025-06-12&include_release_dates_with_no_data=true",
            setup.Server.Requests.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2025-03-14", "2025-03-16", 1)]
    [InlineData("2025-03-16", null, 0)]
    public async Task Fred_CalendarPage_EndsBeforeItsLastDateWhichTheNextHasWhole(string from, string? expected, int rows)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(
            """
            {"count":9,"release_dates":[{"release_id":10,"release_name":"A","date":"2025-03-14"},
            {"release_id":46,"release_name":"B","date":"2025-03-16"}]}
            """));

        var reply = await setup.Adapter<ICalendarSource>(FredVendor.Id).GetCalendarAsync(At(from), CancellationToken.None);

        Assert.Equal(expected is null ? FeedResult.Malformed : FeedResult.Ok, reply.Result);
        Assert.Equal(expected is null ? null : At(expected), reply.Value?.ContinueFrom);
        Assert.Equal(rows, reply.Value?.Rows.Length ?? 0);
    }
}

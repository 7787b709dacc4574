using System.Globalization;
using Microsoft.AspNetCore.Http;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Finra;

namespace OrleansAssets.Tests.Vendors;

public sealed class FinraAdapterTests
{
    private const string Names =
        "accountingYearMonthNumber|symbolCode|issueName|issuerServicesGroupExchangeCode|marketClassCode|currentShortPositionQuantity"
        + "|previousShortPositionQuantity|stockSplitFlag|averageDailyVolumeQuantity|daysToCoverQuantity|revisionFlag|changePercent"
        + "|changePreviousNumber|settlementDate";

    private static readonly IndicatorQuery Shorts = new("GME", "GME", "short_interest", At("2025-02-20T00:00:00Z"));

    [Theory]
    [InlineData("short_interest", 30123456, "shares", "\n")]
    [InlineData("days_to_cover", 3.75, "days", "\r\n")]
    public async Task GetIndicator_FileOfASettlement_HoldsTheShareAmongOthers(string indicator, double value, string unit, string newLine)
    {
        await using var setup = await VendorSetup.WithServerAsync(Files(("20250228", File("2025-02-28", newLine))));

        var reply = await Finra(setup).GetIndicatorAsync(Shorts with { Indicator = indicator }, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal(
            [new IndicatorValue("GME", "finra", indicator, At("2025-02-28T00:00:00Z"), (decimal)value, unit)], reply.Value!.Rows.ToArray());
        Assert.Equal(At("2025-03-01T00:00:00Z"), reply.Value.ContinueFrom);
        Assert.Equal(["/equity/otcmarket/biweekly/shrt20250228.csv"], setup.Server.Requests);
    }

    [Theory]
    [InlineData("2025-02-12T00:00:00Z", "20250214")] // The 15th is a Saturday.
    [InlineData("2024-01-10T00:00:00Z", "20240112")] // The 15th is Martin Luther King's day, a Monday.
    [InlineData("2022-04-15T00:00:00Z", "20220414")] // Good Friday.
    [InlineData("2024-12-20T00:00:00Z", "20241231")]
    [InlineData("2019-05-05T00:00:00Z", "20210615")] // Earlier files lack the shares of exchanges.
    public async Task GetIndicator_SettlementOffABusinessDay_IsFoundTheBusinessDayBefore(string from, string file)
    {
        var date = DateOnly.ParseExact(file, "yyyyMMdd", CultureInfo.InvariantCulture).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await using var setup = await VendorSetup.WithServerAsync(Files((file, File(date, "\n"))));

        var reply = await Finra(setup).GetIndicatorAsync(Shorts with { From = At(from).AddDays(-4) }, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal(At(date + "T00:00:00Z"), reply.Value!.Rows.Single().At);
        Assert.InRange(setup.Server.Requests.Count, 1, 2);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task GetIndicator_FileNotPublishedYet_IsNoFailure(int status)
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.With(status, "<Error><Code>AccessDenied</Code></Error>", "application/xml"));

        var reply = await Finra(setup).GetIndicatorAsync(Shorts, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Empty(reply.Value!.Rows);
        Assert.Null(reply.Value.ContinueFrom);
        Assert.Equal(2, setup.Server.Requests.Count);
    }

    [Theory]
    [InlineData(1, "GM short_interest shared, GM days_to_cover shared, GMED short_interest shared")]
    [InlineData(12, "GM short_interest fetched, GM days_to_cover shared, GMED short_interest shared")]
    public async Task GetIndicator_OtherSharesOfAFile_AreReadFromTheOneThatWasFetched(int hoursLater, string expected)
    {
        await using var setup = await VendorSetup.WithServerAsync(Files(("20250228", File("2025-02-28", "\n"))));
        await AskAsync("GME", "short_interest");
        setup.Clock.Advance(TimeSpan.FromHours(hoursLater));

        string[] asked =
            [await AskAsync("GM", "short_interest"), await AskAsync("GM", "days_to_cover"), await AskAsync("GMED", "short_interest")];

        Assert.Equal(expected, string.Join(", ", asked));
        Assert.Equal(expected.Contains("fetched", StringComparison.Ordinal) ? 2 : 1, setup.Server.Requests.Count);

        async Task<string> AskAsync(string share, string indicator)
        {
            var reply = await Finra(setup).GetIndicatorAsync(
                Shorts with { AssetId = share, Symbol = share, Indicator = indicator }, CancellationToken.None);
            Assert.Equal(share, reply.Value?.Rows.Single().AssetId);
            return $"{share} {indicator} {(reply.IsFree ? "shared" : "fetched")}";
        }
    }

    [Fact]
    public async Task GetIndicator_FileThatMayHaveBeenCut_IsFetchedAgainForTheNextShare()
    {
        await using var setup = await VendorSetup.WithServerAsync(Files(("20250228", File("2025-02-28", "\n").TrimEnd())));
        await Finra(setup).GetIndicatorAsync(Shorts, CancellationToken.None);

        var reply = await Finra(setup).GetIndicatorAsync(Shorts with { AssetId = "GM", Symbol = "GM" }, CancellationToken.None);

        Assert.False(reply.IsFree);
        Assert.Equal(2, setup.Server.Requests.Count);
    }

    [Theory]
    [InlineData(59, 2, true)]
    [InlineData(60, 4, false)]
    public async Task GetIndicator_FileNotPublishedYet_IsAskedForAgainAfterAnHour(int minutesLater, int requests, bool isFree)
    {
        await using var setup = await VendorSetup.WithServerAsync(Files());
        await Finra(setup).GetIndicatorAsync(Shorts, CancellationToken.None);
        setup.Clock.Advance(TimeSpan.FromMinutes(minutesLater));

        var reply = await Finra(setup).GetIndicatorAsync(Shorts with { AssetId = "GM", Symbol = "GM" }, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal((requests, isFree), (setup.Server.Requests.Count, reply.IsFree));
    }

    [Fact]
    public async Task GetIndicator_FileLongDue_IsUnavailable()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(403, "<Error/>", "application/xml"));

        var reply = await Finra(setup).GetIndicatorAsync(Shorts with { From = At("2025-01-10T00:00:00Z") }, CancellationToken.None);

        Assert.Equal(FeedResult.Unavailable, reply.Result);
        Assert.Contains("2025-01-15", reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetIndicator_SettlementInTheFuture_IsNotAskedFor()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("{}"));

        var reply = await Finra(setup).GetIndicatorAsync(Shorts with { From = At("2025-03-01T00:00:00Z") }, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Empty(setup.Server.Requests);
    }

    [Fact]
    public async Task GetIndicator_ShareThatWasNotTraded_HasNoDaysToCover()
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Files(("20250228", File("2025-02-28", "\n").Replace("3.75", "999.99", StringComparison.Ordinal))));

        var reply = await Finra(setup).GetIndicatorAsync(Shorts with { Indicator = "days_to_cover" }, CancellationToken.None);

        Assert.Empty(reply.Value!.Rows);
    }

    [Theory]
    [InlineData(200, "", FeedResult.Malformed)]
    [InlineData(200, "<html>hello</html>", FeedResult.Malformed)]
    [InlineData(200, Names + "\n20250228|GME|GameStop|A|NYSE|many|1||1|1||1|1|2025-02-28", FeedResult.Malformed, "2025-03-01T00:00:00Z")]
    [InlineData(200, Names + "\n20250228|GME|GameStop", FeedResult.Malformed, "2025-03-01T00:00:00Z")]
    [InlineData(
        200, Names + "\n20240228|GME|GameStop|A|NYSE|5|1||1|1||1|1|2024-02-29", FeedResult.Malformed, "2025-03-01T00:00:00Z")]
    [InlineData(200, Names, FeedResult.Ok)] // Not listed, or nobody sold it short.
    [InlineData(429, "", FeedResult.RateLimited)]
    [InlineData(500, "", FeedResult.Unavailable)]
    [InlineData(302, "", FeedResult.Unavailable)]
    public async Task GetIndicator_OtherReply_IsItsTypedResult(int status, string body, FeedResult expected, string? goesOnAt = null)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(status, body, "text/csv"));

        var reply = await Finra(setup).GetIndicatorAsync(Shorts, CancellationToken.None);

        Assert.Equal(expected, reply.Result);
        Assert.Empty(reply.Value?.Rows ?? []);
        Assert.Equal(goesOnAt is null ? null : At(goesOnAt), reply.NextPage); // what is no file at all is not passed over
    }

    [Fact]
    public async Task GetIndicator_UnknownName_NamesTheKnownOnes()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("{}"));

        var reply = await Finra(setup).GetIndicatorAsync(Shorts with { Indicator = "price" }, CancellationToken.None);

        Assert.Equal("finra has no indicator 'price'; it has days_to_cover, short_interest.", reply.Error);
    }

    private static FinraAdapter Finra(VendorSetup setup) => setup.Adapter<FinraAdapter>(FinraVendor.Id);

    /// <summary>Files by date; all others are refused as the real host does.</summary>
    private static RequestDelegate Files(params (string Date, string Body)[] files) => context =>
    {
        var found = files.FirstOrDefault(file => context.Request.Path.Value!.Contains(file.Date, StringComparison.Ordinal)).Body;
        return Reply.SendAsync(context, found is null ? 403 : 200, found ?? "<Error/>", found is null ? "application/xml" : "text/csv");
    };

    private static string File(string settled, string newLine) => string.Join(
        newLine,
        Names,
        $"20250228|GM|General Motors|A|NYSE|1|2||3|4.00||5|6|{settled}",
        $"20250228|GME|GameStop Corp.|A|NYSE|30123456|31000000||8030000|3.75||-2.83|-876544|{settled}",
        $"20250228|GMED|Globus|A|NYSE|7|8||9|1.00||2|3|{settled}",
        string.Empty);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}

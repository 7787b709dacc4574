using System.Globalization;
using Microsoft.AspNetCore.Http;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.AlphaVantage;
using OrleansAssets.Vendors.Reddit;
using OrleansAssets.Vendors.Twitter;
using OrleansAssets.Vendors.UnusualWhales;
using static OrleansAssets.Tests.Vendors.IndicatorCase;

namespace OrleansAssets.Tests.Vendors;

/// <summary>
/// What each vendor writes for times around the change of New York's clocks and the end of a year, and the instants it means. Bars of
/// shares and pairs have theirs beside their adapters; here is everything else.
/// </summary>
public sealed class VendorClockTests
{
    /// <summary>The clocks go forward, go back, a year ends, a day is added to one.</summary>
    private static readonly string[] Turns =
        ["2025-03-10T21:20:30Z", "2025-11-03T22:20:30Z", "2025-01-02T12:20:30Z", "2024-03-01T14:20:30Z"];

    public static TheoryData<string, string> QuestionsAtTurns
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var question in VendorQuestion.All)
            {
                foreach (var turn in Turns)
                {
                    data.Add(question.ToString(), turn);
                }
            }

            return data;
        }
    }

    /// <summary>Seconds and days of UTC, which no clock of New York's moves, and dates, which have no clock.</summary>
    [Theory]
    [InlineData(
        "glassnode", "BTC", "mvrv", "2025-03-11T00:30:00Z", """[{"t":1741392000,"v":1},{"t":1741478400,"v":2},{"t":1741564800,"v":3}]""",
        "2025-03-08 2025-03-09 2025-03-10")]
    [InlineData(
        "glassnode", "BTC", "mvrv", "2025-01-02T00:30:00Z", """[{"t":1735516800,"v":1},{"t":1735603200,"v":2},{"t":1735689600,"v":3}]""",
        "2024-12-30 2024-12-31 2025-01-01")]
    [InlineData(
        "coinmetrics", "btc", "mvrv", "2025-01-02T00:30:00Z",
        """
        {"data":[{"asset":"btc","time":"2024-12-31T00:00:00.000000000Z","CapMVRVCur":"2.1"},
        {"asset":"btc","time":"2025-01-01T00:00:00.000000000Z","CapMVRVCur":"2.2"}]}
        """,
        "2024-12-31 2025-01-01")]
    [InlineData(
        "coinmetrics", "btc", "mvrv", "2025-11-04T00:30:00Z",
        """
        {"data":[{"asset":"btc","time":"2025-11-01T00:00:00.000000000Z","CapMVRVCur":"2.1"},
        {"asset":"btc","time":"2025-11-02T00:00:00.000000000Z","CapMVRVCur":"2.2"}]}
        """,
        "2025-11-01 2025-11-02")]
    [InlineData(
        "defillama", "Ethereum", "total_value_locked", "2025-01-02T00:30:00Z",
        """[{"date":1735603200,"tvl":1},{"date":1735689600,"tvl":2},{"date":1735776000,"tvl":3}]""", "2024-12-31 2025-01-01")]
    [InlineData(
        "defillama", "Ethereum", "stablecoin_supply", "2025-11-04T00:30:00Z",
        """
        [{"date":"1761955200","totalCirculatingUSD":{"peggedUSD":1}},{"date":"1762041600","totalCirculatingUSD":{"peggedUSD":2}},
        {"date":"1762128000","totalCirculatingUSD":{"peggedUSD":3}}]
        """,
        "2025-11-01 2025-11-02 2025-11-03")]
    [InlineData(
        "etherscan", "1", "eth_price", "2025-01-01T00:00:10Z",
        """{"status":"1","message":"OK","result":{"ethbtc":"0.02","ethbtc_timestamp":"1735689599" """
        + ""","ethusd":"3300","ethusd_timestamp":"1735689599"}}""",
        "2024-12-31T23:59:59Z")]
    [InlineData(
        "etherscan", "1", "gas_price", "2025-03-09T07:00:00Z",
        """{"status":"1","message":"OK","result":{"LastBlock":"1","SafeGasPrice":"1","ProposeGasPrice":"2","FastGasPrice":"3"}}""",
        "2025-03-09T07:00:00Z")]
    [InlineData(
        "eia", "S", "storage_report", "2025-01-10T12:00:00Z",
        """
        {"response":{"total":"2","frequency":"weekly","data":[{"period":"2024-12-27","series":"S","value":"3413","units":"BCF"},
        {"period":"2025-01-03","series":"S","value":"3373","units":"BCF"}]}}
        """,
        "2024-12-27 2025-01-03")]
    [InlineData(
        "eia", "S", "storage_report", "2025-11-14T12:00:00Z",
        """
        {"response":{"total":"2","frequency":"weekly","data":[{"period":"2025-10-31","series":"S","value":"3915","units":"BCF"},
        {"period":"2025-11-07","series":"S","value":"3960","units":"BCF"}]}}
        """,
        "2025-10-31 2025-11-07")]
    [InlineData(
        "fred", "any", "treasury_yield", "2025-03-12T12:00:00Z",
        """{"count":3,"observations":[{"date":"2025-03-07","value":"4.32"},{"date":"2025-03-10","value":"4.22"}"""
        + """,{"date":"2025-03-11","value":"4.28"}]}""",
        "2025-03-07 2025-03-10 2025-03-11")]
    [InlineData(
        "polygon", "GME", "short_interest", "2025-01-20T12:00:00Z",
        """
        {"status":"OK","results":[{"ticker":"GME","settlement_date":"2024-12-31","short_interest":5,"avg_daily_volume":1,"days_to_cover":5},
        {"ticker":"GME","settlement_date":"2025-01-15","short_interest":6,"avg_daily_volume":1,"days_to_cover":6}]}
        """,
        "2024-12-31 2025-01-15")]
    [InlineData(
        "polygon", "NVDA", "semiconductor_index", "2025-01-03T12:00:00Z",
        """
        {"ticker":"I:SOX","resultsCount":2,"results":[{"o":5,"h":6,"l":4,"c":5,"t":1735621200000},{"o":5,"h":6,"l":4,"c":5,
        "t":1735794000000}],
        "status":"OK"}
        """,
        "2024-12-31 2025-01-02")]
    [InlineData(
        "polygon", "NVDA", "semiconductor_index", "2025-11-05T12:00:00Z",
        """
        {"ticker":"I:SOX","resultsCount":2,"results":[{"o":5,"h":6,"l":4,"c":5,"t":1761883200000},{"o":5,"h":6,"l":4,"c":5,
        "t":1762146000000}],
        "status":"OK"}
        """,
        "2025-10-31 2025-11-03")]
    [InlineData(
        "unusual_whales", "GME", "short_interest", "2025-01-20T12:00:00Z",
        """{"data":[{"short_interest":"5","market_date":"2024-12-31"},{"short_interest":"6","market_date":"2025-01-15"}]}""",
        "2024-12-31 2025-01-15")]
    [InlineData(
        "unusual_whales", "GME", "options_unusual_activity", "2025-11-04T12:00:00Z",
        """
        {"data":[{"date":"2025-11-03","call_volume":1,"put_volume":1,"avg_30_day_call_volume":"1","avg_30_day_put_volume":"1"},
        {"date":"2025-10-31","call_volume":1,"put_volume":1,"avg_30_day_call_volume":"1","avg_30_day_put_volume":"1"}]}
        """,
        "2025-10-31 2025-11-03")]
    public async Task GetIndicator_AroundATurn_HasTheInstantsThatTheVendorMeans(
        string sourceId, string symbol, string indicator, string now, string body, string expected)
    {
        await using var setup = await AtAsync(now, body);

        var reply = await setup.AskAsync(sourceId, symbol, indicator, from: "2024-12-01");

        Assert.True(reply.IsOk, reply.Error);
        Assert.Equal(expected.Split(' ').Select(At), reply.Value!.Rows.Select(row => row.At));
    }

    [Fact]
    public async Task UnusualWhales_FlowOfTheYearsLastSecond_IsOfItsInstant()
    {
        await using var setup = await AtAsync("2025-01-01T00:00:10Z", """
            {"data":[{"id":"a","ticker":"GME","created_at":"2024-12-31T23:59:59.999999Z","type":"call","strike":"24.5",
            "expiry":"2025-01-03",
            "total_size":1,"total_premium":"1","total_ask_side_prem":"1","total_bid_side_prem":"0","open_interest":1}]}
            """);

        var reply = await setup.Adapter<IOptionsFlowSource>(UnusualWhalesVendor.Id)
            .GetOptionsFlowAsync(new FlowQuery("GME", "GME", At("2024-12-31T20:00:00Z")), CancellationToken.None);

        Assert.Equal(At("2025-01-01").AddTicks(-10), Assert.Single(reply.Value!.Rows).At);
    }

    /// <summary>The vendors' days end by New York's clocks: at its midnight, and at 20:00 there.</summary>
    [Theory]
    [InlineData("alpha_vantage", "2024-12-31T12:00:00Z", "2025-01-01T05:00:00Z")]
    [InlineData("alpha_vantage", "2025-03-09T04:59:00Z", "2025-03-09T05:00:00Z")]
    [InlineData("alpha_vantage", "2025-03-09T12:00:00Z", "2025-03-10T04:00:00Z")]
    [InlineData("alpha_vantage", "2025-11-02T12:00:00Z", "2025-11-03T05:00:00Z")]
    [InlineData("unusual_whales", "2024-12-31T12:00:00Z", "2025-01-01T01:00:00Z")]
    [InlineData("unusual_whales", "2025-03-08T12:00:00Z", "2025-03-09T01:00:00Z")]
    [InlineData("unusual_whales", "2025-03-09T12:00:00Z", "2025-03-10T00:00:00Z")]
    [InlineData("unusual_whales", "2025-11-02T12:00:00Z", "2025-11-03T01:00:00Z")]
    public async Task Ask_DayOfTheVendorIsSpent_WaitsForItsEndInNewYork(string sourceId, string now, string retryAt)
    {
        await using var setup = await VendorSetup.WithServerAsync(
            context => sourceId == AlphaVantageVendor.Id
                ? SendAsync(context, now, 200, """{"Information":"our standard API rate limit is 25 requests per day."}""")
                : SendAsync(context, now, 429, "{}", ("x-uw-daily-req-count", "15000"), ("x-uw-token-req-limit", "15000")),
            now: At(now));

        var reply = await setup.Adapter<IEarningsSource>(sourceId).GetEarningsAsync("GME", "GME", CancellationToken.None);

        Assert.Equal((FeedResult.RateLimited, At(retryAt)), (reply.Result, reply.RetryAfter));
    }

    [Fact]
    public async Task Binance_DaysOverAYearsEnd_AreDaysOfUtc()
    {
        await using var setup = await AtAsync("2025-01-02T00:00:10Z", $"[{Kline(1735603200)},{Kline(1735689600)}]");

        var reply = await setup.Binance.GetCandlesAsync(
            new CandleQuery("BTC/USDT", "BTCUSDT", Timeframe.D1, At("2024-12-31")), CancellationToken.None);

        Assert.Equal([At("2024-12-31"), At("2025-01-01")], reply.Value!.Rows.Select(candle => candle.OpenTime));
    }

    [Theory]
    [InlineData(RedditVendor.Id)]
    [InlineData(TwitterVendor.Id)]
    public async Task GetSentiment_LookbackOverAYearsEnd_ReachesIntoTheOldYear(string sourceId)
    {
        var midnight = At("2025-01-01");
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, midnight.AddMinutes(20));

        var reply = await setup.Adapter<ISentimentSource>(sourceId).GetSentimentAsync(
            new SentimentQuery("GME", "GME", "GameStop", LookbackMinutes: 60), CancellationToken.None);
        var later = await setup.Adapter<ISentimentSource>(sourceId).GetSentimentAsync(
            new SentimentQuery("GME", "GME", "GameStop", LookbackMinutes: 20), CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.InRange(reply.Value!.At, midnight.AddMinutes(19), midnight.AddMinutes(20));
        Assert.True(
            reply.Value.Mentions > later.Value!.Mentions, $"{reply.Value.Mentions} in an hour, {later.Value.Mentions} since midnight.");
    }

    /// <summary>The sandbox writes what the vendor would on that day; the adapter takes it and orders it.</summary>
    [Theory]
    [MemberData(nameof(QuestionsAtTurns))]
    public async Task Ask_SandboxAtATurn_AnswersWithSoundRows(string name, string turn)
    {
        var question = VendorQuestion.Find(name);
        await using var setup = await VendorSetup.WithSandboxAsync(question.SourceId, At(turn));

        var answer = await question.AskAsync(setup);

        Assert.True(answer.Result == FeedResult.Ok, answer.Error);
    }

    private static Task<VendorSetup> AtAsync(string now, string body)
        => VendorSetup.WithServerAsync(context => SendAsync(context, now, 200, body), now: At(now));

    private static Task SendAsync(HttpContext context, string now, int status, string body, params (string Name, string Value)[] headers)
        => Reply.SendAsync(
            context, status, body, "application/json", [("Date", At(now).ToString("R", CultureInfo.InvariantCulture)), .. headers]);

    private static string Kline(long openSeconds)
        => $"""[{openSeconds}000,"1","2","1","2","3",{openSeconds + 86_399}999,"1",1,"1","1","0"]""";
}

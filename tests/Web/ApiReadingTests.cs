using System.Net;

namespace OrleansAssets.Tests.Web;

/// <summary>What the API answers to questions, and to questions that make no sense.</summary>
[Collection(WebSilo.Name)]
public sealed class ApiReadingTests(WebSilo silo)
{
    /// <summary>Each question that needs no id that a test would have to make first.</summary>
    [Theory]
    [InlineData("status", "mode")]
    [InlineData("assets/BTC%2FUSDT", "definition")]
    [InlineData("assets/NVDA/size?portfolioValue=10000&price=100", "notional")]
    [InlineData("classes/crypto", "definition")]
    [InlineData("phases/phase_1_stocks", "status")]
    [InlineData("phases/phase_1_stocks/readiness", "verdict")]
    [InlineData("phases/phase_1_stocks/plan?kind=activate", "allowed")]
    [InlineData("phases/phase_1_stocks/forecast", "requirements")]
    [InlineData("portfolios/main", "currency")]
    [InlineData("portfolios/main/mode", "version")]
    [InlineData("portfolios/main/review", "uses")]
    [InlineData("portfolios/main/performance?windowDays=60", "days")]
    [InlineData("portfolios/main/performance/details", "undefined")]
    [InlineData("portfolios/main/performance/intervals?level=0.9", "days")]
    [InlineData("portfolios/main/performance/series?rollingDays=20", "days")]
    [InlineData("portfolios/main/trades?scope=all&most=1", "next")]
    [InlineData("portfolios/main/fills?assetId=BTC%2FUSDT&from=2026-01-01T00:00:00Z&most=1", "fills")]
    [InlineData("portfolios/main/flows?until=2099-01-01T00:00:00Z", "flows")]
    [InlineData("portfolios/main/events", "events")]
    [InlineData("portfolios/main/decisions?outcome=rejected&bindingRule=TRADING_HALT&classId=crypto", "decisions")]
    [InlineData("configuration?under=risk", "values")]
    [InlineData("configuration/versions?most=1", "versions")]
    [InlineData("sources/ccxt_binance", "status")]
    [InlineData("sources/ccxt_binance/feeds/BTC%2FUSDT/quotes", "rows")]
    [InlineData("audit/guard", "role")]
    [InlineData("audit/verification?stream=configuration", "atEnd")]
    [InlineData("risk/model", "pairs")]
    [InlineData("data/BTC%2FUSDT/quotes?until=0001-01-02T00:00:00Z&limit=3", "rows")]
    public async Task Question_OfWhatThereIs_IsAnswered(string address, string member)
    {
        var answer = await silo.Admin.ExpectAsync($"/api/v1/{address}");

        Assert.True(answer.TryGetProperty(member, out _), answer.ToString());
    }

    [Theory]
    [InlineData("assets", 22)]
    [InlineData("assets?classId=crypto", 2)]
    [InlineData("assets?enabled=true", 2)]
    [InlineData("classes", 6)]
    [InlineData("phases", 7)]
    [InlineData("sources", 1)]
    [InlineData("risk/rules", 30)]
    [InlineData("audit/entries?last=5", 1)]
    [InlineData("audit/streams", 1)]
    public async Task List_OfWhatThereIs_HasAtLeastAsMany(string address, int least)
    {
        var answer = await silo.Admin.ExpectAsync($"/api/v1/{address}");

        Assert.InRange(answer.GetArrayLength(), least, 1_000);
    }

    [Fact]
    public async Task Size_OfNvidia_IsTheProductsOwn()
    {
        var answer = await silo.Admin.ExpectAsync("/api/v1/assets/NVDA/size?portfolioValue=10000&price=100");

        Assert.Equal(800m, answer.GetProperty("notional").GetDecimal());
        Assert.Equal(8m, answer.GetProperty("quantity").GetDecimal());
    }

    [Theory]
    [InlineData("assets/NVDAA", HttpStatusCode.NotFound, "not_found", "'NVDA'")]
    [InlineData("assets/NVDA/size?portfolioValue=-1", HttpStatusCode.UnprocessableEntity, "invalid_request", "-1")]
    [InlineData("phases/phase_1_stocks/history?count=0", HttpStatusCode.UnprocessableEntity, "invalid_request", "0 entries")]
    [InlineData("nothing", HttpStatusCode.NotFound, "no_such_address", "%2F")]
    [InlineData("sources/ccxt_binance/feeds/BTC%2FUSDT/candles-1y", HttpStatusCode.NotFound, "not_found", "'candles-1")]
    [InlineData("sources/ccxt_binanc/feeds/BTC%2FUSDT/quotes", HttpStatusCode.NotFound, "not_found", "'ccxt_binance'")]
    [InlineData("sources/ccxt_binanc/stream", HttpStatusCode.NotFound, "not_found", "'ccxt_binance'")]
    [InlineData("data/BTC%2FUSDT/candles?timeframe=1h&source=ccxt_binanc", HttpStatusCode.NotFound, "not_found", "'ccxt_binance'")]
    [InlineData("data/BTC%2FUSDT/quotes?source=ccxt_binanc", HttpStatusCode.NotFound, "not_found", "'ccxt_binance'")]
    [InlineData("data/BTC%2FUSDT/sentiment?lookbackMinutes=61", HttpStatusCode.NotFound, "not_found", "in minutes '61'. The")]
    [InlineData("data/BTC%2FUSDT/indicators/mvr", HttpStatusCode.NotFound, "not_found", "There is no indicator of BTC/USDT")]
    [InlineData(
        "data/posts?from=2026-02-01&until=2026-01-01", HttpStatusCode.UnprocessableEntity, "invalid_request", "holds nothing")]
    [InlineData(
        "data/flow?from=2026-02-01&until=2026-01-01", HttpStatusCode.UnprocessableEntity, "invalid_request", "holds nothing")]
    public async Task Question_ThatMakesNoSense_IsAProblemWithARemedy(string address, HttpStatusCode status, string code, string words)
    {
        var problem = await silo.Admin.ExpectAsync($"/api/v1/{address}", status);

        Assert.Equal(code, problem.Text("code"));
        Assert.Contains(words, problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
    }

    [Fact]
    public async Task Parameters_SeveralOfThemWrong_AreAllToldAtOnce()
    {
        var problem = await silo.Admin.ExpectAsync(
            "/api/v1/portfolios/main/performance/comparison?windowDays=many&asOf=someday&by=colour", HttpStatusCode.BadRequest);

        var faults = problem.GetProperty("faults").EnumerateArray()
            .Select(fault => $"{fault.Text("place")} {fault.Text("rule")}").ToArray();
        Assert.Equal(
            [
                "query windowDays must be a whole number", "query asOf must be a day such as 2026-01-31",
                "query by must be one of assetClass, asset, strategy",
            ],
            faults);
    }

    /// <summary>Whole figures of sixty days were the answer to a class and a week.</summary>
    [Fact]
    public async Task Parameters_ThatNobodyKnows_AreRefusedWithTheNearest()
    {
        var problem = await silo.Admin.ExpectAsync(
            "/api/v1/portfolios/main/performance?clasId=crypto&days=7", HttpStatusCode.BadRequest);

        Assert.Contains("query clasId is not known: did you mean 'classId'?", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Contains("query days is not known", problem.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BodyAndParameters_BothWrong_AreToldAtOnce()
    {
        var problem = await silo.Admin
            .SendJsonAsync(HttpMethod.Post, "/api/v1/portfolios/main/orders?opne=1", new { assetId = "NVDA", side = "buy" })
            .ExpectAsync(HttpStatusCode.BadRequest);

        Assert.Contains("$.clientOrderId is missing", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Contains("query opne is not known", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Single(problem.GetProperty("faults").EnumerateArray(), fault => fault.Text("place") == "query opne");
    }

    [Fact]
    public async Task Parameter_Missing_IsToldByItsName()
    {
        var problem = await silo.Admin.ExpectAsync("/api/v1/assets/NVDA/size", HttpStatusCode.BadRequest);

        Assert.Equal("malformed_request", problem.Text("code"));
        Assert.Contains("query portfolioValue is missing", problem.Text("detail"), StringComparison.Ordinal);
    }
}

using OrleansAssets.DataSources;
using OrleansAssets.Vendors;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Each failure that the vendors of indicators document, told apart and worded without the key.</summary>
public sealed class IndicatorErrorsTests
{
    private const string Html = "<html><head><title>401 Authorization Required</title></head></html>";
    private const string XmlKeyError =
        "<?xml version=\"1.0\"?><error code=\"400\" message=\"Bad Request.  The value for variable api_key is not registered.\"/>";

    [Theory]
    [InlineData("glassnode", "BTC", "mvrv", 401, Html, "text/html", FeedResult.KeyRejected, "GLASSNODE_API_KEY")]
    [InlineData("glassnode", "BTC", "mvrv", 403, Html, "text/html", FeedResult.Unavailable, "not in glassnode's own words")]
    [InlineData("glassnode", "BTC", "mvrv", 403, "not on your plan", "text/plain", FeedResult.PlanTooSmall, "not on your plan")]
    [InlineData("glassnode", "XYZ", "mvrv", 400, "invalid asset", "text/plain", FeedResult.UnknownSymbol, "'XYZ'")]
    [InlineData("glassnode", "BTC", "mvrv", 400, "invalid interval", "text/plain", FeedResult.Malformed, "invalid interval")]
    [InlineData("glassnode", "BTC", "mvrv", 404, "not found", "text/plain", FeedResult.Unavailable, "no such address")]
    [InlineData("glassnode", "BTC", "mvrv", 429, "", "text/plain", FeedResult.RateLimited, "limits")]
    [InlineData("glassnode", "BTC", "mvrv", 502, Html, "text/html", FeedResult.Unavailable, "HTTP 502")]
    [InlineData("glassnode", "BTC", "mvrv", 200, Html, "text/html", FeedResult.Malformed, "no JSON")]
    [InlineData("glassnode", "BTC", "mvrv", 200, "", "application/json", FeedResult.Malformed, "(empty)")]
    [InlineData(
        "coinmetrics", "btc", "nvt", 403, """{"error":{"type":"forbidden","message":"not available"}}""", "application/json",
        FeedResult.PlanTooSmall, "NVTAdj")]
    [InlineData(
        "coinmetrics", "xyz", "mvrv", 400, """{"error":{"type":"bad_parameter","message":"Bad parameter 'assets'."}}""", "application/json",
        FeedResult.UnknownSymbol, "'xyz'")]
    [InlineData(
        "coinmetrics", "btc", "mvrv", 400, """{"error":{"type":"bad_parameter","message":"Bad parameter 'page_size'."}}""",
        "application/json", FeedResult.Malformed, "page_size")]
    [InlineData(
        "coinmetrics", "btc", "mvrv", 429, """{"error":{"type":"too_many_requests","message":"slow"}}""", "application/json",
        FeedResult.RateLimited, "limits")]
    [InlineData("coinmetrics", "btc", "mvrv", 503, "oops", "text/html", FeedResult.Unavailable, "HTTP 503")]
    [InlineData(
        "coinmetrics", "btc", "mvrv", 200, """{"error":{"type":"strange","message":"x"}}""", "application/json", FeedResult.Malformed,
        "error")]
    [InlineData("defillama", "Atlantis", "total_value_locked", 404, "Not Found", "text/plain", FeedResult.UnknownSymbol, "'Atlantis'")]
    [InlineData(
        "defillama", "Ethereum", "aave_value_locked", 200, """{"message":"Protocol not found"}""", "application/json",
        FeedResult.UnknownSymbol, "'aave'")]
    [InlineData("defillama", "Ethereum", "total_value_locked", 402, "{}", "application/json", FeedResult.PlanTooSmall, "paid")]
    [InlineData("defillama", "Ethereum", "total_value_locked", 429, "slow down", "text/plain", FeedResult.RateLimited, "limits")]
    [InlineData("defillama", "Ethereum", "total_value_locked", 520, Html, "text/html", FeedResult.Unavailable, "HTTP 520")]
    [InlineData(
        "eia", "X", "storage_report", 403, """{"error":{"code":"API_KEY_INVALID","message":"An invalid api_key was supplied."}}""",
        "application/json", FeedResult.KeyRejected, "EIA_API_KEY")]
    [InlineData(
        "eia", "X", "storage_report", 403, """{"error":{"code":"API_KEY_UNAUTHORIZED","message":"no"}}""", "application/json",
        FeedResult.PlanTooSmall, "natural-gas/stor/wkly")]
    [InlineData(
        "eia", "X", "storage_report", 429, """{"error":{"code":"OVER_RATE_LIMIT","message":"You have exceeded your rate limit."}}""",
        "application/json", FeedResult.RateLimited, "exceeded")]
    [InlineData(
        "eia", "X", "storage_report", 400, """{"error":"Invalid frequency 'x' provided.","code":400}""", "application/json",
        FeedResult.Malformed, "Invalid frequency")]
    [InlineData("eia", "X", "storage_report", 200, """{"error":"No data."}""", "application/json", FeedResult.Malformed, "No data")]
    [InlineData("eia", "X", "storage_report", 503, Html, "text/html", FeedResult.Unavailable, "HTTP 503")]
    [InlineData(
        "eia", "NOPE", "storage_report", 200, """{"response":{"total":"0","data":[]}}""", "application/json", FeedResult.UnknownSymbol,
        "'NOPE'")]
    [InlineData(
        "fred", "X", "spot_price", 400, """{"error_code":400,"error_message":"Bad Request.  The series does not exist."}""",
        "application/json", FeedResult.UnknownSymbol, "'X'")]
    [InlineData(
        "fred", "X", "spot_price", 400,
        """{"error_code":400,"error_message":"Bad Request.  The value for variable api_key is not registered."}""", "application/json",
        FeedResult.KeyRejected, "FRED_API_KEY")]
    [InlineData("fred", "X", "spot_price", 400, XmlKeyError, "text/xml", FeedResult.KeyRejected, "FRED_API_KEY")]
    [InlineData(
        "fred", "X", "spot_price", 400, """{"error_code":400,"error_message":"Bad Request.  Variable limit is wrong."}""",
        "application/json", FeedResult.Malformed, "limit")]
    [InlineData(
        "fred", "X", "spot_price", 429, """{"error_code":429,"error_message":"Too Many Requests."}""", "application/json",
        FeedResult.RateLimited, "limits")]
    [InlineData("fred", "X", "spot_price", 500, Html, "text/html", FeedResult.Unavailable, "HTTP 500")]
    [InlineData("fred", "X", "spot_price", 200, "<observations/>", "text/xml", FeedResult.Malformed, "no JSON")]
    [InlineData("fred", "USD/TRY", "rate_differential", 200, "{}", "application/json", FeedResult.UnknownSymbol, "'USD/TRY'")]
    public async Task GetIndicator_DocumentedError_IsItsTypedResult(
        string sourceId, string symbol, string indicator, int status, string body, string contentType, FeedResult expected, string says)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(status, body, contentType));

        var reply = await setup.AskAsync(sourceId, symbol, indicator, from: "2024-01-01");

        Assert.Equal(expected, reply.Result);
        Assert.Null(reply.Value);
        Assert.Contains(says, reply.Error, StringComparison.Ordinal);
        Assert.StartsWith(sourceId, reply.Error!.Replace("The reply of ", string.Empty, StringComparison.Ordinal)
            .Replace("127.0.0.1", sourceId, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.EndsWith(".", reply.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Missing/Invalid API Key", FeedResult.KeyRejected, null)]
    [InlineData("Invalid API Key (#err2)|X", FeedResult.KeyRejected, null)]
    [InlineData("Too many invalid api key attempts, please try again later", FeedResult.KeyRejected, 30)]
    [InlineData("Max calls per sec rate limit reached (3/sec)", FeedResult.RateLimited, 1)]
    [InlineData("Max rate limit reached, please use API Key for higher rate limit", FeedResult.RateLimited, 1)]
    [InlineData("Max daily rate limit reached. 110000 (100%) of 100000 day/limit", FeedResult.RateLimited, 12 * 3600)]
    [InlineData("Missing or unsupported chainid parameter (required for v2 api)", FeedResult.UnknownSymbol, null)]
    [InlineData("Free API access is not supported for this chain. Please upgrade your api plan", FeedResult.PlanTooSmall, null)]
    [InlineData("Sorry, it looks like you are trying to access an API Pro endpoint.", FeedResult.PlanTooSmall, null)]
    [InlineData("Query Timeout occured. Please select a smaller result dataset", FeedResult.Unavailable, null)]
    [InlineData("Error! Missing Or invalid Action name", FeedResult.Malformed, null)]
    public async Task Etherscan_CauseInsideStatus200_IsItsTypedResult(string cause, FeedResult expected, int? retrySeconds)
    {
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.Json($$"""{"status":"0","message":"NOTOK","result":"{{cause}}"}"""));

        var reply = await setup.AskAsync("etherscan", "1", "gas_price");

        Assert.Equal(expected, reply.Result);
        Assert.Equal(retrySeconds, (int?)(reply.RetryAfter - Reply.Now)?.TotalSeconds);
        Assert.EndsWith(".", reply.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("glassnode", "BTC", "x-rate-limit-reset", "17", 17)]
    [InlineData("coinmetrics", "btc", "X-RateLimit-Reset", "4", 4)]
    [InlineData("coinmetrics", "btc", "Retry-After", "9", 9)]
    public async Task GetIndicator_ResetHeader_SaysWhenToRetry(string sourceId, string symbol, string header, string value, int seconds)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(429, "", "text/plain", (header, value)));

        var reply = await setup.AskAsync(sourceId, symbol, "mvrv");

        Assert.Equal(FeedResult.RateLimited, reply.Result);
        Assert.Equal(setup.Clock.GetUtcNow().AddSeconds(seconds), reply.RetryAfter);
    }

    [Theory]
    [InlineData("glassnode", "mvrv", "GLASSNODE_API_KEY")]
    [InlineData("etherscan", "gas_price", "ETHERSCAN_API_KEY")]
    [InlineData("eia", "storage_report", "EIA_API_KEY")]
    [InlineData("fred", "treasury_yield", "FRED_API_KEY")]
    public async Task GetIndicator_MissingKey_IsNamedAndNobodyIsAsked(string sourceId, string indicator, string variable)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("{}"));
        setup.Secrets.Remove(variable);

        var reply = await setup.AskAsync(sourceId, "1", indicator);

        Assert.Equal(FeedResult.KeyMissing, reply.Result);
        Assert.Contains(variable, reply.Error, StringComparison.Ordinal);
        Assert.Empty(setup.Server.Requests);
    }

    [Theory]
    [InlineData("glassnode", "mvrv")]
    [InlineData("etherscan", "gas_price")]
    [InlineData("eia", "storage_report")]
    [InlineData("fred", "treasury_yield")]
    public async Task GetIndicator_ReplyThatEchoesTheKey_KeepsItOutOfTheError(string sourceId, string indicator)
    {
        var status = 200;
        var echo = $$$"""{"error":"{{{VendorSetup.SecretKey}}}","request":{"params":{"api_key":"{{{VendorSetup.SecretKey}}}"} } }""";
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(context, status, echo));

        foreach (var next in new[] { 200, 400, 401, 403, 418 })
        {
            status = next;
            var reply = await setup.AskAsync(sourceId, "1", indicator);

            Assert.False(reply.IsOk);
            Assert.DoesNotContain("s3cret", reply.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("glassnode")]
    [InlineData("etherscan")]
    [InlineData("coinmetrics")]
    [InlineData("defillama")]
    [InlineData("eia")]
    [InlineData("fred")]
    public async Task GetIndicator_NameThatTheTableLacks_IsUnknownWithTheKnownNames(string sourceId)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("{}"));

        var reply = await setup.AskAsync(sourceId, "1", "moon_phase");

        Assert.Equal(FeedResult.UnknownSymbol, reply.Result);
        Assert.All(
            VendorCatalogue.Descriptors[sourceId].Indicators!.Value, name => Assert.Contains(name, reply.Error, StringComparison.Ordinal));
        Assert.Empty(setup.Server.Requests);
    }
}

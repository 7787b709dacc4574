using System.Net;
using System.Text;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Vendors.Binance;

namespace OrleansAssets.Tests.Vendors;

public sealed class SandboxFaultTests : IAsyncLifetime, IDisposable
{
    private static readonly DateTimeOffset Now = new(2025, 3, 14, 15, 20, 30, TimeSpan.Zero);
    private static readonly CandleQuery Hours = new("BTC/USDT", "BTCUSDT", Timeframe.H1, Now.AddDays(-2));

    private readonly HttpClient _http = new();
    private VendorSetup _setup = null!; // Set before each test.

    public async Task InitializeAsync()
    {
        _setup = await VendorSetup.WithSandboxAsync(BinanceVendor.Id, Now);
        _http.BaseAddress = _setup.Server.Address;
    }

    public Task DisposeAsync() => _setup.DisposeAsync().AsTask();

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("rate_limited", FeedResult.RateLimited)]
    [InlineData("server_error", FeedResult.Unavailable)]
    [InlineData("truncated", FeedResult.Malformed)]
    [InlineData("html", FeedResult.Malformed)]
    [InlineData("wrong_numbers", FeedResult.Malformed)]
    public async Task Fault_OfTwoCalls_StrikesTwiceAndIsOver(string kind, FeedResult expected)
    {
        await SetAsync("ccxt_binance", $$"""{"kind":"{{kind}}","count":2}""");

        var results = new[] { await AskAsync(), await AskAsync(), await AskAsync() }.Select(reply => reply.Result);

        Assert.Equal([expected, expected, FeedResult.Ok], results);
        Assert.Equal("""{"faults":[]}""", await _http.GetStringAsync(new Uri("/sandbox/faults", UriKind.Relative)));
    }

    [Fact]
    public async Task MissingRows_OfAHistory_LeaveAHoleInItsMiddle()
    {
        var whole = (await AskAsync()).Value!.Rows;
        await SetAsync("ccxt_binance", """{"kind":"missing_rows","count":1}""");

        var rows = (await AskAsync()).Value!.Rows;

        Assert.Equal(whole.Length - (whole.Length / 5), rows.Length);
        Assert.Equal((whole[0], whole[^1]), (rows[0], rows[^1]));
    }

    [Fact]
    public async Task RateLimited_WithRetryAfter_IsHeeded()
    {
        await SetAsync("all", """{"kind":"rate_limited","seconds":60,"retry_after_seconds":45}""");

        Assert.Equal(Now.AddSeconds(45), (await AskAsync()).RetryAfter);
        _setup.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(FeedResult.RateLimited, (await AskAsync()).Result);
        _setup.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(FeedResult.Ok, (await AskAsync()).Result);
    }

    [Fact]
    public async Task Latency_BeyondTheTimeout_IsAnOutageAndThenOver()
    {
        await SetAsync("ccxt_binance", """{"kind":"latency","latency_ms":600000,"count":1}""");

        var reply = AskAsync();
        while (await _http.GetStringAsync(new Uri("/sandbox/faults", UriKind.Relative)) != """{"faults":[]}""")
        {
            // Until the fault has struck: the call has reached the sandbox.
        }

        _setup.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(FeedResult.Unavailable, (await reply).Result);
        Assert.Equal(FeedResult.Ok, (await AskAsync()).Result);
    }

    [Fact]
    public async Task Faults_OfOneSource_LeaveTheOthersAlone_AndEndWhenTold()
    {
        await SetAsync("alpaca", """{"kind":"html"}""");
        Assert.Equal(FeedResult.Ok, (await AskAsync()).Result);

        await SetAsync("ccxt_binance", """{"kind":"html"}""");
        Assert.Equal(FeedResult.Malformed, (await AskAsync()).Result);

        using var answer = await _http.DeleteAsync(new Uri("/sandbox/faults/ccxt_binance", UriKind.Relative));
        Assert.Equal("""{"faults":[{"source":"alpaca","kind":"html"}]}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(FeedResult.Ok, (await AskAsync()).Result);
    }

    [Theory]
    [InlineData("ccxt_binance", "{", "no JSON")]
    [InlineData("ccxt_binance", "[]", "must be a JSON object")]
    [InlineData("ccxt_binance", """{"kind":"slow"}""", "'kind' is 'slow'", "latency, rate_limited")]
    [InlineData("ccxt_binance", """{"kind":"latency"}""", "'latency_ms' belongs to the kind latency")]
    [InlineData(
        "ccxt_binance", """{"count":0,"seconds":1.5,"sekonds":1}""", "'kind' is missing", "'count' is 0", "'seconds' is 1.5", "'sekonds'")]
    [InlineData("binance", """{"kind":"html"}""", "no source 'binance'", "ccxt_binance")]
    public async Task Fault_SetWrongly_IsRefusedWithEveryMistake(string source, string body, params string[] expected)
    {
        using var answer = await PutAsync(source, body);
        var text = System.Text.Json.Nodes.JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsArray();

        Assert.Equal(source == "binance" ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.All(expected, part => Assert.Contains(text, line => line!.GetValue<string>().Contains(part, StringComparison.Ordinal)));
        Assert.Equal(FeedResult.Ok, (await AskAsync()).Result);
    }

    private Task<VendorReply<DataPage<Candle>>> AskAsync() => _setup.CallAsync(
        new FeedId(BinanceVendor.Id, Hours.AssetId, "candles:1h"), token => _setup.Binance.GetCandlesAsync(Hours, token));

    private async Task SetAsync(string source, string body)
    {
        using var answer = await PutAsync(source, body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> PutAsync(string source, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _http.PutAsync(new Uri($"/sandbox/faults/{source}", UriKind.Relative), content);
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Vendors.Binance;
using OrleansAssets.Vendors.Http;
using static OrleansAssets.Tests.Vendors.BinanceReplies;

namespace OrleansAssets.Tests.Vendors;

public sealed class VendorHttpTests
{
    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    [InlineData(429)]
    [InlineData(418)]
    [InlineData(400)]
    public async Task Send_FailedStatus_SpendsOneCall(int status)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(status, "{}"));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.False(reply.IsOk);
        Assert.Single(setup.Server.Requests);
    }

    [Fact]
    public async Task Send_UnavailableWithRetryAfter_IsLeftToTheCaller()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(503, "{}", headers: ("Retry-After", "30")));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(setup.Clock.GetUtcNow().AddSeconds(30), reply.RetryAfter);
        Assert.Single(setup.Server.Requests);
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("0", 0)]
    [InlineData("99999999", 604_800)]
    public async Task RetryAfter_InSeconds_CountsFromOurClock(string header, int seconds)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(429, "{}", headers: ("Retry-After", header)));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(setup.Clock.GetUtcNow().AddSeconds(seconds), reply.RetryAfter);
    }

    [Theory]
    [InlineData(90, 90)]
    [InlineData(-90, 0)]
    public async Task RetryAfter_AsDate_IsMeasuredOnTheVendorsClock(int secondsAhead, int expectedSeconds)
    {
        var date = Reply.Now.AddSeconds(secondsAhead).ToString("R", CultureInfo.InvariantCulture);
        await using var setup = await VendorSetup.WithServerAsync(
            Reply.With(418, "{}", headers: ("Retry-After", date)), now: Reply.Now.AddMinutes(-7));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(FeedResult.Banned, reply.Result);
        Assert.Equal(Reply.Now.AddMinutes(-7).AddSeconds(expectedSeconds), reply.RetryAfter);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("1.5")]
    public async Task RetryAfter_Unreadable_IsNotStated(string header)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(429, "{}", headers: ("Retry-After", header)));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Null(reply.RetryAfter);
    }

    [Theory]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("-3")]
    [InlineData("99999999999")]
    public async Task UsedUnits_UnreadableHeader_IsNotStated(string header)
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json(Hours(1), ("x-mbx-used-weight-1m", header)));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.Null(reply.UsedUnits);
    }

    [Fact]
    public async Task Send_NoListener_IsUnavailable()
    {
        await using var setup = await VendorSetup.WithServerAsync(Reply.Json("[]"));
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        setup.BaseAddress = new Uri($"http://{listener.LocalEndpoint}");
        listener.Stop();

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(FeedResult.Unavailable, reply.Result);
        Assert.StartsWith("ccxt_binance could not be reached", reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ConnectionBreaksInsideTheBody_IsUnavailable()
    {
        await using var setup = await VendorSetup.WithServerAsync(async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync("[[17"u8.ToArray());
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(FeedResult.Unavailable, reply.Result);
        Assert.Single(setup.Server.Requests);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Send_BodyAboveTheLimit_IsMalformed(bool statesItsLength)
    {
        var options = new VendorHttpOptions { ResponseBytesMax = 10_000 };
        await using var setup = await VendorSetup.WithServerAsync(
            async context =>
            {
                context.Response.ContentType = "application/json";
                context.Response.ContentLength = statesItsLength ? 10_001 : null;
                await context.Response.Body.WriteAsync(new byte[10_001]);
            },
            options);

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(FeedResult.Malformed, reply.Result);
        Assert.Contains("10000 bytes", reply.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_NoAnswerWithinTheTimeout_IsUnavailable()
    {
        var asked = new SemaphoreSlim(0);
        await using var setup = await VendorSetup.WithServerAsync(
            async context =>
            {
                asked.Release();
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            });

        var call = setup.CallAsync(
            new FeedId(BinanceVendor.Id, Hourly.AssetId, "candles:1h"), token => setup.Binance.GetCandlesAsync(Hourly, token));
        await asked.WaitAsync();
        setup.Clock.Advance(VendorCalls.CallTimeMax);
        var reply = await call;

        Assert.Equal(FeedResult.Unavailable, reply.Result);
        Assert.Equal("ccxt_binance did not answer within 12 seconds", reply.Error);
    }

    [Fact]
    public async Task Send_CallerGivesUp_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        await using var setup = await VendorSetup.WithServerAsync(async context =>
        {
            await cancellation.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => setup.Binance.GetCandlesAsync(Hourly, cancellation.Token));
    }

    [Fact]
    public async Task Send_Redirect_IsNotFollowed()
    {
        await using var other = await LoopbackServer.StartAsync(Reply.Json(Hours(1)));
        await using var setup = await VendorSetup.WithServerAsync(Reply.With(302, "", headers: ("Location", other.Address.ToString())));

        var reply = await setup.Binance.GetCandlesAsync(Hourly, CancellationToken.None);

        Assert.Equal(FeedResult.Unavailable, reply.Result);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("your API key KEY1234567 is over its limit", "KEY1234567")]
    [InlineData("call https://x/y?api_key=abcdef&b=1", "abcdef")]
    [InlineData("{\"apikey\": \"abcdef\"}", "abcdef")]
    [InlineData("Authorization: Bearer abcdef", "abcdef")]
    [InlineData("sent a%2Bb%2F to us", "a%2Bb%2F")]
    public void Clean_TextWithASecret_HidesIt(string text, string secret)
    {
        var clean = Redactor.Clean(text, "KEY1234567", "a+b/");

        Assert.DoesNotContain(secret, clean, StringComparison.Ordinal);
        Assert.Contains("***", clean, StringComparison.Ordinal);
    }

    [Fact]
    public void Excerpt_LongBinaryBody_IsOneShortLine()
    {
        var body = new byte[100_000];
        new Random(7).NextBytes(body);

        var excerpt = Redactor.Excerpt(body);

        Assert.InRange(excerpt.Length, 1, 163);
        Assert.DoesNotContain(excerpt, char.IsControl);
    }
}

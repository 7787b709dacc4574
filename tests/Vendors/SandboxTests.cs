using System.Globalization;
using System.Net;
using System.Text.Json;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Sandbox;
using OrleansAssets.Vendors.Alpaca;
using OrleansAssets.Vendors.Binance;

namespace OrleansAssets.Tests.Vendors;

public sealed class SandboxTests
{
    private static readonly DateTimeOffset Now = new(2025, 3, 14, 15, 20, 30, TimeSpan.Zero);

    [Theory]
    [InlineData("BTC/USDT", "BTCUSDT", Timeframe.M1, 2)]
    [InlineData("ETH/USDT", "ETHUSDT", Timeframe.H1, 90)]
    [InlineData("BTC/USDT", "BTCUSDT", Timeframe.D1, 1095)]
    public async Task Binance_PagesToThePresent_WithoutGapsOrTheOpenBar(string assetId, string symbol, Timeframe timeframe, int days)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(BinanceVendor.Id, Now);
        var first = timeframe.OpenTimeOf(Now.AddDays(-days));

        var candles = await AllAsync(setup.Binance, new CandleQuery(assetId, symbol, timeframe, first));

        Assert.Equal(first, candles[0].OpenTime);
        Assert.All(candles.Zip(candles.Skip(1)), pair =>
        {
            Assert.Equal(pair.First.OpenTime + timeframe.Duration(), pair.Second.OpenTime);
            Assert.Equal(pair.First.Close, pair.Second.Open);
        });
        Assert.InRange(Now - (candles[^1].OpenTime + timeframe.Duration()), TimeSpan.Zero, timeframe.Duration());
    }

    [Fact]
    public async Task Alpaca_PagesToThePresent_OnTradingDaysOnly()
    {
        await using var setup = await VendorSetup.WithSandboxAsync(AlpacaVendor.Id, Now);

        var days = await AllAsync(
            setup.Alpaca, new CandleQuery("NVDA", "NVDA", Timeframe.D1, new DateTimeOffset(2024, 12, 20, 0, 0, 0, TimeSpan.Zero)));
        var minutes = await AllAsync(setup.Alpaca, new CandleQuery("NVDA", "NVDA", Timeframe.M1, Now.AddDays(-30)));

        Assert.All(days, day => Assert.Equal(TimeSpan.Zero, day.OpenTime.TimeOfDay));
        Assert.DoesNotContain(days, day => day.OpenTime.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);
        Assert.DoesNotContain(days, day => (day.OpenTime.Month, day.OpenTime.Day) is (12, 25) or (1, 1) or (1, 20) or (2, 17));
        Assert.Equal(new DateTimeOffset(2025, 3, 13, 0, 0, 0, TimeSpan.Zero), days[^1].OpenTime);
        Assert.True(minutes.Count > 5000);
        Assert.All(minutes, minute
            => Assert.InRange(TimeOnly.FromDateTime(minute.OpenTime.UtcDateTime), new TimeOnly(13, 30), new TimeOnly(20, 59)));
    }

    [Theory]
    [InlineData(BinanceVendor.Id, "BTC/USDT", "BTCUSDT")]
    [InlineData(AlpacaVendor.Id, "GME", "GME")]
    public async Task Quote_Now_IsNarrowAndWithinTheDaysRange(string sourceId, string assetId, string symbol)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(sourceId, Now);

        var reply = await setup.Adapter<IQuoteSource>(sourceId).GetQuoteAsync(assetId, symbol, CancellationToken.None);

        Assert.True(reply.IsOk, reply.Error);
        Assert.InRange(reply.Value!.Ask / reply.Value.Bid, 1.0000001m, 1.002m);
        Assert.InRange((reply.Value.At - Now).TotalSeconds, -1, 0);
        Assert.True(reply.UsedUnits > 0);
    }

    [Fact]
    public async Task Binance_SameQuestionLater_HasTheSameAnswer()
    {
        var query = new CandleQuery("BTC/USDT", "BTCUSDT", Timeframe.H1, Now.AddDays(-2));
        await using var today = await VendorSetup.WithSandboxAsync(BinanceVendor.Id, Now);
        await using var muchLater = await VendorSetup.WithSandboxAsync(BinanceVendor.Id, Now.AddDays(30));

        var before = await AllAsync(today.Binance, query);
        var after = await AllAsync(muchLater.Binance, query);

        Assert.Equal(before, after.Take(before.Count));
    }

    [Fact]
    public async Task Binance_OpenBar_GrowsIntoItsClosedForm()
    {
        await using var setup = await VendorSetup.WithSandboxAsync(BinanceVendor.Id, Now);
        var open = await NewestRowAsync(setup);
        setup.Clock.Advance(TimeSpan.FromMinutes(25));
        var later = await NewestRowAsync(setup);

        Assert.Equal(open[0].GetInt64(), later[0].GetInt64());
        Assert.Equal(open[1].GetString(), later[1].GetString());
        Assert.True(Value(later[2]) >= Value(open[2]) && Value(later[3]) <= Value(open[3]) && Value(later[5]) > Value(open[5]));
    }

    [Theory]
    [InlineData("klines?interval=1h", 400, -1102)]
    [InlineData("klines?symbol=BTCUSDT", 400, -1102)]
    [InlineData("klines?symbol=btcusdt&interval=1h", 400, -1100)]
    [InlineData("klines?symbol=BTCUSDT&interval=7h", 400, -1120)]
    [InlineData("klines?symbol=DOGEUSDT&interval=1h", 400, -1121)]
    [InlineData("klines?symbol=BTCUSDT&interval=1h&startTime=x", 400, -1100)]
    [InlineData("klines?symbol=BTCUSDT&interval=1h&limit=0", 400, -1130)]
    [InlineData("klines?symbol=BTCUSDT&interval=1h&endTime=99999999999999999", 400, -1130)]
    [InlineData("ticker/price?symbol=NOPE", 400, -1121)]
    public async Task Binance_BadRequest_HasTheVendorsCode(string path, int status, int code)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(BinanceVendor.Id, Now);
        using var client = new HttpClient();

        using var response = await client.GetAsync(new Uri($"{setup.BaseAddress}/api/v3/{path}"));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(code, body.RootElement.GetProperty("code").GetInt32());
        Assert.Equal("synthetic", response.Headers.GetValues("X-Sandbox").Single());
    }

    [Fact]
    public async Task Binance_OtherAddresses_SpeakTheVendorsFormat()
    {
        await using var setup = await VendorSetup.WithSandboxAsync(BinanceVendor.Id, Now);

        using var time = await GetAsync(setup, "time");
        using var info = await GetAsync(setup, "exchangeInfo");
        using var prices = await GetAsync(setup, "ticker/price");
        using var price = await GetAsync(setup, "ticker/price?symbol=BTCUSDT");

        Assert.Equal(Now.ToUnixTimeMilliseconds(), time.RootElement.GetProperty("serverTime").GetInt64());
        Assert.Equal("BTCUSDT,ETHUSDT", string.Join(
            ',', info.RootElement.GetProperty("symbols").EnumerateArray().Select(symbol => symbol.GetProperty("symbol").GetString())));
        Assert.Equal(2, prices.RootElement.GetArrayLength());
        Assert.True(Value(price.RootElement.GetProperty("price")) > 1000);
    }

    [Fact]
    public async Task Binance_WeightSpent_LimitsThenBansThenForgives()
    {
        var options = new SandboxOptions { BinanceWeightPerMinute = 5, BinanceRefusalsUntilBan = 2 };
        await using var setup = await VendorSetup.WithSandboxAsync(BinanceVendor.Id, Now, options);
        var results = new List<(FeedResult Result, int? Used, DateTimeOffset? RetryAfter)>();

        for (var call = 0; call < 6; call++)
        {
            var reply = await setup.Binance.GetQuoteAsync("BTC/USDT", "BTCUSDT", CancellationToken.None);
            results.Add((reply.Result, reply.UsedUnits, reply.RetryAfter));
        }

        setup.Clock.Advance(TimeSpan.FromSeconds(121));
        var forgiven = await setup.Binance.GetQuoteAsync("BTC/USDT", "BTCUSDT", CancellationToken.None);

        Assert.Equal(
            [
                (FeedResult.Ok, 2, null), (FeedResult.Ok, 4, null),
                (FeedResult.RateLimited, 4, Now.AddSeconds(30)), (FeedResult.RateLimited, 4, Now.AddSeconds(30)),
                (FeedResult.Banned, 4, Now.AddMinutes(2)), (FeedResult.Banned, 4, Now.AddMinutes(2)),
            ],
            results);
        Assert.True(forgiven.IsOk, forgiven.Error);
    }

    [Fact]
    public async Task Alpaca_CallsSpent_LimitsUntilTheReset()
    {
        await using var setup = await VendorSetup.WithSandboxAsync(
            AlpacaVendor.Id, Now, new SandboxOptions { AlpacaCallsPerMinute = 1 });

        var granted = await setup.Alpaca.GetQuoteAsync("NVDA", "NVDA", CancellationToken.None);
        var refused = await setup.Alpaca.GetQuoteAsync("NVDA", "NVDA", CancellationToken.None);

        Assert.True(granted.IsOk, granted.Error);
        Assert.Equal(1, granted.UsedUnits);
        Assert.Equal(FeedResult.RateLimited, refused.Result);
        Assert.Equal(Now.AddSeconds(30), refused.RetryAfter);
    }

    [Theory]
    [InlineData("bars?symbols=NVDA&timeframe=1Day&feed=iex", false, HttpStatusCode.Unauthorized)]
    [InlineData("bars?timeframe=1Day&feed=iex", true, HttpStatusCode.UnprocessableEntity)]
    [InlineData("bars?symbols=NVDA&timeframe=7Day&feed=iex", true, HttpStatusCode.BadRequest)]
    [InlineData("bars?symbols=NVDA&timeframe=1Day&feed=iex&page_token=%25", true, HttpStatusCode.BadRequest)]
    [InlineData("bars?symbols=NVDA&timeframe=1Day&feed=sip", true, HttpStatusCode.Forbidden)]
    [InlineData("quotes/latest", true, HttpStatusCode.UnprocessableEntity)]
    [InlineData("bars?symbols=NVDA,AMD&timeframe=1Day&start=2025-03-01&feed=iex&limit=3", true, HttpStatusCode.OK)]
    public async Task Alpaca_Request_HasTheVendorsStatus(string path, bool hasKeys, HttpStatusCode expected)
    {
        await using var setup = await VendorSetup.WithSandboxAsync(AlpacaVendor.Id, Now);
        using var client = new HttpClient();
        if (hasKeys)
        {
            client.DefaultRequestHeaders.Add("APCA-API-KEY-ID", "any");
            client.DefaultRequestHeaders.Add("APCA-API-SECRET-KEY", "any");
        }

        using var response = await client.GetAsync(new Uri($"{setup.BaseAddress}/v2/stocks/{path}"));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("synthetic", response.Headers.GetValues("X-Sandbox").Single());
        Assert.True(body.RootElement.TryGetProperty(expected == HttpStatusCode.OK ? "next_page_token" : "message", out var member));
        Assert.Equal(JsonValueKind.String, member.ValueKind);
    }

    internal static async Task<List<Candle>> AllAsync(ICandleSource adapter, CandleQuery query)
    {
        var all = new List<Candle>();
        for (DateTimeOffset? from = query.From; from is { } next;)
        {
            var reply = await adapter.GetCandlesAsync(query with { From = next }, CancellationToken.None);
            Assert.True(reply.IsOk, reply.Error);
            all.AddRange(reply.Value!.Rows);
            Assert.True(reply.Value.ContinueFrom is null || reply.Value.ContinueFrom > next);
            from = reply.Value.ContinueFrom;
        }

        return all;
    }

    private static async Task<JsonElement[]> NewestRowAsync(VendorSetup setup)
    {
        using var rows = await GetAsync(setup, "klines?symbol=BTCUSDT&interval=1h&limit=1");
        return [.. rows.RootElement.EnumerateArray().Single().EnumerateArray().Select(element => element.Clone())];
    }

    private static async Task<JsonDocument> GetAsync(VendorSetup setup, string path)
    {
        using var client = new HttpClient();
        return JsonDocument.Parse(await client.GetStringAsync(new Uri($"{setup.BaseAddress}/api/v3/{path}")));
    }

    private static decimal Value(JsonElement element) => decimal.Parse(element.GetString()!, CultureInfo.InvariantCulture);
}

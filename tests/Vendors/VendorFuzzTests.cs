using System.Text;
using OrleansAssets.DataSources;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Broken bodies from a fixed seed: whatever comes, the answer is a page that holds or a typed failure, never an
/// exception.</summary>
public sealed class VendorFuzzTests
{
    private const int Rounds = 300;

    private static readonly string[] Scraps =
    [
        "null", "-1", "1e400", "\"NaN\"", "{}", "[]", "\"\"", "true", "99999999999999999999", "\"\\ud800\"", "<html>", "\0",
    ];

    [Fact]
    public Task Binance_BrokenCandles_AreTypedFailuresOrSound() => FuzzAsync(
        BinanceReplies.Hours(5),
        async setup =>
        {
            var reply = await setup.Binance.GetCandlesAsync(BinanceReplies.Hourly, CancellationToken.None);
            CheckCandles(reply.Result, reply.Error, reply.Value?.Candles);
        });

    [Fact]
    public Task Binance_BrokenQuote_IsATypedFailureOrSound() => FuzzAsync(
        BinanceReplies.Book,
        async setup =>
        {
            var reply = await setup.Binance.GetQuoteAsync("BTC/USDT", "BTCUSDT", CancellationToken.None);
            CheckQuote(reply.Result, reply.Error, reply.Value);
        });

    [Fact]
    public Task Alpaca_BrokenBars_AreTypedFailuresOrSound() => FuzzAsync(
        AlpacaAdapterTests.Bars(AlpacaAdapterTests.Bar("2025-03-07T05:00:00Z"), AlpacaAdapterTests.Bar("2025-03-10T04:00:00Z")),
        async setup =>
        {
            var query = new Grains.Vendors.CandleQuery(
                "NVDA", "NVDA", Timeframe.D1, new DateTimeOffset(2025, 3, 6, 0, 0, 0, TimeSpan.Zero));
            var reply = await setup.Alpaca.GetCandlesAsync(query, CancellationToken.None);
            CheckCandles(reply.Result, reply.Error, reply.Value?.Candles);
        });

    [Fact]
    public Task Alpaca_BrokenQuote_IsATypedFailureOrSound() => FuzzAsync(
        AlpacaAdapterTests.Quote("\"2025-03-14T11:59:59.123456789Z\"", "110.1", "110.2"),
        async setup =>
        {
            var reply = await setup.Alpaca.GetQuoteAsync("NVDA", "NVDA", CancellationToken.None);
            CheckQuote(reply.Result, reply.Error, reply.Value);
        });

    private static async Task FuzzAsync(string sound, Func<VendorSetup, Task> check)
    {
        var random = new Random(20250314);
        var body = Encoding.UTF8.GetBytes(sound);
        var (sent, failures) = (body, 0);
        await using var setup = await VendorSetup.WithServerAsync(context => Reply.SendAsync(context, 200, sent));
        for (var round = 0; round < Rounds; round++)
        {
            sent = Broken(body, random);
            try
            {
                await check(setup);
            }
            catch (Exception exception)
            {
                failures++;
                Assert.Fail($"Round {round}, body '{Encoding.UTF8.GetString(sent)}': {exception}");
            }
        }

        Assert.Equal(Rounds, setup.Server.Requests.Count);
        Assert.Equal(0, failures);
    }

    private static byte[] Broken(byte[] body, Random random)
    {
        var at = random.Next(body.Length);
        switch (random.Next(4))
        {
            case 0:
                return body[..at];
            case 1:
                var flipped = (byte[])body.Clone();
                flipped[at] ^= (byte)(1 << random.Next(8));
                return flipped;
            case 2:
                var length = random.Next(Math.Min(12, body.Length - at));
                return [.. body[..at], .. Encoding.UTF8.GetBytes(Scraps[random.Next(Scraps.Length)]), .. body[(at + length)..]];
            default:
                var tail = random.Next(body.Length);
                return [.. body[..at], .. body[tail..]];
        }
    }

    private static void CheckCandles(FeedResult result, string? error, IReadOnlyList<Candle>? candles)
    {
        if (result != FeedResult.Ok)
        {
            CheckFailure(result, error);
            return;
        }

        Assert.All(candles!, candle => Assert.True(
            candle.Low > 0 && candle.Low <= Math.Min(candle.Open, candle.Close) && candle.High >= Math.Max(candle.Open, candle.Close)
                && candle.Volume >= 0));
        Assert.Equal(candles!.Select(candle => candle.OpenTime).Distinct().Order(), candles!.Select(candle => candle.OpenTime));
    }

    private static void CheckQuote(FeedResult result, string? error, Quote? quote)
    {
        if (result != FeedResult.Ok)
        {
            CheckFailure(result, error);
            return;
        }

        Assert.True(quote!.Bid > 0 && quote.Bid <= quote.Ask && quote.BidSize >= 0 && quote.AskSize >= 0);
    }

    private static void CheckFailure(FeedResult result, string? error)
    {
        Assert.Contains(result, new[] { FeedResult.Malformed, FeedResult.Unavailable, FeedResult.UnknownSymbol });
        Assert.InRange(error!.Length, 10, 320);
        Assert.DoesNotContain(error, char.IsControl);
    }
}

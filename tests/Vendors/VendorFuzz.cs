using System.Text;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Vendors;

/// <summary>Breaks bodies from a fixed seed and checks what adapters make of them.</summary>
internal static class VendorFuzz
{
    private const int Rounds = 300;

    private static readonly string[] Scraps =
    [
        "null", "-1", "1e400", "\"NaN\"", "{}", "[]", "\"\"", "true", "99999999999999999999", "\"\\ud800\"", "<html>", "\0",
    ];

    public static async Task RunAsync(string sound, Func<VendorSetup, Task> check)
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

    public static void CheckCandles(FeedResult result, string? error, IReadOnlyList<Candle>? candles)
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

    public static void CheckQuote(FeedResult result, string? error, Quote? quote)
    {
        if (result != FeedResult.Ok)
        {
            CheckFailure(result, error);
            return;
        }

        Assert.True(quote!.Bid > 0 && quote.Bid <= quote.Ask && quote.BidSize is null or >= 0 && quote.AskSize is null or >= 0);
    }

    public static void CheckFailure(FeedResult result, string? error)
    {
        Assert.Contains(result, new[] { FeedResult.Malformed, FeedResult.Unavailable, FeedResult.UnknownSymbol });
        Assert.InRange(error!.Length, 10, 320);
        Assert.DoesNotContain(error, char.IsControl);
    }

    /// <summary>Rows of any other kind: ascending by time, from an instant on.</summary>
    public static void CheckRows<T>(VendorReply<DataPage<T>> reply, Func<T, DateTimeOffset> timeOf, DateTimeOffset from)
    {
        if (!reply.IsOk)
        {
            CheckFailure(reply.Result, reply.Error);
            return;
        }

        var times = reply.Value!.Rows.Select(timeOf).ToList();
        Assert.Equal(times.Order(), times);
        Assert.All(times, time => Assert.True(time >= from));
        Assert.True(reply.Value.ContinueFrom is null || reply.Value.ContinueFrom > from);
    }
}

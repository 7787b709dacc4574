using OrleansAssets.DataSources;
using OrleansAssets.Domain.Streams;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Domain.Streams;

public sealed class QuoteBufferTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Take_ManyQuotes_IsTheNewestOfEachAssetOnce()
    {
        var buffer = new QuoteBuffer();
        buffer.Put(Quote("BTC/USDT", 1));
        buffer.Put(Quote("ETH/USDT", 1));
        buffer.Put(Quote("BTC/USDT", 3));

        Assert.Equal([Quote("BTC/USDT", 3), Quote("ETH/USDT", 1)], buffer.Take().OrderBy(quote => quote.AssetId, StringComparer.Ordinal));
        Assert.Empty(buffer.Take());
        Assert.Equal((3, 0, 1), buffer.Counts);
    }

    /// <summary>Also once the newer one was told: nobody is told the past.</summary>
    [Fact]
    public void Put_DuplicateOrOutOfOrder_TellsNobodyAnything()
    {
        var buffer = new QuoteBuffer();
        buffer.Put(Quote("BTC/USDT", 3));
        buffer.Take();
        buffer.Put(Quote("BTC/USDT", 3));
        buffer.Put(Quote("BTC/USDT", 2));

        Assert.Empty(buffer.Take());
        Assert.Equal((3, 2, 0), buffer.Counts);
    }

    [Fact]
    public void Ticks_OfAnAssetThatKeepsEach_AreAllUntilTheyAreStored()
    {
        var buffer = new QuoteBuffer();
        buffer.KeepEachOf(["BTC/USDT"]);
        foreach (var second in new[] { 1, 3, 2 })
        {
            buffer.Put(Quote("BTC/USDT", second));
            buffer.Put(Quote("ETH/USDT", second));
        }

        buffer.Take();
        Assert.Equal([1, 3, 2], buffer.Ticks.Ticks.Select(quote => (int)(quote.At - Start).TotalSeconds));
        buffer.Forget(2);
        Assert.Equal(Quote("BTC/USDT", 2), Assert.Single(buffer.Ticks.Ticks));
        for (var more = 0; more < QuoteBuffer.TicksMax + 4; more++)
        {
            buffer.Put(Quote("BTC/USDT", 4));
        }

        Assert.Equal((QuoteBuffer.TicksMax, 5L), (buffer.Ticks.Ticks.Length, buffer.Ticks.Lost));
    }

    [Theory]
    [InlineData(FeedResult.Unavailable, 1, 0.5)]
    [InlineData(FeedResult.Unavailable, 4, 4)]
    [InlineData(FeedResult.Unavailable, 60, 60)]
    [InlineData(FeedResult.KeyRejected, 1, 900)]
    public void PauseAfter_Failures_GrowsToItsBound(FeedResult result, int failures, double seconds) =>
        Assert.Equal(seconds, StreamRules.PauseAfter(result, failures, random: 0).TotalSeconds);

    private static Quote Quote(string asset, int second) => new(asset, "x", Start.AddSeconds(second), 1, 2, null, null);
}

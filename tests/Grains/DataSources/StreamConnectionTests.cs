using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Streams;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Streams;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>A connection on the clock of the test, to a vendor whose every word the test says.</summary>
public sealed class StreamConnectionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 2, 15, 0, 0, TimeSpan.Zero));
    private readonly QuoteBuffer _buffer = new();
    private readonly NewestUntold<MarketTrade> _trades = TradeMemory.NewBuffer();
    private readonly StreamCounts _counts = new();
    private readonly SaidStream _vendor = new();

    [Fact]
    public async Task Run_NothingComesForTwentySeconds_ConnectsAnewAndGoesOn()
    {
        using var connection = Open();
        var running = connection.RunAsync(CancellationToken.None);
        await _vendor.SayAsync(new StreamNews.Subscribed());
        await UntilAsync(() => connection.IsLive);

        await AdvanceUntilAsync(() => _counts.Connections == 2, connection);
        Assert.Contains("silent for 20 seconds", _counts.LastError, StringComparison.Ordinal);
        Assert.False(connection.IsLive);
        await _vendor.SayAsync(new StreamNews.Told(Quote(1)));
        await UntilAsync(() => connection.IsLive);

        Assert.Equal(Quote(1), Assert.Single(_buffer.Take()));
        connection.Close();
        await running.WaitAsync(Patience);
    }

    [Fact]
    public async Task Run_VendorEndsIt_IsOpenedAgainAfterAPauseAndSaysWhy()
    {
        using var connection = Open();
        var running = connection.RunAsync(CancellationToken.None);
        await _vendor.SayAsync(new StreamNews.LeftOut("a message of x is no JSON"));
        await _vendor.SayAsync(new StreamNews.Ended(FeedResult.Unavailable, "the stream of x ended: cut"));

        await UntilAsync(() => _counts.LastError == "the stream of x ended: cut");
        Assert.Equal((1, 1), (_counts.Connections, _counts.LeftOut));
        await AdvanceUntilAsync(() => _counts.Connections == 2, connection);

        connection.Close();
        await running.WaitAsync(Patience);
    }

    /// <summary>A message that its parser cannot bear is a fault of ours: it is told, and the stream goes on after a pause.</summary>
    [Fact]
    public async Task Run_ReadingItFails_SaysSoAndConnectsAnew()
    {
        using var connection = Open();
        _vendor.Break(new InvalidOperationException("missing low surrogate"));
        var running = connection.RunAsync(CancellationToken.None);

        await AdvanceUntilAsync(() => _counts.Connections >= 2, connection);

        Assert.Contains("could not be read: missing low surrogate", _counts.LastError, StringComparison.Ordinal);
        connection.Close();
        await running.WaitAsync(Patience);
    }

    /// <summary>The silo stops its connections before its grains, which close them once more.</summary>
    [Fact]
    public void Close_OneThatIsGone_IsNoFault()
    {
        var connection = Open();
        connection.Dispose();

        Assert.Null(Record.Exception(connection.Close));
    }

    /// <summary>Its grain is elsewhere by now: two connections of one vendor would take its quotes twice.</summary>
    [Fact]
    public async Task Run_NobodyAsksForIt_Ends()
    {
        using var connection = Open();
        var running = connection.RunAsync(CancellationToken.None);
        while (!running.IsCompleted)
        {
            await _vendor.SayAsync(new StreamNews.Heartbeat());
            _time.Advance(TimeSpan.FromSeconds(5));
            await Task.WhenAny(running, _vendor.WhenTakenAsync()).WaitAsync(Patience);
        }

        await running;
        Assert.Equal((1, true), (_counts.Connections, connection.IsOver));
    }

    [Fact]
    public async Task Read_SlowSubscriber_LosesTheOldestAndIsToldHowMany()
    {
        var subscriber = new StreamSubscriber<Quote>(["BTC/USDT"], quote => quote.AssetId);
        for (var second = 0; second < 20; second++)
        {
            subscriber.Tell([Quote(second), Quote(second) with { AssetId = "ETH/USDT" }]);
            subscriber.Tell([Quote(second) with { AssetId = "ETH/USDT" }]);
        }

        subscriber.End();
        var told = await subscriber.ReadAsync(CancellationToken.None).ToListAsync();

        Assert.Equal((16, 4, 0), (told.Count, told[0].Lost, told[1].Lost));
        Assert.Equal(Quote(4), Assert.Single(told[0].Told));
    }

    private StreamConnection Open() => new(
        "x", _vendor, [new StreamSymbol("BTC/USDT", "BTCUSDT")], _buffer, _trades, _counts, _time, new RetryJitter(), NullLogger.Instance);

    private Quote Quote(int second) => new("BTC/USDT", "x", _time.Start.AddSeconds(second), 1, 2, null, null);

    private async Task AdvanceUntilAsync(Func<bool> holds, StreamConnection connection)
    {
        await UntilAsync(() =>
        {
            connection.Ask();
            _time.Advance(TimeSpan.FromSeconds(1));
            return holds();
        });
    }

    private static Task<TimeSpan> UntilAsync(Func<bool> holds) =>
        Poll.UntilAsync(() => Task.FromResult(holds()), Patience, () => "The stream did not come there.");
}

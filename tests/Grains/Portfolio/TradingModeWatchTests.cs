using Microsoft.Extensions.Time.Testing;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;
using static OrleansAssets.Tests.Grains.PortfolioCluster;

namespace OrleansAssets.Tests.Grains;

public sealed class TradingModeWatchTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Watch_AcrossARestart_TellsEachChangeOnce()
    {
        var cluster = await StartAsync();
        var world = cluster.World;
        var isDown = false;
        var failures = 0;
        ActiveHalt? halt = null;
        async Task<TradingModeView> AskAsync()
        {
            if (!isDown)
            {
                return await cluster.Portfolio().GetModeAsync();
            }

            failures++;
            cluster = await GrainCluster.StartAsync(world: world);
            isDown = false;
            await cluster.Portfolio().ResetAsync(new ResetRequest(halt!.HaltId, "Ada", "over")); // halted below
            throw new TimeoutException("The silo restarts.");
        }

        await using var watch = new TradingModeWatch("main", _ => AskAgainAndAgain(AskAsync), TimeSpan.Zero, Silence, TimeProvider.System)
            .RunAsync(CancellationToken.None).GetAsyncEnumerator();

        Assert.True(await watch.MoveNextAsync());
        var first = watch.Current;
        halt = await cluster.Portfolio().HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "news"));
        Assert.True(await watch.MoveNextAsync());
        var second = watch.Current;
        await cluster.DisposeAsync();
        isDown = true;
        Assert.True(await watch.MoveNextAsync());
        var third = watch.Current;
        await cluster.DisposeAsync();

        Assert.Equal((TradingMode.Normal, TradingMode.Halted, TradingMode.Normal), (first.Mode, second.Mode, third.Mode));
        Assert.True(
            first.Version < second.Version && second.Version < third.Version, $"{first.Version}, {second.Version}, {third.Version}");
        Assert.Equal(1, failures);
    }

    [Fact]
    public async Task Watch_SameVersion_IsToldOnce()
    {
        long[] versions = [3, 3, 3, 5, 5, 6];
        var polls = 0;
        Task<TradingModeView> Ask() => Task.FromResult(Mode(versions[polls++]));

        await using var watch = new TradingModeWatch("main", _ => AskAgainAndAgain(Ask), TimeSpan.Zero, Silence, TimeProvider.System)
            .RunAsync(CancellationToken.None).GetAsyncEnumerator();

        foreach (var expected in new long[] { 3, 5, 6 })
        {
            Assert.True(await watch.MoveNextAsync());
            Assert.Equal(expected, watch.Current.Version);
        }
    }

    [Fact]
    public async Task Watch_FailuresThatLast_AreToldWithTheLastOne()
    {
        var clock = new FakeTimeProvider();
        var polls = 0;
        Task<TradingModeView> Ask()
        {
            clock.Advance(TimeSpan.FromSeconds(10));
            polls++;
            return polls == 1 ? Task.FromResult(Mode(1)) : throw new StorageUnavailableException($"attempt {polls}");
        }

        await using var watch = new TradingModeWatch("main", _ => AskAgainAndAgain(Ask), TimeSpan.Zero, Silence, clock)
            .RunAsync(CancellationToken.None).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());

        var unknown = await Assert.ThrowsAsync<TimeoutException>(async () => await watch.MoveNextAsync());

        Assert.Equal(4, polls);
        Assert.Contains("'main' is not known for 30 s", unknown.Message, StringComparison.Ordinal);
        Assert.Equal("attempt 4", Assert.IsType<StorageUnavailableException>(unknown.InnerException).Message);
    }

    [Fact]
    public async Task Watch_CallThatHangs_EndsAfterTheSilence()
    {
        var clock = new FakeTimeProvider();
        var never = new TaskCompletionSource<TradingModeView>();
        await using var watch =
            new TradingModeWatch("main", _ => AskAgainAndAgain(() => never.Task), TimeSpan.FromSeconds(1), Silence, clock)
            .RunAsync(CancellationToken.None).GetAsyncEnumerator();
        var next = watch.MoveNextAsync().AsTask();

        clock.Advance(Silence);

        await Assert.ThrowsAsync<TimeoutException>(() => next);
    }

    /// <summary>A call that is lost with its silo ends when its time is up: as long as nobody may know the mode.</summary>
    [Fact]
    public async Task Watch_CallIsLost_IsBegunAnewLongBeforeTheSilence()
    {
        var clock = new FakeTimeProvider();
        var never = new TaskCompletionSource<TradingModeView>();
        var opened = 0;
        await using var watch =
            new TradingModeWatch(
                "main", _ => AskAgainAndAgain(() => ++opened == 1 ? never.Task : Task.FromResult(Mode(7))), TimeSpan.FromSeconds(1),
                Silence, clock)
            .RunAsync(CancellationToken.None).GetAsyncEnumerator();
        var next = watch.MoveNextAsync().AsTask();

        var start = clock.GetTimestamp();
        await Poll.UntilAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(next.IsCompleted);
            },
            Silence, () => $"It was begun {opened} times.");

        Assert.True(await next);
        Assert.Equal(7, watch.Current.Version);
        Assert.True(clock.GetElapsedTime(start) < Silence, $"It took {clock.GetElapsedTime(start).TotalSeconds} s.");
    }

    [Fact]
    public async Task WatchMode_OfTheClient_TellsTheModeAtOnceAndEndsWhenCancelled()
    {
        await using var cluster = await StartAsync();
        using var cancellation = new CancellationTokenSource();
        var client = new OrleansAssetsClient(cluster.Grains);
        Assert.Throws<ArgumentOutOfRangeException>(() => client.WatchModeAsync(pollEvery: TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => client.WatchModeAsync(silenceMax: TimeSpan.FromSeconds(-1)));
        await using var watch = client.WatchModeAsync(cancellationToken: cancellation.Token).GetAsyncEnumerator();

        Assert.True(await watch.MoveNextAsync());
        Assert.Equal(TradingMode.Normal, watch.Current.Mode);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await watch.MoveNextAsync());
    }

    [Fact]
    public async Task WatchMode_OfTheClient_GrainMoves_TellsTheNextChange()
    {
        await using var cluster = await StartAsync();
        var client = new OrleansAssetsClient(cluster.Grains);
        await using var watch = client.WatchModeAsync(pollEvery: TimeSpan.FromSeconds(0.1)).GetAsyncEnumerator();
        Assert.True(await watch.MoveNextAsync());
        var next = watch.MoveNextAsync().AsTask();

        await cluster.DeactivateAsync(cluster.Portfolio());
        await cluster.Portfolio().HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "news"));

        Assert.True(await next.WaitAsync(Silence));
        Assert.Equal(TradingMode.Halted, watch.Current.Mode);
    }

    [Fact]
    public async Task WatchMode_OfTheGrain_TellsAtOnceWhatChangesWhileOthersCallAndAgainWhereNothingDoes()
    {
        await using var cluster = await StartAsync();
        using var cancellation = new CancellationTokenSource(Silence);
        var portfolio = cluster.Portfolio();
        await using var rare = portfolio.WatchModeAsync(TimeSpan.FromMinutes(1), cancellation.Token).GetAsyncEnumerator();
        await using var often = portfolio.WatchModeAsync(TimeSpan.FromSeconds(0.1), cancellation.Token).GetAsyncEnumerator();
        Assert.True(await rare.MoveNextAsync() && await often.MoveNextAsync());
        var first = often.Current;

        Assert.True(await often.MoveNextAsync());
        var again = often.Current;
        var next = rare.MoveNextAsync().AsTask();
        await portfolio.HaltAsync(new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "news"));

        Assert.True(await next);
        Assert.Equal(first.Version, again.Version);
        Assert.Equal(TradingMode.Halted, rare.Current.Mode);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(61)]
    public async Task WatchMode_OfTheGrain_TellsTooOftenOrTooRarely_IsRefused(double seconds)
    {
        await using var cluster = await StartAsync();
        await using var watch = cluster.Portfolio().WatchModeAsync(TimeSpan.FromSeconds(seconds)).GetAsyncEnumerator();

        var refused = await Assert.ThrowsAsync<InvalidRequestException>(async () => await watch.MoveNextAsync());

        Assert.Contains("ask for 0.1 to 60 s", refused.Message, StringComparison.Ordinal);
    }

    private static async IAsyncEnumerable<TradingModeView> AskAgainAndAgain(Func<Task<TradingModeView>> ask)
    {
        while (true)
        {
            yield return await ask();
        }
    }

    private static TradingModeView Mode(long version) => new(TradingMode.Normal, version, []);
}

using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Time.Testing;
using Orleans.Runtime;
using OrleansAssets.Client;
using OrleansAssets.MarketData;
using OrleansAssets.Streams;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Client;

/// <summary>Who follows a stream is told what may be lost, and goes on whatever becomes of a silo.</summary>
public sealed class QuoteFollowTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Follow_StreamIsLostOrMoves_IsOpenedAnewAndSaysThatSomethingMayBeLost(bool isOfTrades)
    {
        var clock = new FakeTimeProvider();
        var stream = new SaidWatches(
            ([0, 2], new SiloUnavailableException("gone")), // its silo died
            ([], new TimeoutException("no answer")),
            ([3], null), // its grain moves
            ([0], new InvalidRequestException("'x' pushes no quotes here")));
        var lost = new List<int>();
        var following = Task.Run(async () =>
        {
            await foreach (var count in isOfTrades
                ? stream.FollowTradesAsync([], clock).Select(batch => batch.Lost)
                : stream.FollowAsync([], clock).Select(batch => batch.Lost))
            {
                lost.Add(count);
            }
        });

        await EndAsync(following, clock, stream);

        await Assert.ThrowsAsync<InvalidRequestException>(() => following); // what does not pass is told
        Assert.Equal([0, 2, 4, 1], lost);
    }

    /// <summary>Its silo dies, which nobody says to who waits for the next batch: that took half a minute, the time of a call.</summary>
    [Fact]
    public async Task Follow_SiloDiesWithoutAWord_IsOpenedAnewAsSoonAsTheStreamIsElsewhere()
    {
        var clock = new FakeTimeProvider();
        var stream = new SaidWatches(([0], SaidWatches.Nothing), ([0], new InvalidRequestException("'x' pushes no quotes here")));
        var lost = new List<int>();
        var following = Task.Run(async () =>
        {
            await foreach (var batch in stream.FollowAsync([], clock))
            {
                lost.Add(batch.Lost);
            }
        });
        await Poll.UntilAsync(() => Task.FromResult(stream.Opened > 0), Patience, () => "It was not opened.");
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, stream.Opened); // it is quiet, and where it was

        stream.Silo = "second";
        await EndAsync(following, clock, stream);

        await Assert.ThrowsAsync<InvalidRequestException>(() => following);
        Assert.Equal([0, 1], lost);
    }

    /// <summary>The call that opens it is lost with the silo, so that nothing ever came of it.</summary>
    [Fact]
    public async Task Follow_SiloDiesBeforeAnythingCame_IsOpenedAnewAsSoonAsTheStreamIsElsewhere()
    {
        var clock = new FakeTimeProvider();
        var stream = new SaidWatches(([], SaidWatches.Nothing), ([0], new InvalidRequestException("'x' pushes no quotes here")));
        var following = LostAsync(stream, clock);
        await Poll.UntilAsync(() => Task.FromResult(stream.Opened > 0), Patience, () => "It was not opened.");

        stream.Silo = "second";
        await EndAsync(following, clock, stream);

        await Assert.ThrowsAsync<InvalidRequestException>(() => following);
    }

    /// <summary>What ends a watch is said to its silo, and lost with that one: its answer took half a minute not to come.</summary>
    [Fact]
    public async Task Follow_FarewellIsNeverAnswered_IsOpenedAnewAllTheSame()
    {
        var clock = new FakeTimeProvider();
        var stream = new SaidWatches(
            ([0], new SiloUnavailableException("gone")), ([0], new InvalidRequestException("'x' pushes no quotes here")))
        {
            Farewell = new TaskCompletionSource().Task,
        };
        var following = LostAsync(stream, clock);

        await EndAsync(following, clock, stream);

        await Assert.ThrowsAsync<InvalidRequestException>(() => following);
        Assert.Equal(2, stream.Opened);
    }

    private static Task<List<int>> LostAsync(SaidWatches stream, FakeTimeProvider clock) => Task.Run(async () =>
    {
        var lost = new List<int>();
        await foreach (var batch in stream.FollowAsync([], clock))
        {
            lost.Add(batch.Lost);
        }

        return lost;
    });

    /// <summary>Lets time go by until there is nothing to follow any more.</summary>
    private static Task<TimeSpan> EndAsync(Task following, FakeTimeProvider clock, SaidWatches stream) => Poll.UntilAsync(
        () =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(following.IsCompleted);
        },
        Patience, () => $"It was opened {stream.Opened} times.");

    /// <summary>Each watch tells batches before which so many were lost, and then ends, or fails.</summary>
    private sealed class SaidWatches(params (int[] Lost, Exception? End)[] watches) : IQuoteStreamGrain
    {
        /// <summary>The end of a watch that says nothing any more.</summary>
        public static readonly Exception Nothing = new TimeoutException("nobody says so", new TimeoutException());

        public int Opened { get; private set; }

        /// <summary>The answer to who ends a watch.</summary>
        public Task Farewell { get; init; } = Task.CompletedTask;

        /// <summary>Where it is; a watch that never ends is of the silo that it was begun in.</summary>
        public string Silo { get; set; } = "first";

        public Task<QuoteStreamView> GetAsync(CancellationToken cancellationToken = default) =>
            Task.FromResult(new QuoteStreamView("x", QuoteStreamStatus.Live, Silo, [], null, 0, 0, 0, 0, 1, null));

        public async IAsyncEnumerable<StreamedTrades> WatchTradesAsync(
            ImmutableArray<string> assetIds, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var batch in WatchAsync(assetIds, cancellationToken))
            {
                yield return new StreamedTrades([new MarketTrade("A", "x", DateTimeOffset.UnixEpoch, 1, null, null)], batch.Lost);
            }
        }

        public IAsyncEnumerable<StreamedQuotes> WatchAsync(
            ImmutableArray<string> assetIds, CancellationToken cancellationToken = default) =>
            new Watched(WatchOnceAsync(cancellationToken), Farewell);

        private async IAsyncEnumerable<StreamedQuotes> WatchOnceAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            var (lost, end) = watches[Opened++];
            foreach (var count in lost)
            {
                await Task.Yield();
                yield return new StreamedQuotes([new Quote("A", "x", DateTimeOffset.UnixEpoch, 1, 2, null, null)], count);
            }

            if (ReferenceEquals(end, Nothing))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            if (end is not null)
            {
                throw end;
            }
        }
    }

    /// <summary>One watch, whose end is answered as told.</summary>
    private sealed class Watched(IAsyncEnumerable<StreamedQuotes> batches, Task farewell)
        : IAsyncEnumerable<StreamedQuotes>, IAsyncEnumerator<StreamedQuotes>
    {
        private readonly IAsyncEnumerator<StreamedQuotes> _batches = batches.GetAsyncEnumerator();

        public StreamedQuotes Current => _batches.Current;

        public IAsyncEnumerator<StreamedQuotes> GetAsyncEnumerator(CancellationToken cancellationToken = default) => this;

        public ValueTask<bool> MoveNextAsync() => _batches.MoveNextAsync();

        public async ValueTask DisposeAsync()
        {
            await farewell;
            await _batches.DisposeAsync();
        }
    }
}

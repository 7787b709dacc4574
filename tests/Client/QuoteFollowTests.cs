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

        await Poll.UntilAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(following.IsCompleted);
            },
            Patience, () => $"It was opened {stream.Opened} times.");

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
        await Poll.UntilAsync(() => Task.FromResult(stream.Asked > 0), Patience, () => "Nobody asked where it is.");
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(1, stream.Opened); // it is quiet, and where it was

        stream.Silo = "second";
        await Poll.UntilAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return Task.FromResult(following.IsCompleted);
            },
            Patience, () => $"It was opened {stream.Opened} times.");

        await Assert.ThrowsAsync<InvalidRequestException>(() => following);
        Assert.Equal([0, 1], lost);
    }

    /// <summary>Each watch tells batches before which so many were lost, and then ends, or fails.</summary>
    private sealed class SaidWatches(params (int[] Lost, Exception? End)[] watches) : IQuoteStreamGrain
    {
        /// <summary>The end of a watch that says nothing any more.</summary>
        public static readonly Exception Nothing = new TimeoutException("nobody says so", new TimeoutException());

        public int Opened { get; private set; }

        /// <summary>How often it was asked where it is.</summary>
        public int Asked { get; private set; }

        /// <summary>Where it is; a watch that never ends is of the silo that it was begun in.</summary>
        public string Silo { get; set; } = "first";

        public Task<QuoteStreamView> GetAsync()
        {
            Asked++;
            return Task.FromResult(new QuoteStreamView("x", QuoteStreamStatus.Live, Silo, [], null, 0, 0, 0, 0, 1, null));
        }

        public async IAsyncEnumerable<StreamedTrades> WatchTradesAsync(
            ImmutableArray<string> assetIds, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (var batch in WatchAsync(assetIds, cancellationToken))
            {
                yield return new StreamedTrades([new MarketTrade("A", "x", DateTimeOffset.UnixEpoch, 1, null, null)], batch.Lost);
            }
        }

        public async IAsyncEnumerable<StreamedQuotes> WatchAsync(
            ImmutableArray<string> assetIds, [EnumeratorCancellation] CancellationToken cancellationToken = default)
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
}

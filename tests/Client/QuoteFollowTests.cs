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

    /// <summary>Each watch tells batches before which so many were lost, and then ends, or fails.</summary>
    private sealed class SaidWatches(params (int[] Lost, Exception? End)[] watches) : IQuoteStreamGrain
    {
        public int Opened { get; private set; }

        public Task<QuoteStreamView> GetAsync() => throw new NotSupportedException("Nobody asks here.");

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

            if (end is not null)
            {
                throw end;
            }
        }
    }
}

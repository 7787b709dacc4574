using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OrleansAssets.Client.Calls;
using OrleansAssets.Streams;

namespace OrleansAssets.Client;

/// <summary>Follows streams of quotes, and of trades of others.</summary>
public static class QuoteStreams
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Quotes of some assets as they reach a stream, until it is cancelled; silos may restart meanwhile. What was lost before a batch is
    /// told with it: batches that were not taken in time, and 1 where the stream had to be opened anew, as nobody knows what came in
    /// between.
    /// </summary>
    /// <param name="assetIds">Empty for all.</param>
    /// <param name="clock">Times the pause before it is opened anew; null takes the system's.</param>
    /// <exception cref="NotFoundException">The configuration has no such source, or no such asset.</exception>
    /// <exception cref="InvalidRequestException">The source pushes no quotes, or has as many subscribers as it takes.</exception>
    public static IAsyncEnumerable<StreamedQuotes> FollowAsync(
        this IQuoteStreamGrain stream, ImmutableArray<string> assetIds, TimeProvider? clock = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return FollowAsync(
            stop => stream.WatchAsync(assetIds, stop), (batch, lost) => batch with { Lost = batch.Lost + lost }, clock, cancellationToken);
    }

    /// <summary>Trades of others in some assets, likewise.</summary>
    /// <param name="assetIds">Empty for all.</param>
    /// <param name="clock">Times the pause before it is opened anew; null takes the system's.</param>
    /// <exception cref="NotFoundException">The configuration has no such source, or no such asset.</exception>
    /// <exception cref="InvalidRequestException">The source pushes no trades, or has as many subscribers as it takes.</exception>
    public static IAsyncEnumerable<StreamedTrades> FollowTradesAsync(
        this IQuoteStreamGrain stream, ImmutableArray<string> assetIds, TimeProvider? clock = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return FollowAsync(
            stop => stream.WatchTradesAsync(assetIds, stop), (batch, lost) => batch with { Lost = batch.Lost + lost }, clock,
            cancellationToken);
    }

    private static async IAsyncEnumerable<T> FollowAsync<T>(
        Func<CancellationToken, IAsyncEnumerable<T>> open, Func<T, int, T> losing, TimeProvider? clock,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var lost = 0; ; lost = 1)
        {
            await using var watch = open(cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (await NextAsync(watch, cancellationToken))
            {
                yield return losing(watch.Current, lost);
                lost = 0;
            }

            await Task.Delay(Pause, clock ?? TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Whether another batch came.</summary>
    private static async Task<bool> NextAsync<T>(IAsyncEnumerator<T> watch, CancellationToken cancellationToken)
    {
        try
        {
            return await watch.MoveNextAsync();
        }
        catch (Exception exception) when (Passing.MayPass(exception, cancellationToken))
        {
            return false;
        }
    }
}

using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using OrleansAssets.Client.Calls;
using OrleansAssets.Streams;

namespace OrleansAssets.Client;

/// <summary>Follows streams of quotes, and of trades of others.</summary>
public static class QuoteStreams
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>After so long without a batch it is asked whether the stream is still where it was: who died does not say so.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

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
            stream, stop => stream.WatchAsync(assetIds, stop), (batch, lost) => batch with { Lost = batch.Lost + lost }, clock,
            cancellationToken);
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
            stream, stop => stream.WatchTradesAsync(assetIds, stop), (batch, lost) => batch with { Lost = batch.Lost + lost }, clock,
            cancellationToken);
    }

    private static async IAsyncEnumerable<T> FollowAsync<T>(
        IQuoteStreamGrain stream, Func<CancellationToken, IAsyncEnumerable<T>> open, Func<T, int, T> losing, TimeProvider? clock,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        clock ??= TimeProvider.System;
        for (var lost = 0; ; lost = 1)
        {
            // Asked before it is opened, as an opening too may be lost with its silo: whoever says another one later says that it was.
            if (await Passing.AskAsync(() => stream.GetAsync(cancellationToken), cancellationToken) is { Silo: var silo })
            {
                await using var watch = new StreamWatch<T>(stream, silo, open, clock, cancellationToken);
                while (await watch.NextAsync())
                {
                    yield return losing(watch.Current, lost);
                    lost = 0;
                }
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <summary>One watch of a stream, until it ends, fails, or the stream is in another silo.</summary>
    private sealed class StreamWatch<T> : IAsyncDisposable
    {
        private readonly IQuoteStreamGrain _stream;
        private readonly string _silo;
        private readonly TimeProvider _clock;
        private readonly CancellationToken _cancellationToken;
        private readonly CancellationTokenSource _watched;
        private readonly IAsyncEnumerator<T> _batches;
        private Task<bool> _next = Task.FromResult(false);

        /// <param name="silo">Where the stream was before this was opened.</param>
        public StreamWatch(
            IQuoteStreamGrain stream, string silo, Func<CancellationToken, IAsyncEnumerable<T>> open, TimeProvider clock,
            CancellationToken cancellationToken)
        {
            (_stream, _silo, _clock, _cancellationToken) = (stream, silo, clock, cancellationToken);
            _watched = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _batches = open(_watched.Token).GetAsyncEnumerator(_watched.Token);
        }

        public T Current => _batches.Current;

        /// <summary>Whether another batch came.</summary>
        public async Task<bool> NextAsync()
        {
            try
            {
                _next = _batches.MoveNextAsync().AsTask();
                while (!_next.IsCompleted && await IsQuietAsync())
                {
                    if (await HasMovedAsync())
                    {
                        return false; // the silo that was to answer is gone: it ends when the call's time is up
                    }
                }

                return await _next;
            }
            catch (Exception exception) when (Passing.MayPass(exception, _cancellationToken))
            {
                return false;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _watched.CancelAsync();
            _ = LeaveAsync();
        }

        private async Task LeaveAsync()
        {
            await Passing.LeaveAsync(_batches, _next);
            _watched.Dispose();
        }

        private async Task<bool> IsQuietAsync()
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken);
            var isQuiet = await Task.WhenAny(_next, Task.Delay(Silence, _clock, over.Token)) != _next;
            await over.CancelAsync();
            _cancellationToken.ThrowIfCancellationRequested();
            return isQuiet;
        }

        /// <summary>Whether the stream is elsewhere; nobody who says so is no reason to leave.</summary>
        private async Task<bool> HasMovedAsync() =>
            await Passing.AskAsync(() => _stream.GetAsync(_cancellationToken), _cancellationToken) is { } view && view.Silo != _silo;
    }
}

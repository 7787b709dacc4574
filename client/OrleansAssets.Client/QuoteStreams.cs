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
            await using var watch = new StreamWatch<T>(stream, open, clock, cancellationToken);
            while (await watch.NextAsync())
            {
                yield return losing(watch.Current, lost);
                lost = 0;
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <summary>One watch of a stream, until it ends, fails, or the stream is in another silo.</summary>
    private sealed class StreamWatch<T> : IAsyncDisposable
    {
        private readonly IQuoteStreamGrain _stream;
        private readonly TimeProvider _clock;
        private readonly CancellationToken _cancellationToken;
        private readonly CancellationTokenSource _watched;
        private readonly IAsyncEnumerator<T> _batches;
        private string? _silo;
        private Task<bool>? _lost;

        public StreamWatch(
            IQuoteStreamGrain stream, Func<CancellationToken, IAsyncEnumerable<T>> open, TimeProvider clock,
            CancellationToken cancellationToken)
        {
            (_stream, _clock, _cancellationToken) = (stream, clock, cancellationToken);
            _watched = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            _batches = open(_watched.Token).GetAsyncEnumerator(_watched.Token);
        }

        public T Current => _batches.Current;

        /// <summary>Whether another batch came.</summary>
        public async Task<bool> NextAsync()
        {
            try
            {
                var next = _batches.MoveNextAsync().AsTask();
                while (!next.IsCompleted && await IsQuietAsync(next))
                {
                    if (await HasMovedAsync())
                    {
                        _lost = next; // the silo that was to answer is gone: it ends when the call's time is up
                        return false;
                    }
                }

                var came = await next;
                _silo ??= came ? await SiloAsync() : null;
                return came;
            }
            catch (Exception exception) when (Passing.MayPass(exception, _cancellationToken))
            {
                return false;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _watched.CancelAsync();
            var end = EndAsync(_lost ?? Task.FromResult(false));
            if (_lost is null)
            {
                await end; // nobody waits for a silo that is gone
            }
        }

        private async Task EndAsync(Task<bool> last)
        {
            try
            {
                await last;
                await _batches.DisposeAsync();
            }
            catch (Exception exception) when (Passing.MayPass(exception, CancellationToken.None))
            {
                // A watch in a silo that is gone has nothing to be ended.
            }
            finally
            {
                _watched.Dispose();
            }
        }

        private async Task<bool> IsQuietAsync(Task next)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_cancellationToken);
            var isQuiet = await Task.WhenAny(next, Task.Delay(Silence, _clock, over.Token)) != next;
            await over.CancelAsync();
            _cancellationToken.ThrowIfCancellationRequested();
            return isQuiet;
        }

        private async Task<bool> HasMovedAsync()
        {
            var silo = await SiloAsync();
            var before = _silo;
            _silo ??= silo;
            return silo is not null && before is not null && silo != before;
        }

        /// <summary>Where the stream is; null where nobody says so.</summary>
        private async Task<string?> SiloAsync() => (await Passing.AskAsync(_stream.GetAsync, _cancellationToken))?.Silo;
    }
}

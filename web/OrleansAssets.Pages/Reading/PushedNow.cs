using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orleans.Runtime;
using OrleansAssets.MarketData;
using OrleansAssets.Streams;

namespace OrleansAssets.Pages.Reading;

/// <summary>
/// What sources push, listened to once for everybody who looks: an open page asks each second for the newest of each asset. It is begun by
/// the first look, and ends when nobody has looked for a while.
/// </summary>
internal sealed class PushedNow(IGrainFactory grains, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PushedWatch<Quote>> _quotes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PushedWatch<MarketTrade>> _trades = new(StringComparer.Ordinal);

    /// <param name="sourceId">One that pushes quotes; so of trades.</param>
    public Pushed<Quote> Quotes(string sourceId) => Look(_quotes, sourceId, quote => quote.AssetId, WatchQuotesAsync);

    public Pushed<MarketTrade> Trades(string sourceId) => Look(_trades, sourceId, trade => trade.AssetId, WatchTradesAsync);

    private Pushed<T> Look<T>(
        Dictionary<string, PushedWatch<T>> watches, string sourceId, Func<T, string> assetOf,
        Func<string, CancellationToken, IAsyncEnumerable<(ImmutableArray<T> Told, int Lost)>> open)
    {
        lock (_lock)
        {
            if (!watches.TryGetValue(sourceId, out var watch) || watch.HasEnded)
            {
                watches[sourceId] = watch = new PushedWatch<T>(stop => open(sourceId, stop), assetOf, clock);
            }

            return watch.Look();
        }
    }

    private async IAsyncEnumerable<(ImmutableArray<Quote> Told, int Lost)> WatchQuotesAsync(
        string sourceId, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var batch in grains.GetGrain<IQuoteStreamGrain>(Keys.QuoteStream(sourceId)).WatchAsync([], stop))
        {
            yield return (batch.Quotes, batch.Lost);
        }
    }

    private async IAsyncEnumerable<(ImmutableArray<MarketTrade> Told, int Lost)> WatchTradesAsync(
        string sourceId, [EnumeratorCancellation] CancellationToken stop)
    {
        await foreach (var batch in grains.GetGrain<IQuoteStreamGrain>(Keys.QuoteStream(sourceId)).WatchTradesAsync([], stop))
        {
            yield return (batch.Trades, batch.Lost);
        }
    }
}

/// <summary>What was pushed since somebody listens.</summary>
/// <param name="Newest">Of each asset the newest; by asset.</param>
/// <param name="Lost">Batches that were dropped, as they were not taken in time.</param>
/// <param name="Failure">Why nothing comes now, in a sentence; null where nothing is wrong.</param>
internal sealed record Pushed<T>(DateTimeOffset Since, ImmutableArray<T> Newest, long Came, long Lost, string? Failure);

/// <summary>Listens to one source as long as somebody looks.</summary>
internal sealed class PushedWatch<T>
{
    /// <summary>How long it listens after a look: an open page looks each second, and one that is being left comes back soon.</summary>
    private static readonly TimeSpan LookedAtFor = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan ReopenedAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly Func<T, string> _assetOf;
    private readonly Task _listening;
    private Pushed<T> _told;
    private ImmutableSortedDictionary<string, T> _newest = ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
    private DateTimeOffset _lookedAt;

    public PushedWatch(
        Func<CancellationToken, IAsyncEnumerable<(ImmutableArray<T> Told, int Lost)>> open, Func<T, string> assetOf, TimeProvider clock)
    {
        (_assetOf, _clock, _lookedAt) = (assetOf, clock, clock.GetUtcNow());
        _told = new Pushed<T>(_lookedAt, [], Came: 0, Lost: 0, Failure: null);
        using (ExecutionContext.SuppressFlow())
        {
            _listening = Task.Run(() => ListenAsync(open)); // it is no part of the request of whoever looked first
        }
    }

    /// <summary>Whether another has to be begun: nobody looked, so that it has ended.</summary>
    public bool HasEnded => _listening.IsCompletedSuccessfully;

    private bool IsLookedAt
    {
        get
        {
            lock (_lock)
            {
                return _clock.GetUtcNow() - _lookedAt < LookedAtFor;
            }
        }
    }

    public Pushed<T> Look()
    {
        if (_listening.Exception is { } fault)
        {
            throw fault; // of ours: what a source or a silo does wrong is told as a failure
        }

        lock (_lock)
        {
            _lookedAt = _clock.GetUtcNow();
            return _told;
        }
    }

    private async Task ListenAsync(Func<CancellationToken, IAsyncEnumerable<(ImmutableArray<T> Told, int Lost)>> open)
    {
        while (IsLookedAt)
        {
            using var stop = new CancellationTokenSource(LookedAtFor, _clock);
            try
            {
                await foreach (var (told, lost) in open(stop.Token))
                {
                    Take(told, lost);
                    if (IsLookedAt)
                    {
                        stop.CancelAfter(LookedAtFor);
                    }
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                continue; // nothing came for so long: it is opened anew where somebody looks, as the grain may have moved
            }
            catch (Exception exception) when (exception is EnumerationAbortedException || FailureText.IsKnown(exception))
            {
                Fail(FailureText.IsKnown(exception) ? FailureText.Of(exception) : "The stream has moved. It is opened anew.");
            }

            await Task.Delay(ReopenedAfter, _clock);
        }
    }

    private void Take(ImmutableArray<T> told, int lost)
    {
        lock (_lock)
        {
            _newest = _newest.SetItems(told.Select(one => KeyValuePair.Create(_assetOf(one), one)));
            _told = _told with
            {
                Newest = [.. _newest.Values], Came = _told.Came + told.Length, Lost = _told.Lost + lost, Failure = null,
            };
        }
    }

    private void Fail(string failure)
    {
        lock (_lock)
        {
            _told = _told with { Failure = failure };
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using OrleansAssets.Client;
using OrleansAssets.MarketData;
using OrleansAssets.Streams;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Cluster;

/// <summary>Follows the pushed quotes of one asset, as a service does, while silos die.</summary>
internal sealed class QuoteFollower : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(Quote Quote, long At)> _told = [];
    private readonly Task _running;
    private int _losses;

    public QuoteFollower(IQuoteStreamGrain stream, string assetId) => _running = RunAsync(stream, assetId);

    /// <summary>Batches that said something was lost before them.</summary>
    public int Losses => _losses;

    /// <summary>Waits until it is told a quote from after an instant, and says how long after a time stamp it was.</summary>
    public async Task<TimeSpan> ToldSinceAsync(DateTimeOffset instant, long stamp)
    {
        await Poll.UntilAsync(
            async () =>
            {
                await (_running.IsFaulted ? _running : Task.CompletedTask);
                return _told.Any(told => told.Quote.At > instant);
            },
            Patience, () => $"The follower was told {_told.Count} quotes, the last {_told.LastOrDefault().Quote}.");
        return Stopwatch.GetElapsedTime(stamp, _told.First(told => told.Quote.At > instant).At);
    }

    /// <summary>No quote was told twice, and none after a newer one.</summary>
    public void Verify()
    {
        var instants = _told.Select(told => told.Quote.At).ToList();
        Assert.Equal(instants.Distinct().Order(), instants);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.ContinueWith(_ => { }, TaskScheduler.Default); // a test that failed has said why
        _stop.Dispose();
    }

    private async Task RunAsync(IQuoteStreamGrain stream, string assetId)
    {
        await foreach (var batch in stream.FollowAsync([assetId], cancellationToken: _stop.Token))
        {
            _losses += batch.Lost > 0 ? 1 : 0;
            batch.Quotes.ToList().ForEach(quote => _told.Enqueue((quote, Stopwatch.GetTimestamp())));
        }
    }
}

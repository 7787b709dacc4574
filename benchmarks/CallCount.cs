using System.Diagnostics;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;

namespace OrleansAssets.Benchmarks;

/// <summary>Counts calls to vendors up to a number.</summary>
internal sealed class CallCount(int wanted)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _made;
    private long _first;
    private long _last;

    public Task Done => _done.Task;

    public double SecondsFromFirstToLast =>
        Stopwatch.GetElapsedTime(Volatile.Read(ref _first), Volatile.Read(ref _last)).TotalSeconds;

    public void Made()
    {
        var now = Stopwatch.GetTimestamp();
        Interlocked.CompareExchange(ref _first, now, 0);
        if (Interlocked.Increment(ref _made) == wanted)
        {
            Volatile.Write(ref _last, now);
            _done.TrySetResult();
        }
    }
}

/// <summary>A vendor that answers at once.</summary>
internal sealed class CountedQuotes(string sourceId, CallCount calls) : IQuoteSource
{
    public string SourceId => sourceId;

    public int UnitsPerCall => 1;

    public Task<VendorReply<Quote>> GetQuoteAsync(QuoteQuery query, CancellationToken cancellationToken)
    {
        calls.Made();
        var quote = new Quote(query.AssetId, sourceId, TimeProvider.System.GetUtcNow(), 99, 101, null, null);
        return Task.FromResult(new VendorReply<Quote>(FeedResult.Ok, quote, null, null, null));
    }
}

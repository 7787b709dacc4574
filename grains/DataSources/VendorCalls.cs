using OrleansAssets.DataSources;
using OrleansAssets.Grains.Vendors;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Makes one call to a vendor: bounded in time and measured.</summary>
internal sealed class VendorCalls(CollectionMetrics metrics, TimeProvider time)
{
    /// <summary>Longest that a page may take, with the further call that an adapter may need for it.</summary>
    public static readonly TimeSpan CallTimeMax = TimeSpan.FromSeconds(12);

    /// <summary>The vendor's reply; one that takes too long counts as unavailable, one that the caller gives up is none.</summary>
    public async Task<VendorReply<T>> CallAsync<T>(
        FeedId feed, Func<CancellationToken, Task<VendorReply<T>>> call, CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = new CancellationTokenSource(CallTimeMax, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var started = time.GetTimestamp();
        VendorReply<T> reply;
        try
        {
            reply = await call(ends.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var error = $"{feed.SourceId} did not answer within {CallTimeMax.TotalSeconds} seconds";
            reply = new VendorReply<T>(FeedResult.Unavailable, null, null, null, error);
        }

        if (!reply.IsFree)
        {
            metrics.Called(feed, reply.Result, time.GetElapsedTime(started));
        }

        return reply;
    }
}

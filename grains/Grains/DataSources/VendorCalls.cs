using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Makes one call to a vendor: bounded in time, ended with the process, and measured.</summary>
internal sealed class VendorCalls(IVendorEndpoints endpoints, CollectionMetrics metrics, TimeProvider time)
{
    /// <summary>Longest that a page may take, with the further call that an adapter may need for it.</summary>
    public static readonly TimeSpan CallTimeMax = TimeSpan.FromSeconds(12);

    /// <summary>
    /// The vendor's reply; one that takes too long counts as unavailable, one that the caller gives up is none. What fails once the process
    /// stops is not held against the vendor: the call was given up, or the sandbox is gone.
    /// </summary>
    public async Task<VendorReply<T>> CallAsync<T>(
        FeedId feed, Func<CancellationToken, Task<VendorReply<T>>> call, CancellationToken cancellationToken)
        where T : class
    {
        using var timeout = new CancellationTokenSource(CallTimeMax, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, endpoints.Closing, cancellationToken);
        var started = time.GetTimestamp();
        VendorReply<T> reply;
        try
        {
            reply = await call(ends.Token);
        }
        catch (OperationCanceledException) when (endpoints.Closing.IsCancellationRequested)
        {
            reply = Stopped<T>(feed);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            var error = $"{feed.SourceId} did not answer within {CallTimeMax.TotalSeconds} seconds";
            reply = new VendorReply<T>(FeedResult.Unavailable, null, null, null, error);
        }

        if (reply.Result is FeedResult.Unavailable or FeedResult.Malformed && endpoints.Closing.IsCancellationRequested)
        {
            reply = Stopped<T>(feed);
        }

        if (!reply.IsFree)
        {
            metrics.Called(feed, reply.Result, time.GetElapsedTime(started));
        }

        return reply;
    }

    private static VendorReply<T> Stopped<T>(FeedId feed)
        where T : class => new(FeedResult.Stopped, null, null, null, $"the silo stopped before {feed.SourceId} had answered");
}

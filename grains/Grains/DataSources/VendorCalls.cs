using System.Diagnostics;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Grains.Telemetry;
using OrleansAssets.Vendors;
using Polly;
using Polly.Timeout;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Makes one call to a vendor: bounded in time, ended with the process, and measured.</summary>
internal sealed class VendorCalls(IVendorEndpoints endpoints, CollectionMetrics metrics, TimeProvider time)
{
    /// <summary>
    /// Longest that a page may take, from connecting to the last byte, with the further call that an adapter may need for it; well under
    /// the 30 s that a caller waits for a grain.
    /// </summary>
    public static readonly TimeSpan CallTimeMax = TimeSpan.FromSeconds(12);

    public const string SpanSource = "OrleansAssets.DataSources";

    private static readonly ActivitySource Spans = new(SpanSource);

    private readonly ResiliencePipeline _timeout =
        new ResiliencePipelineBuilder { TimeProvider = time }.AddTimeout(CallTimeMax).Build();

    /// <summary>
    /// The vendor's reply; one that takes too long counts as unavailable, one that the caller gives up is none. What fails once the process
    /// stops is not held against the vendor: the call was given up, or the sandbox is gone.
    /// </summary>
    public async Task<VendorReply<T>> CallAsync<T>(
        FeedId feed, Func<CancellationToken, Task<VendorReply<T>>> call, CancellationToken cancellationToken)
        where T : class
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(endpoints.Closing, cancellationToken);
        using var span = Spans.StartActivity("vendor call", ActivityKind.Internal);
        span?.SetTag("assets.source", feed.SourceId).SetTag("assets.asset", feed.AssetId).SetTag("assets.dataset", feed.Dataset);
        var started = time.GetTimestamp();
        var reply = await AskAsync(feed, call, ends.Token);
        span?.SetTag("assets.outcome", TagText.Of(reply.Result));
        if (!reply.IsOk)
        {
            span?.SetStatus(ActivityStatusCode.Error, reply.Error);
        }

        if (!reply.IsFree)
        {
            metrics.Called(feed, reply.Result, time.GetElapsedTime(started));
        }

        return reply;
    }

    private async Task<VendorReply<T>> AskAsync<T>(
        FeedId feed, Func<CancellationToken, Task<VendorReply<T>>> call, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            var reply = await _timeout.ExecuteAsync(static async (call, token) => await call(token), call, cancellationToken);
            return reply.Result is FeedResult.Unavailable or FeedResult.Malformed && endpoints.Closing.IsCancellationRequested
                ? Stopped<T>(feed)
                : reply;
        }
        catch (OperationCanceledException) when (endpoints.Closing.IsCancellationRequested)
        {
            return Stopped<T>(feed);
        }
        catch (TimeoutRejectedException)
        {
            return endpoints.Closing.IsCancellationRequested
                ? Stopped<T>(feed)
                : new VendorReply<T>(
                    FeedResult.Unavailable, null, null, null,
                    $"{feed.SourceId} did not answer within {CallTimeMax.TotalSeconds} seconds");
        }
    }

    private static VendorReply<T> Stopped<T>(FeedId feed)
        where T : class => new(FeedResult.Stopped, null, null, null, $"the silo stopped before {feed.SourceId} had answered");
}

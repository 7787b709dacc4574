using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;

namespace OrleansAssets.Domain.Streams;

/// <summary>How long a stream is waited for, and when it is opened again.</summary>
public static class StreamRules
{
    /// <summary>
    /// A stream on which nothing came for so long is closed and opened anew: vendors send heartbeats, or a quote of any liquid asset, more
    /// often by far.
    /// </summary>
    public static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(20);

    /// <summary>How often quotes are told to assets: of those that came in between, each asset's newest.</summary>
    public static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(1);

    /// <summary>How long a round of telling waits for assets that do not answer: the others' quotes and callers wait for it.</summary>
    public static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(2);

    /// <summary>How long is waited for what is to be listened to: a silo that stands still has some of the assets that are asked.</summary>
    public static readonly TimeSpan PlannedWithin = TimeSpan.FromSeconds(3);

    /// <summary>How often quotes are stored: the newest of each asset.</summary>
    public static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(10);

    /// <summary>A connection that nobody asks for any more, as its grain is elsewhere, ends by itself after so long.</summary>
    public static readonly TimeSpan OrphanAfter = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(2);

    /// <summary>A key or a plan that is refused is not taken a minute later.</summary>
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMinutes(15);

    /// <summary>The pause before the next connection.</summary>
    /// <param name="failures">Connections in a row that ended before a quote came; at least 1.</param>
    /// <param name="random">From 0 (inclusive) to 1 (exclusive).</param>
    public static TimeSpan PauseAfter(FeedResult result, int failures, double random) => result switch
    {
        FeedResult.KeyMissing or FeedResult.KeyRejected or FeedResult.PlanTooSmall => RefusedPause,
        _ => Backoff.PauseAfter(failures, FirstPause, LongestPause, random),
    };
}

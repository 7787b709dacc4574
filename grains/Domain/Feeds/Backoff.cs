namespace OrleansAssets.Domain.Feeds;

/// <summary>Pauses that double with each failure up to a bound, each with jitter over its upper half.</summary>
public static class Backoff
{
    /// <summary>Doublings beyond this change nothing: the bound is reached long before, and the shift must not overflow.</summary>
    private const int DoublingsMax = 20;

    /// <summary>The pause after the given number of failures in a row (1 or more).</summary>
    /// <param name="random">From 0 (inclusive) to 1 (exclusive).</param>
    public static TimeSpan PauseAfter(int failures, TimeSpan first, TimeSpan longest, double random)
    {
        var doublings = Math.Clamp(failures - 1, 0, DoublingsMax);
        var fullSeconds = Math.Min(longest.TotalSeconds, first.TotalSeconds * (1 << doublings));
        return TimeSpan.FromSeconds(fullSeconds * (0.5 + (0.5 * random)));
    }
}

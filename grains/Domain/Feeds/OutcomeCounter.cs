using System.Collections.Immutable;
using Orleans;
using OrleansAssets.DataSources;

namespace OrleansAssets.Domain.Feeds;

/// <summary>Calls and failed ones in a stretch of time.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.OutcomeCounter")]
public sealed record OutcomeCounter(DateTimeOffset Start, int Seconds, int Calls, int Failures);

/// <summary>The error rate of a source from counters of bounded number: twelfths of an hour for an hour, hours for a day.</summary>
public static class OutcomeRules
{
    private static readonly ImmutableArray<(int Seconds, TimeSpan Kept)> Lengths =
        [(300, TimeSpan.FromHours(1)), (3600, TimeSpan.FromDays(1))];

    /// <summary>
    /// The counters after an outcome. A collection ends at its first failure, so that one of its calls failed at most. Of calls that a stop
    /// cut off nobody knows how they ended; calls whose rows the product could not store say nothing about the vendor.
    /// </summary>
    public static ImmutableArray<OutcomeCounter> Add(ImmutableArray<OutcomeCounter> counters, FeedOutcome outcome, DateTimeOffset now)
    {
        if (outcome.Calls == 0 || outcome.Result is FeedResult.Stopped or FeedResult.NotStored)
        {
            return counters;
        }

        var failures = outcome.Result == FeedResult.Ok ? 0 : 1;
        return
        [
            .. Lengths.SelectMany(length =>
            {
                var start = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds() / length.Seconds * length.Seconds);
                var kept = Kept(counters, length.Seconds, length.Kept, now).Where(counter => counter.Start != start);
                var current = counters.FirstOrDefault(counter => counter.Seconds == length.Seconds && counter.Start == start)
                    ?? new OutcomeCounter(start, length.Seconds, 0, 0);
                return kept.Append(
                    current with { Calls = current.Calls + outcome.Calls, Failures = current.Failures + failures });
            }),
        ];
    }

    public static ErrorRate RateOf(ImmutableArray<OutcomeCounter> counters, DateTimeOffset now)
    {
        var hour = Kept(counters, Lengths[0].Seconds, Lengths[0].Kept, now).ToList();
        var day = Kept(counters, Lengths[1].Seconds, Lengths[1].Kept, now).ToList();
        return new ErrorRate(
            hour.Sum(counter => counter.Calls), hour.Sum(counter => counter.Failures),
            day.Sum(counter => counter.Calls), day.Sum(counter => counter.Failures));
    }

    // Also bounds the number where the clock went back: what starts ahead of now is dropped.
    private static IEnumerable<OutcomeCounter> Kept(
        ImmutableArray<OutcomeCounter> counters, int seconds, TimeSpan kept, DateTimeOffset now) =>
        counters.Where(counter => counter.Seconds == seconds && counter.Start > now - kept && counter.Start <= now);
}

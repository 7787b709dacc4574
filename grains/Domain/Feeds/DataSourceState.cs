using System.Collections.Immutable;
using Orleans;
using OrleansAssets.DataSources;

namespace OrleansAssets.Domain.Feeds;

/// <summary>What a source stores. Never changed in place: each step makes a new one, so a reader sees one whole state.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.DataSourceState")]
public sealed record DataSourceState
{
    /// <summary>Null until the catalogue is applied.</summary>
    [Id(0)]
    public DataSourceDefinition? Definition { get; init; }

    // The id 1 held the period of the reminder, which its row tells; it stays reserved.
    [Id(2)]
    public ImmutableArray<WindowCounter> Counters { get; init; } = [];

    /// <summary>Calls reserved in the counters whose outcome is not known yet.</summary>
    [Id(3)]
    public int PendingCalls { get; init; }

    [Id(4)]
    public ImmutableArray<FeedSlot> Slots { get; init; } = [];

    [Id(5)]
    public SourceHealth Health { get; init; } = SourceHealth.Unknown;

    /// <summary>Calls and failures of the last hour and day; at most 38 counters.</summary>
    [Id(6)]
    public ImmutableArray<OutcomeCounter> Outcomes { get; init; } = [];
}

/// <summary>Units spent in one window of a source's limits.</summary>
/// <param name="WindowSeconds">
/// Names the window: limits of the same length share their alignment and so their count. <see cref="RateWindow.CalendarMonth"/> is one too.
/// </param>
/// <param name="WindowStart">Start of the window that the count belongs to, UTC.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.WindowCounter")]
public sealed record WindowCounter(int WindowSeconds, DateTimeOffset WindowStart, int UsedUnits);

/// <summary>How a source has answered lately.</summary>
/// <param name="LastFailure">Kind of the newest failure since the last success, null after a success.</param>
/// <param name="LastError">What went wrong last, in words; kept after a success.</param>
/// <param name="ConsecutiveBlocks">Limits and bans in a row, which make the pause grow where the vendor names none.</param>
/// <param name="BlockedUntil">Until when the vendor told us to stay away.</param>
/// <param name="PausedUntil">Until when we stay away of our own accord, after a failure.</param>
/// <param name="OpenedAt">When the circuit opened, null while it is closed.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.SourceHealth")]
public sealed record SourceHealth(
    DateTimeOffset? LastSuccessAt,
    DateTimeOffset? LastFailureAt,
    FeedResult? LastFailure,
    string? LastError,
    int ConsecutiveFailures,
    int ConsecutiveBlocks,
    DateTimeOffset? BlockedUntil,
    DateTimeOffset? PausedUntil,
    DateTimeOffset? OpenedAt = null)
{
    public static readonly SourceHealth Unknown = new(null, null, null, null, 0, 0, null, null);

    /// <summary>Feeds of which malformed replies came since the last success, each once.</summary>
    [Id(9)]
    public ImmutableArray<FeedId> MalformedFeeds { get; init; } = [];
}

/// <summary>What a source knows of one of its feeds.</summary>
/// <param name="NextDueAt">When to collect it next.</param>
/// <param name="HasMore">Whether history is left to fetch, so that it is due again at once.</param>
/// <param name="Failures">Failures in a row of this feed alone.</param>
/// <param name="ParkedBecause">Why it waits long while the source works (unknown symbol, plan too small), null where it does not.</param>
/// <param name="Last">The feed as it stood after its last collection, null before the first.</param>
/// <param name="StandsInSince">Since when it stands in for the source that its plan names; null where it does not.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.FeedSlot")]
public sealed record FeedSlot(
    PlannedFeed Plan,
    DateTimeOffset NextDueAt,
    bool HasMore,
    int Failures,
    string? ParkedBecause,
    FeedView? Last,
    DateTimeOffset? StandsInSince = null)
{
    /// <summary>How often in a row its vendor refused it as not served; each time it waits longer.</summary>
    [Id(7)]
    public int Refusals { get; init; }

    public bool IsWanted => Plan.Need != FeedNeed.None;

    public static FeedView NotCollectedYet(FeedId id) => new(id, null, null, 0, 0, null, null);
}

/// <summary>A feed that the configuration allows, and whether it is needed now.</summary>
/// <param name="InsteadOf">The source that it stands in for, null where it does not.</param>
/// <param name="IsHeld">Whether it is of quotes of an asset that is held.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.PlannedFeed")]
public sealed record PlannedFeed(
    FeedId Id,
    string Symbol,
    string ClassId,
    DatasetSchedule Schedule,
    FeedNeed Need,
    string? InsteadOf = null,
    bool IsHeld = false);

/// <summary>Why a feed is collected.</summary>
[GenerateSerializer, Alias("OrleansAssets.FeedNeed")]
public enum FeedNeed
{
    /// <summary>It is not: its asset is disabled and not of the next phase.</summary>
    None = 0,

    /// <summary>Its asset belongs to the next phase, whose readiness asks for a healthy source.</summary>
    WarmUp = 1,

    /// <summary>Its asset is enabled, or held.</summary>
    Enabled = 2,

    /// <summary>It stands in for a source that is down.</summary>
    Fallback = 3,
}

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

        var failures = outcome.Result is FeedResult.Ok or FeedResult.NothingNow ? 0 : 1;
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

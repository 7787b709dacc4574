using System.Collections.Immutable;
using Orleans.Runtime;
using OrleansAssets.DataSources;

namespace OrleansAssets.Domain.Feeds;

/// <summary>What the outcome of a collection means for its feed and for the source. Each kind of failure has its own remedy.</summary>
public static class HealthRules
{
    /// <summary>The longest wait of a feed that its vendor does not serve.</summary>
    public static readonly TimeSpan ParkedPause = TimeSpan.FromHours(6);

    /// <summary>
    /// How long such a feed waits, by how often its vendor said so in a row: most such words are true, and some are of a bad minute.
    /// </summary>
    public static readonly ImmutableArray<TimeSpan> ParkedPauses =
        [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), ParkedPause];

    public static readonly TimeSpan KeyPause = TimeSpan.FromMinutes(15);
    /// <summary>After a silo went away in the middle of a call: the feed comes up at another meanwhile.</summary>
    public static readonly TimeSpan StopPause = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    public static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(5);
    public static readonly TimeSpan FirstLimitPause = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan LongestLimitPause = TimeSpan.FromMinutes(15);
    public static readonly TimeSpan FirstBan = TimeSpan.FromMinutes(2);
    public static readonly TimeSpan LongestBan = TimeSpan.FromHours(1);

    /// <summary>Malformed replies in a row, whatever the feed, that are the source's fault and no longer that of one symbol...</summary>
    public const int MalformedMax = 5;

    /// <summary>...where they are of so many feeds, or of all that the source serves: one alone is asked again and again.</summary>
    public const int MalformedFeedsMin = 3;

    /// <summary>Longest Retry-After that is believed: the longest ban that a vendor documents is three days.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(7);

    /// <summary>The state after an outcome; the budget is settled apart.</summary>
    /// <param name="random">From 0 (inclusive) to 1 (exclusive): the jitter of every pause that the vendor did not name.</param>
    /// <param name="filledGap">Whether a gap was filled: then the feed's own schedule stays as it was.</param>
    public static DataSourceState Apply(
        DataSourceState state, FeedSlot slot, FeedOutcome outcome, double random, DateTimeOffset now, bool filledGap = false) => state with
        {
            Slots = Replace(
                state.Slots,
                filledGap && IsOfTheGap(outcome.Result) ? slot with { Last = outcome.Feed } : SlotAfter(slot, outcome, random, now)),
            Health = HealthAfter(state.Health, outcome, random, now, slot.Plan.Id, FeedsOf(state)),
            Outcomes = OutcomeRules.Add(state.Outcomes, outcome, now),
        };

    /// <summary>The state after a check by hand: it counts, and what the vendor forbids is heeded, but no feed moves.</summary>
    public static DataSourceState Checked(DataSourceState state, FeedOutcome outcome, double random, DateTimeOffset now) => state with
    {
        Health = outcome.Result is FeedResult.RateLimited or FeedResult.Banned
            ? HealthAfter(state.Health, outcome, random, now, outcome.Feed.Id, FeedsOf(state))
            : state.Health,
        Outcomes = OutcomeRules.Add(state.Outcomes, outcome, now),
    };

    /// <summary>Whether a vendor gave nothing and says so: the last call of the collection, which bills nothing.</summary>
    public static bool IsRefusal(FeedResult result) =>
        result is FeedResult.RateLimited or FeedResult.Banned or FeedResult.KeyRejected or FeedResult.PlanTooSmall;

    /// <summary>Whether a feed failed because a silo, this one or the feed's, went away: no word about the vendor.</summary>
    /// <param name="isStopping">Whether this silo stops.</param>
    public static bool IsOfAStop(Exception exception, bool isStopping) => isStopping || exception is OrleansMessageRejectionException;

    /// <summary>The outcome of a feed whose silo went away before it answered: all its calls count as made, no more is known.</summary>
    public static FeedOutcome Stopped(CollectionStep.Collect step)
    {
        var feed = step.Slot.Last ?? FeedSlot.NotCollectedYet(step.Slot.Plan.Id);
        var error = $"the silo of feed {feed.Id.AssetId} {feed.Id.Dataset} stopped before it had answered";
        return new FeedOutcome(FeedResult.Stopped, step.Calls, null, step.Slot.HasMore, null, error, feed);
    }

    /// <summary>
    /// The outcome of a feed that the product's own database failed: its calls count as made, and the vendor is not to blame.
    /// </summary>
    public static FeedOutcome NotStored(CollectionStep.Collect step, StorageUnavailableException exception) =>
        Broken(step, exception) with { Result = FeedResult.NotStored };

    /// <summary>The outcome of a feed that broke instead of answering: all its calls count as made.</summary>
    public static FeedOutcome Broken(CollectionStep.Collect step, Exception exception)
    {
        var feed = step.Slot.Last ?? FeedSlot.NotCollectedYet(step.Slot.Plan.Id);
        var cause = exception is TimeoutException
            ? "it did not answer in time"
            : exception.GetBaseException().Message.Split('\n', 2)[0].TrimEnd();
        var error = $"feed {feed.Id.AssetId} {feed.Id.Dataset} could not be collected: {cause}";
        return new FeedOutcome(FeedResult.Unavailable, step.Calls, null, step.Slot.HasMore, null, error, feed);
    }

    /// <summary>
    /// Whether an answer about a gap says nothing of what the feed collects now: a plan that does not reach back so far, or one bad page of
    /// long ago, must not hold the present up. The gap is asked for again later.
    /// </summary>
    public static bool IsOfTheGap(FeedResult result) =>
        result is FeedResult.Ok or FeedResult.NothingNow or FeedResult.UnknownSymbol or FeedResult.PlanTooSmall or FeedResult.Malformed;

    private static FeedSlot SlotAfter(FeedSlot slot, FeedOutcome outcome, double random, DateTimeOffset now)
    {
        var every = TimeSpan.FromSeconds(slot.Plan.Schedule.EverySeconds);
        var failed = slot with { Failures = slot.Failures + 1, Last = outcome.Feed };
        return outcome.Result switch
        {
            FeedResult.Ok => slot with
            {
                NextDueAt = outcome.HasMore ? now : now + every, HasMore = outcome.HasMore, Failures = 0, ParkedBecause = null,
                Last = outcome.Feed, Refusals = 0,
            },
            FeedResult.NotOffered => Parked(failed, outcome, ParkedPause, now),
            FeedResult.UnknownSymbol or FeedResult.PlanTooSmall => Parked(
                failed with { Refusals = failed.Refusals + 1 }, outcome,
                ParkedPauses[Math.Min(failed.Refusals, ParkedPauses.Length - 1)], now),
            FeedResult.Unavailable or FeedResult.Malformed or FeedResult.NotStored or FeedResult.NothingNow =>
                failed with { NextDueAt = now + Backoff.PauseAfter(failed.Failures, FirstRetry, LongestRetry, random) },
            FeedResult.Stopped when slot.NextDueAt < now + StopPause => slot with { NextDueAt = now + StopPause, Last = outcome.Feed },
            _ => slot with { Last = outcome.Feed },
        };
    }

    private static FeedSlot Parked(FeedSlot failed, FeedOutcome outcome, TimeSpan pause, DateTimeOffset now) =>
        failed with { NextDueAt = now + pause, ParkedBecause = outcome.Error ?? outcome.Result.ToString() };

    /// <summary>How many feeds a source serves.</summary>
    private static int FeedsOf(DataSourceState state) => state.Slots.Count(slot => slot is { IsWanted: true, ParkedBecause: null });

    private static SourceHealth HealthAfter(
        SourceHealth health, FeedOutcome outcome, double random, DateTimeOffset now, FeedId feed, int feeds)
    {
        var failed = health with
        {
            LastFailureAt = now,
            LastFailure = outcome.Result,
            LastError = outcome.Error ?? outcome.Result.ToString(),
            ConsecutiveFailures = health.ConsecutiveFailures + 1,
        };
        return outcome.Result switch
        {
            FeedResult.Ok or FeedResult.NothingNow => new SourceHealth(now, health.LastFailureAt, null, health.LastError, 0, 0, null, null),
            FeedResult.RateLimited => Blocked(failed, outcome, FirstLimitPause, LongestLimitPause, random, now),
            FeedResult.Banned => Blocked(failed, outcome, FirstBan, LongestBan, random: 1, now),
            FeedResult.UnknownSymbol or FeedResult.PlanTooSmall or FeedResult.NotOffered => health,
            FeedResult.Stopped or FeedResult.NotStored => health,
            FeedResult.KeyMissing or FeedResult.KeyRejected => Opened(failed, now + KeyPause, now),
            FeedResult.Unavailable => Opened(failed, RetryAt(failed, outcome, random, now), now),
            FeedResult.Malformed => AfterMalformed(Noting(failed, feed), outcome, random, now, feeds),
            _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome.Result, "Unknown result of a feed."),
        };
    }

    private static SourceHealth Noting(SourceHealth failed, FeedId feed) => failed.MalformedFeeds.Contains(feed)
        ? failed
        : failed with { MalformedFeeds = [.. failed.MalformedFeeds.TakeLast(MalformedFeedsMin - 1), feed] };

    private static SourceHealth AfterMalformed(
        SourceHealth failed, FeedOutcome outcome, double random, DateTimeOffset now, int feeds) =>
        failed.ConsecutiveFailures >= MalformedMax && failed.MalformedFeeds.Length >= Math.Min(MalformedFeedsMin, feeds)
            ? Opened(failed, RetryAt(failed, outcome, random, now), now)
            : failed;

    private static SourceHealth Opened(SourceHealth failed, DateTimeOffset pausedUntil, DateTimeOffset now) =>
        failed with { PausedUntil = pausedUntil, OpenedAt = failed.OpenedAt ?? now };

    private static DateTimeOffset RetryAt(SourceHealth failed, FeedOutcome outcome, double random, DateTimeOffset now) =>
        Believable(outcome.RetryAfter, now) ?? now + Backoff.PauseAfter(failed.ConsecutiveFailures, FirstRetry, LongestRetry, random);

    private static SourceHealth Blocked(
        SourceHealth failed, FeedOutcome outcome, TimeSpan first, TimeSpan longest, double random, DateTimeOffset now)
    {
        var blocks = failed.ConsecutiveBlocks + 1;
        return failed with
        {
            ConsecutiveBlocks = blocks,
            OpenedAt = failed.OpenedAt ?? now,
            BlockedUntil = Believable(outcome.RetryAfter, now) ?? now + Backoff.PauseAfter(blocks, first, longest, random),
        };
    }

    private static DateTimeOffset? Believable(DateTimeOffset? retryAfter, DateTimeOffset now)
    {
        if (retryAfter is not { } at)
        {
            return null;
        }

        var earliest = now.AddSeconds(1);
        var latest = now + LongestRetryAfter;
        return at < earliest ? earliest : at > latest ? latest : at;
    }

    private static ImmutableArray<FeedSlot> Replace(ImmutableArray<FeedSlot> slots, FeedSlot changed) =>
        [.. slots.Select(slot => slot.Plan.Id == changed.Plan.Id ? changed : slot)];
}

/// <summary>
/// The circuit breaker of a source. A failure that is the source's own (not that of one feed) opens it for a pause; after the pause
/// it is half open, and one call decides: success closes it, a failure opens it for longer.
/// </summary>
public static class CircuitRules
{
    public static CircuitView Of(SourceHealth health, DateTimeOffset now) => (GateOf(health), health.OpenedAt) switch
    {
        ({ } gate, _) when gate > now => new CircuitView(CircuitState.Open, health.OpenedAt ?? health.LastFailureAt, gate),
        (_, { } openedAt) => new CircuitView(CircuitState.HalfOpen, openedAt, null),
        _ => new CircuitView(CircuitState.Closed, null, null),
    };

    /// <summary>Until when nothing is asked: the later of the vendor's word and our own pause.</summary>
    public static DateTimeOffset? GateOf(SourceHealth health) =>
        health.BlockedUntil is null || health.PausedUntil > health.BlockedUntil ? health.PausedUntil : health.BlockedUntil;
}

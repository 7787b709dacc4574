using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Feeds;

/// <summary>Which feed a source collects next, and with how many calls.</summary>
public static class CollectionPlanRules
{
    /// <summary>Pages in one grant while history is filled; small, so that a feed that falls due waits seconds at most.</summary>
    public const int BackfillCallsMax = 4;

    /// <summary>How long to wait where nothing falls due and nothing becomes free.</summary>
    private static readonly TimeSpan IdlePause = TimeSpan.FromMinutes(1);

    /// <summary>Brings a new plan into the slots. Feeds that the configuration no longer has are dropped.</summary>
    public static DataSourceState Merge(DataSourceState state, ImmutableArray<PlannedFeed> plan, DateTimeOffset now) => state with
    {
        Slots = [.. plan.Select(feed => Merge(state, feed, now)).Where(slot => slot.IsWanted || slot.Last is not null)],
    };

    /// <summary>What to do now. The state it carries is to be written before the call is made.</summary>
    public static CollectionStep Next(DataSourceState state, int unitsPerCall, DateTimeOffset now)
    {
        if (CircuitRules.GateOf(state.Health) is { } gate && gate > now)
        {
            return new CollectionStep.Wait(gate);
        }

        var wanted = state.Slots.Where(slot => slot.IsWanted).ToList();
        if (wanted.Count == 0)
        {
            return new CollectionStep.Rest();
        }

        var settled = SettlePending(state, unitsPerCall, now);
        DateTimeOffset? freeAt = null;
        foreach (var (slot, gap) in Candidates(state.Slots, now))
        {
            var demand = DemandOf(state, slot, gap is not null, unitsPerCall, now);
            var reservation = BudgetRules.Reserve(BudgetRules.LimitsOf(state.Definition), settled.Counters, demand, now);
            if (reservation.Calls > 0)
            {
                var reserved = settled with { Counters = reservation.Counters, PendingCalls = reservation.Calls };
                return new CollectionStep.Collect(slot, reservation.Calls, reserved, gap);
            }

            freeAt = freeAt is null || reservation.FreeAt < freeAt ? reservation.FreeAt : freeAt;
        }

        // What is due waits for room in the budget; what falls due sooner may need less of it.
        var next = wanted.Select(slot => slot.NextDueAt).Where(due => due > now).Cast<DateTimeOffset?>().Min();
        return new CollectionStep.Wait((freeAt < next ? freeAt : next ?? freeAt) ?? now + IdlePause);
    }

    /// <summary>
    /// Whether a source could have been asked for longer than its reminder lets it wait, and was not: what was due then, and what the
    /// budget and the vendor then allowed, is told by the state, as nothing has happened since.
    /// </summary>
    /// <param name="aliveSince">When this silo started: before that nobody was there to ask.</param>
    public static bool IsOverdue(DataSourceState state, int unitsPerCall, DateTimeOffset aliveSince, DateTimeOffset now)
    {
        var since = now - CollectReminder.OverdueAfter;
        return aliveSince < since
            && !(state.Health.LastSuccessAt > since)
            && !(state.Health.LastFailureAt > since)
            && Next(state, unitsPerCall, since) is CollectionStep.Collect;
    }

    /// <summary>Reserves one call for a check by hand; null where a window is full.</summary>
    public static DataSourceState? Check(DataSourceState state, int unitsPerCall, DateTimeOffset now)
    {
        var settled = SettlePending(state, unitsPerCall, now);
        var demand = new CallDemand(1, unitsPerCall);
        var reservation = BudgetRules.Reserve(BudgetRules.LimitsOf(state.Definition), settled.Counters, demand, now);
        return reservation.Calls == 0 ? null : settled with { Counters = reservation.Counters, PendingCalls = reservation.Calls };
    }

    /// <summary>When a check that has no room now will have some: in windows of a second it is soon.</summary>
    public static DateTimeOffset FreeAt(DataSourceState state, int unitsPerCall, DateTimeOffset now) => BudgetRules.Reserve(
        BudgetRules.LimitsOf(state.Definition), SettlePending(state, unitsPerCall, now).Counters, new CallDemand(1, unitsPerCall),
        now).FreeAt;

    /// <summary>What may be collected now, best first: the feed that is due, the one that is due and up to date, the oldest gap.</summary>
    private static IEnumerable<(FeedSlot Slot, TimeRange? Gap)> Candidates(ImmutableArray<FeedSlot> slots, DateTimeOffset now)
    {
        var due = Due(slots, now).ToList();
        if (due.Count > 0)
        {
            yield return (due[0], null);
        }

        if (due.Count > 0 && due[0].HasMore && due.Find(slot => !slot.HasMore) is { } live)
        {
            yield return (live, null);
        }

        var gaps = slots.Where(
            slot => slot is { IsWanted: true, HasMore: false, Failures: 0, ParkedBecause: null, Last.Gaps.Next: not null });
        if (gaps.MinBy(slot => slot.Last?.Gaps?.Next?.From) is { Last.Gaps.Next: { } gap } lacking)
        {
            yield return (lacking, gap);
        }
    }

    /// <summary>
    /// The feeds to collect, best first: what rules need first (earnings, posts, quotes of what is held) before all, up-to-date feeds
    /// before history, and among them the one that is latest by its own measure, so that frequent feeds do not starve rare ones. History
    /// that has waited for a whole period of its feed counts as up to date.
    /// </summary>
    private static IOrderedEnumerable<FeedSlot> Due(ImmutableArray<FeedSlot> slots, DateTimeOffset now) => slots
        .Where(slot => slot.IsWanted && slot.NextDueAt <= now)
        .OrderByDescending(IsGate)
        .ThenBy(slot => slot.HasMore && LatenessOf(slot, now) < 1 ? 1 : 0)
        .ThenByDescending(slot => LatenessOf(slot, now))
        .ThenByDescending(slot => slot.Plan.Schedule.Kind == DatasetKind.Quotes)
        .ThenBy(slot => slot.Plan.Id.AssetId, StringComparer.Ordinal)
        .ThenBy(slot => slot.Plan.Id.Dataset, StringComparer.Ordinal);

    /// <summary>Makes every wanted feed due. What the vendor told us to wait for stays; our own pauses end.</summary>
    public static DataSourceState MakeAllDue(DataSourceState state, DateTimeOffset now) => state with
    {
        Slots = [.. state.Slots.Select(slot => slot.IsWanted && slot.NextDueAt > now ? slot with { NextDueAt = now } : slot)],
        Health = state.Health with { PausedUntil = null },
    };

    /// <summary>Ends a reservation.</summary>
    public static DataSourceState Settle(DataSourceState state, Spending spending, DateTimeOffset now) => state with
    {
        Counters = BudgetRules.Settle(BudgetRules.LimitsOf(state.Definition), state.Counters, spending, now),
        PendingCalls = 0,
    };

    private static FeedSlot Merge(DataSourceState state, PlannedFeed feed, DateTimeOffset now)
    {
        var slot = state.Slots.FirstOrDefault(slot => slot.Plan.Id == feed.Id);
        if (slot is null || slot.Plan.Symbol != feed.Symbol)
        {
            return new FeedSlot(feed, now, slot?.HasMore ?? false, 0, null, slot?.Last, feed.InsteadOf is null ? null : now);
        }

        // A shorter period counts at once, unless the feed waits because of a failure.
        var sooner = now.AddSeconds(feed.Schedule.EverySeconds);
        var due = slot.ParkedBecause is null && slot.Failures == 0 && sooner < slot.NextDueAt ? sooner : slot.NextDueAt;
        DateTimeOffset? since = feed.InsteadOf is null ? null : feed.InsteadOf == slot.Plan.InsteadOf ? slot.StandsInSince ?? now : now;
        return slot with { Plan = feed, NextDueAt = due, StandsInSince = since };
    }

    /// <summary>After a crash between reservation and outcome the calls may still be under way, so they count in full.</summary>
    public static DataSourceState SettlePending(DataSourceState state, int unitsPerCall, DateTimeOffset now) => state.PendingCalls == 0
        ? state
        : Settle(state, new Spending(state.PendingCalls, state.PendingCalls, unitsPerCall, UsedUnitsStated: null), now);

    private static CallDemand DemandOf(DataSourceState state, FeedSlot slot, bool fillsGap, int unitsPerCall, DateTimeOffset now)
    {
        // A circuit that is half open takes one call to decide.
        var isTrial = CircuitRules.Of(state.Health, now).State == CircuitState.HalfOpen;
        var isBackfill = slot.HasMore || fillsGap;
        var fillsHistory = slot.Plan.Schedule.HistoryDays > 0 && (isBackfill || slot.Last?.Watermark is null);
        return new CallDemand(fillsHistory && !isTrial ? BackfillCallsMax : 1, unitsPerCall)
        {
            Ahead = [.. state.Slots.Where(other => other is { IsWanted: true, HasMore: false }
                    && (isBackfill || (IsGate(other) && !IsGate(slot))))
                .Select(other => new DueFeed(other.NextDueAt, other.Plan.Schedule.EverySeconds))],
        };
    }

    // A share whose earnings date or watched account is not known may not be bought, and what is held must be marked: bars must not spend
    // the calls that tell.
    private static bool IsGate(FeedSlot slot) => slot.Plan.Schedule.Kind is DatasetKind.Earnings or DatasetKind.Posts || slot.Plan.IsHeld;

    private static double LatenessOf(FeedSlot slot, DateTimeOffset now) =>
        (now - slot.NextDueAt).TotalSeconds / Math.Max(1, slot.Plan.Schedule.EverySeconds);
}

/// <summary>What a source does next.</summary>
public abstract record CollectionStep
{
    private CollectionStep()
    {
    }

    /// <summary>Write <paramref name="Reserved"/>, then let the feed make up to <paramref name="Calls"/> calls.</summary>
    /// <param name="Gap">The stretch to fill, null where the feed goes on from its watermark.</param>
    public sealed record Collect(FeedSlot Slot, int Calls, DataSourceState Reserved, TimeRange? Gap = null) : CollectionStep;

    /// <summary>Nothing can be done before an instant.</summary>
    public sealed record Wait(DateTimeOffset Until) : CollectionStep;

    /// <summary>No feed is wanted.</summary>
    public sealed record Rest : CollectionStep;
}

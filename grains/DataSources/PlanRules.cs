using System.Collections.Immutable;
using OrleansAssets.DataSources;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Which feed a source collects next, and with how many calls.</summary>
internal static class PlanRules
{
    /// <summary>Pages in one grant while history is filled; small, so that a feed that falls due waits seconds at most.</summary>
    public const int BackfillCallsMax = 4;

    /// <summary>Brings a new plan into the slots. Feeds that the configuration no longer has are dropped.</summary>
    public static DataSourceState Merge(DataSourceState state, ImmutableArray<PlannedFeed> plan, DateTimeOffset now) => state with
    {
        Slots = [.. plan.Select(feed => Merge(state, feed, now)).Where(slot => slot.IsWanted || slot.Last is not null)],
    };

    /// <summary>What to do now. The state it carries is to be written before the call is made.</summary>
    public static Step Next(DataSourceState state, int unitsPerCall, DateTimeOffset now)
    {
        var windows = state.Definition?.Windows ?? [];
        var gate = Latest(state.Health.BlockedUntil, state.Health.PausedUntil);
        if (gate > now)
        {
            return new Step.Wait(gate.Value);
        }

        if (Choose(state.Slots, now) is not { } slot)
        {
            var waiting = state.Slots.Where(slot => slot.IsWanted).ToList();
            return waiting.Count == 0 ? new Step.Rest() : new Step.Wait(waiting.Min(slot => slot.NextDueAt));
        }

        var settled = SettlePending(state, unitsPerCall, now);
        var reservation = BudgetRules.Reserve(windows, settled.Counters, DemandOf(slot, unitsPerCall), now);
        return reservation.Calls == 0
            ? new Step.Wait(FreeAt(state, slot, reservation.FreeAt))
            : new Step.Collect(
                slot, reservation.Calls, settled with { Counters = reservation.Counters, PendingCalls = reservation.Calls });
    }

    /// <summary>
    /// The feed to collect: up-to-date feeds before history, and among them the one that is latest by its own measure, so that
    /// frequent feeds do not starve rare ones. History that has waited for a whole period of its feed counts as up to date.
    /// </summary>
    public static FeedSlot? Choose(ImmutableArray<FeedSlot> slots, DateTimeOffset now) => slots
        .Where(slot => slot.IsWanted && slot.NextDueAt <= now)
        .OrderBy(slot => slot.HasMore && LatenessOf(slot, now) < 1 ? 1 : 0)
        .ThenByDescending(slot => LatenessOf(slot, now))
        .ThenByDescending(slot => slot.Plan.Schedule.Kind == DatasetKind.Quotes)
        .ThenBy(slot => slot.Plan.Id.AssetId, StringComparer.Ordinal)
        .ThenBy(slot => slot.Plan.Id.Dataset, StringComparer.Ordinal)
        .FirstOrDefault();

    /// <summary>Makes every wanted feed due. What the vendor told us to wait for stays; our own pauses end.</summary>
    public static DataSourceState MakeAllDue(DataSourceState state, DateTimeOffset now) => state with
    {
        Slots = [.. state.Slots.Select(slot => slot.IsWanted && slot.NextDueAt > now ? slot with { NextDueAt = now } : slot)],
        Health = state.Health with { PausedUntil = null },
    };

    /// <summary>Ends a reservation.</summary>
    public static DataSourceState Settle(DataSourceState state, Spending spending, DateTimeOffset now) => state with
    {
        Counters = BudgetRules.Settle(state.Definition?.Windows ?? [], state.Counters, spending, now),
        PendingCalls = 0,
    };

    private static FeedSlot Merge(DataSourceState state, PlannedFeed feed, DateTimeOffset now)
    {
        var slot = state.Slots.FirstOrDefault(slot => slot.Plan.Id == feed.Id);
        if (slot is null || slot.Plan.Symbol != feed.Symbol)
        {
            return new FeedSlot(feed, now, slot?.HasMore ?? false, 0, null, slot?.Last);
        }

        // A shorter period counts at once, unless the feed waits because of a failure.
        var sooner = now.AddSeconds(feed.Schedule.EverySeconds);
        var due = slot.ParkedBecause is null && slot.Failures == 0 && sooner < slot.NextDueAt ? sooner : slot.NextDueAt;
        return slot with { Plan = feed, NextDueAt = due };
    }

    /// <summary>After a crash between reservation and outcome the calls may still be under way, so they count in full.</summary>
    private static DataSourceState SettlePending(DataSourceState state, int unitsPerCall, DateTimeOffset now) => state.PendingCalls == 0
        ? state
        : Settle(state, new Spending(state.PendingCalls, state.PendingCalls, unitsPerCall, UsedUnitsStated: null), now);

    private static CallDemand DemandOf(FeedSlot slot, int unitsPerCall)
    {
        var fillsHistory = slot.Plan.Schedule.HistoryDays > 0 && (slot.HasMore || slot.Last?.Watermark is null);
        return new CallDemand(fillsHistory ? BackfillCallsMax : 1, unitsPerCall, slot.HasMore);
    }

    /// <summary>History may have to wait for its share of the budget while an up-to-date feed, falling due sooner, need not.</summary>
    private static DateTimeOffset FreeAt(DataSourceState state, FeedSlot slot, DateTimeOffset freeAt)
    {
        if (!slot.HasMore)
        {
            return freeAt;
        }

        var live = state.Slots.Where(other => other.IsWanted && !other.HasMore)
            .Select(other => other.NextDueAt).DefaultIfEmpty(freeAt).Min();
        return live < freeAt ? live : freeAt;
    }

    private static double LatenessOf(FeedSlot slot, DateTimeOffset now) =>
        (now - slot.NextDueAt).TotalSeconds / Math.Max(1, slot.Plan.Schedule.EverySeconds);

    private static DateTimeOffset? Latest(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other : one;
}

using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.DataSources;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Decides what a check of a source asks, and puts what it found into words.</summary>
internal sealed class SourceChecks(IVendorEndpoints endpoints, SourceViews views, VendorAdapters adapters)
{
    /// <summary>
    /// The feed whose page is asked for, with its call reserved; or, where none can be asked, why.
    /// </summary>
    /// <param name="before">The source before it is asked.</param>
    public (CollectionStep.Collect? Probe, SourceCheck? Unasked) Begin(
        DataSourceDefinition definition, ImmutableArray<PlannedFeed> plan, DataSourceState state, DataSourceView before, DateTimeOffset now)
    {
        if (!views.IsCollected(definition))
        {
            return (null, NotAsked(definition.Id, "not collected by this version"));
        }

        var missing = views.MissingKeys(definition);
        if (Choose(plan) is not { } feed || !missing.IsEmpty)
        {
            return (null, Unasked(definition.Id, plan, missing));
        }

        if (state.Health.BlockedUntil > now)
        {
            return (null, Failed(definition.Id, before.StatusText));
        }

        var units = adapters.UnitsPerCall(definition.Id);
        return CollectionPlanRules.Check(state, units, now) is { } reserved
            ? (new CollectionStep.Collect(SlotOf(state, feed, now), 1, reserved), null)
            : (null, NotAsked(
                definition.Id,
                $"its budget is spent until {InstantText.Seconds(CollectionPlanRules.FreeAt(state, units, now))}: ask again then"));
    }

    /// <summary>A source that answers fails all the same while nobody collects it.</summary>
    /// <param name="before">The source before it was asked.</param>
    public static SourceCheck Noting(DataSourceView before, SourceCheck check) => before.Status == DataSourceStatus.Overdue
        ? check with { Verdict = CheckVerdict.Failed, Text = $"{before.StatusText}; {check.Text}" }
        : check;

    public SourceCheck Answered(FeedId feed, FeedOutcome outcome, TimeSpan took) => new(
        feed.SourceId,
        outcome.Result switch
        {
            FeedResult.Ok when outcome.Calls == 0 => CheckVerdict.NotAsked,
            FeedResult.Ok or FeedResult.NothingNow => CheckVerdict.Ok,
            FeedResult.Stopped => CheckVerdict.NotAsked,
            _ => CheckVerdict.Failed,
        },
        outcome is { Result: FeedResult.Ok, Calls: 0 } ? $"no call was needed for {feed.AssetId} {feed.Dataset}: its newest file is at hand"
            : outcome.Result == FeedResult.Ok
            ? string.Create(CultureInfo.InvariantCulture, $"answered for {feed.AssetId} {feed.Dataset} in {took.TotalMilliseconds:0} ms")
            : outcome.Error ?? outcome.Result.ToString(),
        endpoints.Mode,
        outcome.Calls,
        took.TotalSeconds);

    /// <summary>One that is needed before others, a quote before history.</summary>
    private static PlannedFeed? Choose(ImmutableArray<PlannedFeed> plan) => plan
        .OrderByDescending(feed => feed.Need)
        .ThenByDescending(feed => feed.Schedule.Kind == DatasetKind.Quotes)
        .FirstOrDefault();

    private static FeedSlot SlotOf(DataSourceState state, PlannedFeed feed, DateTimeOffset now) =>
        state.Slots.FirstOrDefault(slot => slot.Plan.Id == feed.Id) ?? new FeedSlot(feed, now, HasMore: false, 0, null, null);

    private SourceCheck NotAsked(string sourceId, string text) => new(sourceId, CheckVerdict.NotAsked, text, endpoints.Mode, 0, 0);

    private SourceCheck Failed(string sourceId, string text) => new(sourceId, CheckVerdict.Failed, text, endpoints.Mode, 0, 0);

    /// <summary>A source that cannot be asked fails only where something needs it.</summary>
    private SourceCheck Unasked(string sourceId, ImmutableArray<PlannedFeed> plan, ImmutableArray<string> missingKeys)
    {
        if (plan.IsEmpty)
        {
            return NotAsked(sourceId, "no asset has a dataset there: see datasets in sources.yaml");
        }

        var set = $"set {string.Join(" and ", missingKeys)} in the environment of the silo";
        return plan.Any(feed => feed.Need != FeedNeed.None)
            ? Failed(sourceId, set)
            : NotAsked(sourceId, $"nothing needs it yet; to use it, {set}");
    }
}

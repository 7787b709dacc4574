using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Vendors;

namespace OrleansAssets.Grains.DataSources;

/// <summary>Puts what a check of a source found into words.</summary>
internal sealed class SourceChecks(IVendorEndpoints endpoints)
{
    /// <summary>The feed whose page is asked for: one that is needed before others, a quote before history.</summary>
    public static PlannedFeed? Choose(ImmutableArray<PlannedFeed> plan) => plan
        .OrderByDescending(feed => feed.Need)
        .ThenByDescending(feed => feed.Schedule.Kind == DatasetKind.Quotes)
        .FirstOrDefault();

    public SourceCheck NotAsked(string sourceId, string text) => new(sourceId, CheckVerdict.NotAsked, text, endpoints.Mode, 0, 0);

    public SourceCheck Failed(string sourceId, string text) => new(sourceId, CheckVerdict.Failed, text, endpoints.Mode, 0, 0);

    /// <summary>A source that cannot be asked fails only where something needs it.</summary>
    public SourceCheck Unasked(string sourceId, ImmutableArray<PlannedFeed> plan, ImmutableArray<string> missingKeys)
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

    /// <summary>A source that answers fails all the same while nobody collects it.</summary>
    /// <param name="before">The source before it was asked.</param>
    public static SourceCheck Noting(DataSourceView before, SourceCheck check) => before.Status == DataSourceStatus.Overdue
        ? check with { Verdict = CheckVerdict.Failed, Text = $"{before.StatusText}; {check.Text}" }
        : check;

    public SourceCheck Answered(string sourceId, FeedId feed, FeedOutcome outcome, TimeSpan took) => new(
        sourceId,
        outcome.Result switch
        {
            FeedResult.Ok => CheckVerdict.Ok,
            FeedResult.Stopped => CheckVerdict.NotAsked,
            _ => CheckVerdict.Failed,
        },
        outcome.Result == FeedResult.Ok
            ? string.Create(CultureInfo.InvariantCulture, $"answered for {feed.AssetId} {feed.Dataset} in {took.TotalMilliseconds:0} ms")
            : outcome.Error ?? outcome.Result.ToString(),
        endpoints.Mode,
        outcome.Calls,
        took.TotalSeconds);
}

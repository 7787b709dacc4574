using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;

namespace OrleansAssets.Domain.Feeds;

/// <summary>Which feeds the configuration gives a source.</summary>
public static class FeedPlans
{
    /// <summary>Every feed of a source, each with its need. A dataset of whole markets is needed as much as any of the assets is.</summary>
    /// <param name="assets">The assets that list the source.</param>
    public static ImmutableArray<PlannedFeed> Of(
        DataSourceDefinition source, ImmutableArray<(AssetDefinition Asset, FeedNeed Need)> assets)
    {
        var market = assets.Select(entry => entry.Need).DefaultIfEmpty(FeedNeed.None).Max();
        return
        [
            .. assets.SelectMany(entry => source.Datasets
                .Where(schedule => schedule.Serves(entry.Asset.ClassId))
                .SelectMany(schedule => Of(source.Id, entry.Asset, schedule with { Classes = null }, entry.Need))),
            .. source.Datasets.Where(schedule => schedule.Kind.IsOfMarket())
                .Select(schedule => Feed(source.Id, FeedId.Market, FeedId.Market, "", schedule, market)),
        ];
    }

    private static IEnumerable<PlannedFeed> Of(string sourceId, AssetDefinition asset, DatasetSchedule schedule, FeedNeed need)
    {
        var symbol = asset.SymbolAt(sourceId);
        return schedule.Kind switch
        {
            DatasetKind.Calendar or DatasetKind.Trending => [],
            DatasetKind.Indicator => asset.LeadingIndicators
                .Where(indicator => indicator.SourceId == sourceId)
                .Select(indicator => Plan(schedule with { Indicator = indicator.Name })),
            DatasetKind.Posts => asset.Risk.Rules.WatchedAccounts.Select(account => Plan(schedule with { Account = account })),
            _ => symbol is null ? [] : [Plan(schedule)],
        };

        PlannedFeed Plan(DatasetSchedule own) => Feed(sourceId, asset.Id, symbol ?? asset.Id, asset.ClassId, own, need);
    }

    private static PlannedFeed Feed(
        string sourceId, string assetId, string symbol, string classId, DatasetSchedule schedule, FeedNeed need) =>
        new(new FeedId(sourceId, assetId, schedule.Name), symbol, classId, schedule, need);
}

/// <summary>What is collected beside the enabled assets.</summary>
public sealed record CollectionScope(WarmUp WarmUp);

/// <summary>The assets that are collected before they are enabled.</summary>
public enum WarmUp
{
    /// <summary>Those of the next phase, whose readiness asks for a healthy source.</summary>
    NextPhase = 0,

    /// <summary>All of the configuration, so that every source has something to collect.</summary>
    All = 1,
}

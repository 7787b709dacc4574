using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;

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
            _ when schedule.Kind.IsOfMarket() => [],
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

/// <summary>When a source stands in for another.</summary>
public static class FallbackRules
{
    /// <summary>A source may fail this long before another takes over: shorter troubles end by themselves.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>The sources that an asset lists before a given one and that have the same dataset for it, in the asset's order.</summary>
    public static ImmutableArray<string> SourcesBefore(
        IEnumerable<DataSourceDefinition> sources, AssetDefinition asset, string sourceId, string dataset)
    {
        var serving = sources.Where(source => asset.SymbolAt(source.Id) is not null
                && source.Datasets.Any(schedule => schedule.Name == dataset && schedule.Serves(asset.ClassId)))
            .Select(source => source.Id).ToHashSet(StringComparer.Ordinal);
        return [.. asset.Sources.TakeWhile(id => id != sourceId).Where(serving.Contains)];
    }

    /// <summary>Whether a source is down for longer than a trouble that ends by itself, or cannot be asked at all.</summary>
    public static bool IsDown(DataSourceView source, DateTimeOffset now) => source.Status switch
    {
        DataSourceStatus.NotCollected or DataSourceStatus.NotConfigured => true,
        _ => source.Circuit is { State: not CircuitState.Closed, Since: { } since } && now - since >= Patience,
    };

    /// <summary>Whether a source cannot give a feed's data: it is down, or its vendor does not serve this dataset for this asset.</summary>
    public static bool Lacks(DataSourceView source, FeedId feed, DateTimeOffset now) =>
        IsDown(source, now) || source.Feeds.Any(own => own.NotServed && own.Id == feed with { SourceId = own.Id.SourceId });

    /// <summary>Whether a source's quotes of an asset have been beyond belief for longer than a trouble that ends by itself.</summary>
    /// <param name="doubt">Of the asset; null where there is none.</param>
    public static bool IsDoubted(QuoteDoubt? doubt, string sourceId, DateTimeOffset now) =>
        doubt is not null && doubt.Quote.SourceId == sourceId && now - doubt.Since >= Patience;

    /// <summary>A feed of a standby dataset: needed while all sources before it are down, and then in place of the first.</summary>
    /// <param name="down">The sources that cannot give this feed's data now.</param>
    public static PlannedFeed Decide(PlannedFeed feed, ImmutableArray<string> before, IReadOnlySet<string> down) =>
        before.IsEmpty || feed.Need == FeedNeed.None ? feed
        : before.All(down.Contains) ? feed with { Need = FeedNeed.Fallback, InsteadOf = before[0] }
        : feed with { Need = FeedNeed.None };
}

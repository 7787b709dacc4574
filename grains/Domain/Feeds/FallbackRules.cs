using System.Collections.Immutable;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Domain.Feeds;

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

    /// <summary>A feed of a standby dataset: needed while all sources before it are down, and then in place of the first.</summary>
    /// <param name="down">The sources that cannot give this feed's data now.</param>
    public static PlannedFeed Decide(PlannedFeed feed, ImmutableArray<string> before, IReadOnlySet<string> down) =>
        before.IsEmpty || feed.Need == FeedNeed.None ? feed
        : before.All(down.Contains) ? feed with { Need = FeedNeed.Fallback, InsteadOf = before[0] }
        : feed with { Need = FeedNeed.None };
}

using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Domain.Feeds;

/// <summary>Which feeds there are.</summary>
public static class FeedNames
{
    /// <summary>The part of a feed that the configuration lacks is told with the names that are near.</summary>
    /// <exception cref="NotFoundException">The configuration has no such feed.</exception>
    public static void Require(AssetsConfiguration configuration, FeedId id)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(id);
        if (configuration.Sources.FirstOrDefault(source => source.Id == id.SourceId) is not { } source)
        {
            throw UnknownId.Of("source", id.SourceId, configuration.Sources.Select(one => one.Id));
        }

        var feeds = FeedPlans.Of(
            source, [.. configuration.Instruments.Where(asset => asset.TakesFrom(source.Id)).Select(asset => (asset, FeedNeed.None))])
            .Select(feed => feed.Id).ToList();
        if (feeds.Contains(id))
        {
            return;
        }

        var ofAsset = feeds.Where(feed => feed.AssetId == id.AssetId).Select(feed => feed.Dataset).ToList();
        throw ofAsset.Count > 0
            ? UnknownId.Of($"dataset of {id.AssetId} at {source.Id}", id.Dataset, ofAsset)
            : UnknownId.Of(
                $"asset at {source.Id}", id.AssetId, feeds.Select(feed => feed.AssetId).Distinct(StringComparer.Ordinal));
    }
}

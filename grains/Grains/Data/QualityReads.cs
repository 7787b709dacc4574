using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Assets;
using OrleansAssets.Data;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Grains.Data;

/// <summary>Asks the sources of an asset how they stand, all at once: their view answers while they collect.</summary>
internal sealed class QualityReads(AssetsConfiguration configuration, IGrainFactory grains)
{
    public async Task<ImmutableArray<DataQuality>> ReadAsync(AssetDefinition asset, CancellationToken cancellationToken)
    {
        var sources = configuration.Sources.Where(source => asset.TakesFrom(source.Id)).Select(source => source.Id);
        var places = asset.Sources.Select((id, place) => (id, place)).ToDictionary(one => one.id, one => one.place, StringComparer.Ordinal);
        var views = await Task.WhenAll(
            sources.Select(id => grains.GetGrain<IDataSourceGrain>(Keys.DataSource(id)).GetAsync(cancellationToken)));
        return
        [
            .. views.SelectMany(view => view.Feeds.Where(feed => feed.Id.AssetId == asset.Id).Select(feed => new DataQuality(
                    asset.Id, feed, asset.RequiredSources.Contains(view.Definition.Id, StringComparer.Ordinal), view.Status,
                    view.StatusText, view.NextDueAt)))
                .OrderBy(one => one.Feed.Id.Dataset, StringComparer.Ordinal)
                .ThenBy(one => places.GetValueOrDefault(one.Feed.Id.SourceId, int.MaxValue)),
        ];
    }
}

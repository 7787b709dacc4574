using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Assets;
using OrleansAssets.Data;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Data;
using OrleansAssets.Domain.Feeds;

namespace OrleansAssets.Grains.Data;

/// <summary>Asks the sources of an asset how they stand, all at once: their view answers while they collect.</summary>
internal sealed class QualityReads(AssetsConfiguration configuration, PriceReads prices, IGrainFactory grains)
{
    public async Task<ImmutableArray<DataQuality>> ReadAsync(AssetDefinition asset, CancellationToken cancellationToken)
    {
        var quoting = prices.QuotesAsync([asset], cancellationToken);
        var sources = configuration.Sources.Where(source => asset.TakesFrom(source.Id)).Select(source => source.Id);
        var places = asset.Sources.Select((id, place) => (id, place)).ToDictionary(one => one.id, one => one.place, StringComparer.Ordinal);
        var views = await Task.WhenAll(
            sources.Select(id => grains.GetGrain<IDataSourceGrain>(Keys.DataSource(id)).GetAsync(cancellationToken)));
        var quotes = (await quoting).Select(stored => stored.Quote).OrderBy(quote => PlaceOf(quote.SourceId)).ToImmutableArray();
        return
        [
            .. views.SelectMany(view => view.Feeds.Where(feed => IsAbout(feed, view.Definition, asset)).Select(feed => new DataQuality(
                    asset.Id, feed, asset.RequiredSources.Contains(view.Definition.Id, StringComparer.Ordinal), view.Status,
                    view.StatusText, view.NextDueAt,
                    feed.Id.Dataset == DatasetKinds.Quotes ? DifferenceRules.Of(quotes, view.Definition.Id) : null)))
                .OrderBy(one => one.Feed.Id.Dataset, StringComparer.Ordinal)
                .ThenBy(one => PlaceOf(one.Feed.Id.SourceId)),
        ];

        int PlaceOf(string sourceId) => places.GetValueOrDefault(sourceId, int.MaxValue);
    }

    /// <summary>
    /// Whether a feed is of the asset, or of a whole market of which it is one: a calendar, trends, actions of all shares.
    /// </summary>
    private bool IsAbout(FeedView feed, DataSourceDefinition source, AssetDefinition asset) => feed.Id.AssetId == asset.Id
        || (feed.Id.AssetId == FeedId.Market
            && source.Datasets.FirstOrDefault(schedule => schedule.Name == feed.Id.Dataset) is { } schedule
            && schedule.Serves(asset.ClassId)
            && (!schedule.Kind.IsCorporateActions()
                || ActionRules.SharesOf(configuration, source.Id).Any(share => share.AssetId == asset.Id)));
}

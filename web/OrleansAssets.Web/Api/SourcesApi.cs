using OrleansAssets.Catalogue;
using OrleansAssets.Client;
using OrleansAssets.DataSources;
using OrleansAssets.Streams;
using OrleansAssets.Web.Requests;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Api;

/// <summary>Where market data come from.</summary>
internal static class SourcesApi
{
    public static void MapSources(this RouteGroupBuilder api)
    {
        var sources = api.MapGroup("/sources").WithTags("sources");
        sources.MapGet("", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Catalogue.GetSourcesAsync(stop)))
            .Is<ICatalogueGrain>(
                "sources.list", nameof(ICatalogueGrain.GetSourcesAsync), "sources",
                "List the data sources with health, budget, cost and feeds", "Cost in US dollars a month.");
        sources.MapGet("/{source}", async (PathId source, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Source(source).GetAsync(stop)))
            .Is<IDataSourceGrain>(
                "sources.show", nameof(IDataSourceGrain.GetAsync), "sources show",
                "Show a data source", "Use of a window in the vendor's own units, calls or credits.");
        sources.MapGet("/{source}/stream", async (PathId source, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.QuoteStream(source).GetAsync(stop)))
            .Is<IQuoteStreamGrain>(
                "sources.stream", nameof(IQuoteStreamGrain.GetAsync), "sources streams",
                "Show the stream on which a source pushes quotes");
        sources.MapGet("/{source}/feeds/{asset}/{dataset}", async (
                PathId source, PathId asset, PathId dataset, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Feed(FeedOf(source, asset, dataset)).GetAsync().WaitAsync(stop)))
            .Is<IFeedGrain>(
                "sources.feed", nameof(IFeedGrain.GetAsync), "sources show",
                "Show a feed: a dataset of an asset at a source");
    }

    /// <summary>Only the id of an asset may have a slash: with one in the others the parts could not be told apart.</summary>
    private static FeedId FeedOf(string source, string asset, string dataset) =>
        source.Contains('/', StringComparison.Ordinal) || dataset.Contains('/', StringComparison.Ordinal)
            ? throw new NotFoundException($"There is no feed of the dataset '{dataset}' of '{asset}' at the source '{source}'.")
            : new FeedId(source, asset, dataset);
}

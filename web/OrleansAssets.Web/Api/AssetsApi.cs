using Microsoft.AspNetCore.Http.HttpResults;
using OrleansAssets.Assets;
using OrleansAssets.Catalogue;
using OrleansAssets.Client;
using OrleansAssets.Domain.Access;
using OrleansAssets.Web.Requests;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Api;

/// <summary>Assets, the pairs that are collected for their rates, and position sizes.</summary>
internal static class AssetsApi
{
    public static void MapAssets(this RouteGroupBuilder api)
    {
        var assets = api.MapGroup("/assets").WithTags("assets");
        assets.MapGet("", ListAsync).Is<ICatalogueGrain>(
            "assets.list", nameof(ICatalogueGrain.GetAssetsAsync), "list",
            "List the assets with their last quotes and the age of their data");
        assets.MapGet("/{asset}", async (PathId asset, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Asset(asset).GetAsync().WaitAsync(stop)))
            .Is<IAssetGrain>(
                "assets.show", nameof(IAssetGrain.GetAsync), "show",
                "Show an asset: definition, risk, last quote, freshness",
                "Its ETag changes with its switch and with the quote that is held back.")
            .Tells<AssetView>(EditVersion.Of);
        assets.MapGet("/{asset}/size", SizeAsync).Is<IAssetGrain>(
            "assets.size", nameof(IAssetGrain.SizeAsync), "size",
            "Size a position, with every rule that was applied",
            "portfolioValue in US dollars, more than 0; price per unit in the quote currency, the middle of the last quote without it.");
        api.MapGet("/conversions", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Catalogue.GetConversionsAsync(stop)))
            .WithTags("assets")
            .Is<ICatalogueGrain>(
                "assets.conversions", nameof(ICatalogueGrain.GetConversionsAsync), "conversions",
                "List the pairs that are collected for their rates and never traded");
    }

    private static async Task<Ok<AssetView[]>> ListAsync(
        OrleansAssetsClient client, CancellationToken stop, string? classId = null, bool? enabled = null)
    {
        var all = await client.Catalogue.GetAssetsAsync(stop);
        return TypedResults.Ok(all.Where(asset => classId is null || asset.Definition.ClassId == classId)
            .Where(asset => enabled is null || asset.Enabled == enabled).ToArray());
    }

    private static async Task<Ok<SizeAnswer>> SizeAsync(
        PathId asset, decimal portfolioValue, OrleansAssetsClient client, CancellationToken stop, decimal? price = null) =>
        TypedResults.Ok(await client.Asset(asset).SizeAsync(new SizeRequest(portfolioValue, price), stop));
}

using OrleansAssets.AssetClasses;
using OrleansAssets.Catalogue;
using OrleansAssets.Client;
using OrleansAssets.Web.Requests;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Api;

/// <summary>Classes of assets.</summary>
internal static class ClassesApi
{
    public static void MapClasses(this RouteGroupBuilder api)
    {
        var classes = api.MapGroup("/classes").WithTags("classes");
        classes.MapGet("", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Catalogue.GetClassesAsync(stop)))
            .Is<ICatalogueGrain>(
                "classes.list", nameof(ICatalogueGrain.GetClassesAsync), "classes",
                "List the classes with their limits", "Allocations are fractions of the portfolio's value: 0.4 is 40 %.");
        classes.MapGet("/{classId}", async (PathId classId, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.AssetClass(classId).GetAsync().WaitAsync(stop)))
            .Is<IAssetClassGrain>(
                "classes.show", nameof(IAssetClassGrain.GetAsync), "classes",
                "Show a class: its limits, whether it is enabled, and by whose word");
    }
}

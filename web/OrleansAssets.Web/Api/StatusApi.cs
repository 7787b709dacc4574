using OrleansAssets.Catalogue;
using OrleansAssets.Client;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Api;

/// <summary>The installation at a glance, and what runs in it otherwise than its file says.</summary>
internal static class StatusApi
{
    public static void MapStatus(this RouteGroupBuilder api)
    {
        var status = api.MapGroup("").WithTags("status");
        status.MapGet("/status", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Catalogue.GetStatusAsync(stop)))
            .Is<ICatalogueGrain>(
                "status.show", nameof(ICatalogueGrain.GetStatusAsync), "status",
                "Show the installation at a glance",
                "Money in US dollars a month. Whatever stands still or is open without evidence is in it.");
        status.MapGet("/status/bypasses", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Catalogue.GetBypassesAsync(stop)))
            .Is<ICatalogueGrain>(
                "status.bypasses", nameof(ICatalogueGrain.GetBypassesAsync), "status",
                "List every enabled asset that its phase has not earned");
        status.MapGet("/status/overdue", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Catalogue.GetOverdueAsync(stop)))
            .Is<ICatalogueGrain>(
                "status.overdue", nameof(ICatalogueGrain.GetOverdueAsync), "status",
                "List what was due and nobody did, the longest first");
        status.MapGet("/configuration/differences", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Catalogue.GetDifferencesAsync(stop)))
            .Is<ICatalogueGrain>(
                "configuration.differences", nameof(ICatalogueGrain.GetDifferencesAsync), "config diff",
                "List where what runs differs from the file");
    }
}

using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Assets;
using OrleansAssets.Client;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Access;
using OrleansAssets.RiskModel;
using OrleansAssets.Web.Requests;
using OrleansAssets.Web.Identity;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Api;

/// <summary>What an operator does by hand to assets, sources and measurements.</summary>
internal static class ChangesApi
{
    public static void MapChanges(this RouteGroupBuilder api)
    {
        var changes = api.MapGroup("").WithTags("changes");
        changes.MapPut("/assets/{asset}/enabled", SwitchAssetAsync).Is<IAssetGrain>(
            "assets.switch", nameof(IAssetGrain.SetEnabledAsync), "enable",
            "Enable an asset (it is collected and may be traded) or disable it", "Saying it again changes nothing.")
            .Tells<AssetView>(EditVersion.Of).IsEdit();
        changes.MapPost("/assets/{asset}/quote/accept", AcceptAsync).Is<IAssetGrain>(
            "assets.accept-quote", nameof(IAssetGrain.AcceptQuoteAsync), "accept-quote",
            "Take the newest quote that is held back for what the market says")
            .Tells<AssetView>(EditVersion.Of).IsEdit();
        changes.MapPost("/sources/{source}/collect", async (PathId source, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Source(source).CollectNowAsync(stop)))
            .Is<IDataSourceGrain>(
                "sources.collect", nameof(IDataSourceGrain.CollectNowAsync), "sources collect",
                "Make every feed of a source due now", "The collection itself goes on in the background, within the budget.");
        changes.MapPost("/sources/{source}/check", async (PathId source, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Source(source).CheckAsync(stop)))
            .Is<IDataSourceGrain>(
                "sources.check", nameof(IDataSourceGrain.CheckAsync), "doctor",
                "Ask the vendor once, within the budget, whether it answers and takes our credentials", "Nothing is stored.");
        changes.MapPost("/risk/model/refresh", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.RiskModel.RefreshAsync(stop)))
            .Is<IRiskModelGrain>(
                "risk.refresh", nameof(IRiskModelGrain.RefreshAsync), "risk model",
                "Measure correlations and markets now, from the candles that are stored");
    }

    private static async Task<Ok<AssetView>> SwitchAssetAsync(
        PathId asset, Body<Switch> body, Caller caller, OrleansAssetsClient client, CancellationToken stop,
        [FromHeader(Name = "If-Match"), Description(EditTag.Words)] string? ifMatch = null)
    {
        EditTag.Expect(ifMatch);
        return TypedResults.Ok(await client.Asset(asset).SetEnabledAsync(body.Value.Enabled, caller.Name).WaitAsync(stop));
    }

    private static async Task<Ok<AssetView>> AcceptAsync(
        PathId asset, Body<Why> body, Caller caller, OrleansAssetsClient client, CancellationToken stop,
        [FromHeader(Name = "If-Match"), Description(EditTag.Words)] string? ifMatch = null)
    {
        EditTag.Expect(ifMatch);
        return TypedResults.Ok(await client.Asset(asset).AcceptQuoteAsync(caller.Name, body.Value.Reason).WaitAsync(stop));
    }
}

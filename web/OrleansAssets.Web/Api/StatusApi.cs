using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
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
        status.MapGet("/configuration", ShowAsync).Is<ICatalogueGrain>(
            "configuration.show", nameof(ICatalogueGrain.GetConfigurationAsync), "config running",
            "Show the configuration that runs, or one that ran, value by value",
            "As it was read and completed, defaults too: limits, approvals, halts, portfolios' own limits, what phases require. Names of "
            + "variables stand for secrets. What operators and phases switched since is in its differences.");
        status.MapGet("/configuration/versions", VersionsAsync).Is<ICatalogueGrain>(
            "configuration.versions", nameof(ICatalogueGrain.FindConfigurationsAsync), "config versions",
            "List the configurations that were applied, the last first, page by page",
            "Go on with the answer's 'next' as 'before' until it is null. What changed is in the stream 'configuration' of the audit log.");
    }

    private static async Task<Ok<ConfigurationView>> ShowAsync(
        OrleansAssetsClient client, CancellationToken stop,
        [Description("Hash of one that ran, as decisions name it; the one that runs without it.")] string? hash = null,
        [Description("Only values at this path and below it, e.g. risk or phases.phase_1_stocks.")] string? under = null) =>
        TypedResults.Ok(await client.Catalogue.GetConfigurationAsync(hash, under, stop));

    private static async Task<Ok<ConfigurationVersionPage>> VersionsAsync(
        OrleansAssetsClient client, CancellationToken stop,
        [Description("Those before this number, the 'next' of the page before; the last ones without it.")] long? before = null,
        [Description("Of one page, 1 to 1,000.")] int most = 100) =>
        TypedResults.Ok(await client.Catalogue.FindConfigurationsAsync(most, before, stop));
}

using System.Collections.Immutable;
using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansAssets.Catalogue;
using OrleansAssets.Client;
using OrleansAssets.Domain.Access;
using OrleansAssets.Phases;
using OrleansAssets.Web.Requests;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Api;

/// <summary>The phases by which trading widens: evidence, plan, activation.</summary>
internal static class PhasesApi
{
    public static void MapPhases(this RouteGroupBuilder api)
    {
        var phases = api.MapGroup("/phases").WithTags("phases");
        phases.MapGet("", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Catalogue.GetPhasesAsync(stop)))
            .Is<ICatalogueGrain>(
                "phases.list", nameof(ICatalogueGrain.GetPhasesAsync), "phases",
                "List the phases with their status and their last stored readiness");
        phases.MapGet("/costs", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Catalogue.GetPhaseCostsAsync(stop)))
            .Is<ICatalogueGrain>(
                "phases.costs", nameof(ICatalogueGrain.GetPhaseCostsAsync), "sources",
                "Tell what activating each phase would add to the monthly cost", "US dollars a month.");
        phases.MapGet("/{phase}", async (PathId phase, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Phase(phase).GetAsync().WaitAsync(stop)))
            .Is<IPhaseGrain>(
                "phases.show", nameof(IPhaseGrain.GetAsync), "phases show",
                "Show a phase", "Its ETag changes with its status, with what waits for approval, and with whose word that has.")
            .Tells<PhaseView>(EditVersion.Of);
        phases.MapGet("/{phase}/readiness", async (PathId phase, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Phase(phase).EvaluateAsync(stop)))
            .Is<IPhaseGrain>(
                "phases.readiness", nameof(IPhaseGrain.EvaluateAsync), "phases readiness",
                "Measure every requirement of a phase now", "Each with threshold, value, sample, interval and what is still missing.");
        phases.MapGet("/{phase}/plan", PlanAsync).Is<IPhaseGrain>(
            "phases.plan", nameof(IPhaseGrain.PlanAsync), "phases activate",
            "Tell what an activation or a deactivation would change now", "Changes nothing. Money in US dollars.");
        phases.MapGet("/{phase}/forecast", async (PathId phase, OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Phase(phase).ForecastAsync(stop)))
            .Is<IPhaseGrain>(
                "phases.forecast", nameof(IPhaseGrain.ForecastAsync), "phases forecast",
                "Tell how likely a phase is to be ready in 7, 30 and 90 days");
        phases.MapGet("/{phase}/history", HistoryAsync).Is<IPhaseGrain>(
            "phases.history", nameof(IPhaseGrain.GetHistoryAsync), "phases history",
            "Tell what the log says of a phase, newest first");
    }

    private static async Task<Ok<PhasePlan>> PlanAsync(
        PathId phase, OrleansAssetsClient client, CancellationToken stop,
        [Description("activate, as without it, or deactivate.")] Choice<PhaseOperationKind>? kind = null) =>
        TypedResults.Ok(await client.Phase(phase).PlanAsync(kind?.Value ?? PhaseOperationKind.Activate, stop));

    private static async Task<Ok<ImmutableArray<PhaseLogEntry>>> HistoryAsync(
        PathId phase, OrleansAssetsClient client, CancellationToken stop,
        [Description("At most so many entries, 1 to 1,000.")] int count = 100) =>
        TypedResults.Ok(await client.Phase(phase).GetHistoryAsync(count, stop));
}

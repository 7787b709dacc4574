using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Client;
using OrleansAssets.Phases;
using OrleansAssets.Web.Requests;
using OrleansAssets.Web.Identity;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Api;

/// <summary>Widens trading by a phase, or takes it back.</summary>
internal static class PhaseChangesApi
{
    public static void MapPhaseChanges(this RouteGroupBuilder api)
    {
        var phases = api.MapGroup("/phases/{phase}").WithTags("phases");
        phases.MapPost("/activate", ActivateAsync).Is<IPhaseGrain>(
            "phases.activate", nameof(IPhaseGrain.ActivateAsync), "phases activate",
            "Activate a phase if its evidence earns it",
            "The outcome says what became of it: refused with the readiness where a requirement is not met, and nothing changes then. "
            + "Forced, it waits for others' words and is active until the override expires. An active phase stays as it is.")
            .IsEdit();
        phases.MapPost("/approve", ApproveAsync).Is<IPhaseGrain>(
            "phases.approve", nameof(IPhaseGrain.ApproveAsync), "phases approve",
            "Give another operator's word for the activation that waits for it", "The identity that asked cannot approve.")
            .IsEdit();
        phases.MapPost("/deactivate", DeactivateAsync).Is<IPhaseGrain>(
            "phases.deactivate", nameof(IPhaseGrain.DeactivateAsync), "phases deactivate",
            "End a phase: reduce-only at once, disabled as soon as its assets are flat")
            .IsEdit();
    }

    private static async Task<Ok<ActivationResult>> ActivateAsync(
        PathId phase, Body<ActivationBody> body, Caller caller, OrleansAssetsClient client, CancellationToken stop,
        [FromHeader(Name = "If-Match"), Description(EditTag.Words)] string? ifMatch = null)
    {
        EditTag.Expect(ifMatch);
        var request = new ActivationRequest(caller.Name, body.Value.Notes, body.Value.Force);
        return TypedResults.Ok(await client.Phase(phase).ActivateAsync(request, stop));
    }

    private static async Task<Ok<ActivationResult>> ApproveAsync(
        PathId phase, Body<ApprovalBody> body, Caller caller, OrleansAssetsClient client, CancellationToken stop,
        [FromHeader(Name = "If-Match"), Description(EditTag.Words)] string? ifMatch = null)
    {
        EditTag.Expect(ifMatch);
        var request = new ApprovalRequest(caller.Name, body.Value.Notes);
        return TypedResults.Ok(await client.Phase(phase).ApproveAsync(request).WaitAsync(stop));
    }

    private static async Task<Ok<DeactivationResult>> DeactivateAsync(
        PathId phase, Body<Why> body, Caller caller, OrleansAssetsClient client, CancellationToken stop,
        [FromHeader(Name = "If-Match"), Description(EditTag.Words)] string? ifMatch = null)
    {
        EditTag.Expect(ifMatch);
        var request = new DeactivationRequest(caller.Name, body.Value.Reason);
        return TypedResults.Ok(await client.Phase(phase).DeactivateAsync(request).WaitAsync(stop));
    }
}

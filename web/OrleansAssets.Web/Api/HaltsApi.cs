using Microsoft.AspNetCore.Http.HttpResults;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;
using OrleansAssets.Web.Requests;
using OrleansAssets.Web.Identity;
using OrleansAssets.Web.Limits;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Api;

/// <summary>Stops trading, and lets it go on.</summary>
internal static class HaltsApi
{
    public static void MapHalts(this RouteGroupBuilder api)
    {
        var halts = api.MapGroup("/portfolios/{portfolio}").WithTags("halts");
        halts.MapPost("/halts", HaltAsync).Is<IPortfolioGrain>(
            "halts.stop", nameof(IPortfolioGrain.HaltAsync), "risk halt",
            "Stop new orders until the halt is reset; exits stay possible",
            "Answered once it is durable: what is approved afterwards is a fault. Saying the same again answers the same halt.")
            .WithWordsLimit();
        halts.MapPost("/halts/{halt}/reset", ResetAsync).Is<IPortfolioGrain>(
            "halts.reset", nameof(IPortfolioGrain.ResetAsync), "risk reset",
            "Lift one halt, by its id; a limit that latched counts anew from here",
            "A halt that was latched meanwhile stays. One that carries out a halt of the account is refused: account.reset lifts it.");
        halts.MapPost("/drills", DrillAsync).Is<IPortfolioGrain>(
            "halts.drill", nameof(IPortfolioGrain.DrillAsync), "risk drill",
            "Rehearse a halt on a paper portfolio beside this one, and measure it");
    }

    private static async Task<Ok<ActiveHalt>> HaltAsync(
        PathId portfolio, Body<HaltBody> body, Caller caller, OrleansAssetsClient client, CancellationToken stop)
    {
        var (reason, scope, scopeId, mode) = body.Value;
        var request = new HaltRequest(scope, scopeId, mode, caller.Name, reason);
        return TypedResults.Ok(await client.Portfolio(portfolio).HaltAsync(request).WaitAsync(stop));
    }

    private static async Task<Ok<ResetAnswer>> ResetAsync(
        PathId portfolio, PathId halt, Body<Why> body, Caller caller, OrleansAssetsClient client, CancellationToken stop)
    {
        var request = new ResetRequest(halt, caller.Name, body.Value.Reason);
        return TypedResults.Ok(await client.Portfolio(portfolio).ResetAsync(request).WaitAsync(stop));
    }

    private static async Task<Ok<DrillReport>> DrillAsync(
        PathId portfolio, Caller caller, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Portfolio(portfolio).DrillAsync(caller.Name, stop));
}

using Microsoft.AspNetCore.Http.HttpResults;
using OrleansAssets.Accounts;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Client;
using OrleansAssets.Portfolio;
using OrleansAssets.Web.Identity;
using OrleansAssets.Web.Limits;
using OrleansAssets.Web.Operations;
using OrleansAssets.Web.Requests;

namespace OrleansAssets.Web.Api;

/// <summary>All portfolios as one.</summary>
internal static class AccountApi
{
    public static void MapAccount(this RouteGroupBuilder api)
    {
        var account = api.MapGroup("/account").WithTags("account");
        account.MapGet("", async (OrleansAssetsClient client, CancellationToken stop) =>
                TypedResults.Ok(await client.Account.GetAsync(stop)))
            .Is<IAccountGrain>(
                "account.show", nameof(IAccountGrain.GetAsync), "account show",
                "Show all portfolios as one: equity, classes, distances, halts", "Money in the account's currency.");
        account.MapPost("/halts", HaltAsync).Is<IAccountGrain>(
            "account.halt", nameof(IAccountGrain.HaltAsync), "account halt",
            "Stop new orders in every portfolio until the halt is reset; exits stay possible",
            "Answered once all are halted. Saying the same again answers the same halt.")
            .WithWordsLimit();
        account.MapPost("/halts/{halt}/reset", ResetAsync).Is<IAccountGrain>(
            "account.reset", nameof(IAccountGrain.ResetAsync), "account reset",
            "Lift a halt of the account in every portfolio; their own halts stay",
            "One that follows from an emergency stop needs as many operators as that does: the remark says how many are missing.");
    }

    private static async Task<Ok<AccountHalt>> HaltAsync(
        Body<Why> body, Caller caller, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Account.HaltAsync(caller.Name, body.Value.Reason).WaitAsync(stop));

    private static async Task<Ok<AccountView>> ResetAsync(
        PathId halt, Body<Why> body, Caller caller, OrleansAssetsClient client, CancellationToken stop) =>
        TypedResults.Ok(await client.Account.ResetAsync(new ResetRequest(halt, caller.Name, body.Value.Reason)).WaitAsync(stop));
}

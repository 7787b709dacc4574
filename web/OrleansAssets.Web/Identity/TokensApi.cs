using System.Collections.Immutable;
using Microsoft.AspNetCore.Http.HttpResults;
using Orleans;
using OrleansAssets.Access;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Api.Problems;
using OrleansAssets.Web.Requests;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Identity;

/// <summary>Who may get in: tokens are made, listed and revoked.</summary>
internal static class TokensApi
{
    public static void MapTokens(this RouteGroupBuilder api)
    {
        var tokens = api.MapGroup("/tokens").WithTags("access");
        tokens.MapGet("", ListAsync).Is<IAccessGrain>(
            "tokens.list", nameof(IAccessGrain.ListAsync), "tokens list", "List the tokens, without their secrets",
            "Those that have ended are listed for 90 days.");
        tokens.MapPost("", CreateAsync).Is<IAccessGrain>(
            "tokens.make", nameof(IAccessGrain.CreateAsync), "tokens make", "Make a token",
            "Its text is in this answer and nowhere else: only its hash is kept. Two tokens of one name are one identity. Under an id of "
            + "yours it can be said again where the answer was lost: the token then has a new text, as long as nobody used the first.");
        tokens.MapDelete("/{token}", RevokeAsync).Is<IAccessGrain>(
            "tokens.revoke", nameof(IAccessGrain.RevokeAsync), "tokens revoke", "End a token at once", "Saying it again changes nothing.");
    }

    private static async Task<Ok<ImmutableArray<TokenView>>> ListAsync(IGrainFactory grains, CancellationToken stop) =>
        TypedResults.Ok(await Access(grains).ListAsync().WaitAsync(stop));

    private static async Task<Ok<NewToken>> CreateAsync(
        Body<TokenBody> body, Caller caller, IGrainFactory grains, CancellationToken stop)
    {
        var (name, role, expiresAt, id) = body.Value;
        var text = id is null ? Token.New() : Token.New(id) ?? throw RequestFaultException.OfBody(new RequestFault(
            "body id", RequestFault.Shown(id), "must be eight hexadecimal digits in lower case", "leave it out for one of chance"));
        var request = new TokenRequest(text.Id, name, role, text.Hash, expiresAt, caller.Name) { IsRepeatable = id is not null };
        var token = await Access(grains).CreateAsync(request).WaitAsync(stop);
        return TypedResults.Ok(new NewToken(text.Text, token));
    }

    private static async Task<Ok<TokenView>> RevokeAsync(PathId token, Caller caller, IGrainFactory grains, CancellationToken stop) =>
        TypedResults.Ok(await Access(grains).RevokeAsync(token, caller.Name).WaitAsync(stop));

    private static IAccessGrain Access(IGrainFactory grains) => grains.GetGrain<IAccessGrain>(Keys.Access);
}

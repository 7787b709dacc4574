using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Net.Http.Headers;
using OrleansAssets.Api.Problems;
using OrleansAssets.Web.Requests;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Identity;

/// <summary>
/// Tells whoever may not do an operation of the API, or ask what is told to programs, why, as every other problem; pages go the framework's
/// way.
/// </summary>
internal sealed class AccessRefusal(ProblemWriter problems) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _otherwise = new();

    public async Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var marks = context.GetEndpoint()?.Metadata;
        var asked = marks?.GetMetadata<Operation>() is { } operation
            ? new ForPrograms(operation.Name, operation.Role)
            : marks?.GetMetadata<ForPrograms>();
        if (authorizeResult.Succeeded || asked is null)
        {
            await _otherwise.HandleAsync(next, context, policy, authorizeResult);
            return;
        }

        if (authorizeResult.Forbidden)
        {
            await problems.WriteAsync(context, Forbidden(asked, Caller.Of(context.User)));
            return;
        }

        context.Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        await problems.WriteAsync(context, Unknown());
    }

    private static ApiProblem Forbidden(ForPrograms asked, Caller? caller) => ApiProblem.Of(
        StatusCodes.Status403Forbidden, ProblemCodes.Forbidden, "The identity may not do this.",
        caller is null
            ? $"{asked.Name} needs the role {RolePolicies.Of(asked.Role)}, and the issuer gives no role of this product: have it "
                + "put viewer, trader, operator or admin into the claim that the silo is told to read (--oidc-role-claim)."
            : $"{asked.Name} needs the role {RolePolicies.Of(asked.Role)}, and {caller.Name} ({caller.Via}) has the role "
                + $"{RolePolicies.Of(caller.Role)}: use a token of that role, or ask an admin for one.");

    private static ApiProblem Unknown() => ApiProblem.Of(
        StatusCodes.Status401Unauthorized, ProblemCodes.Unauthenticated, "Nobody knows who asks.",
        "The request has no token that is in force: send one in the header 'Authorization: Bearer oat_...'. The first is in admin.token "
        + "of the silo's data directory; an admin makes others.");
}

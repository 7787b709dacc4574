using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansAssets.Access;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Api.Problems;
using OrleansAssets.Web.Requests;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Identity;

/// <summary>Signing in and out, and who one is.</summary>
internal static class SessionApi
{
    public static void MapSession(this RouteGroupBuilder api)
    {
        var session = api.MapGroup("/session").WithTags("access");
        session.MapGet("", (Caller caller) => TypedResults.Ok(new Session(caller.Name, caller.Role, caller.Via)))
            .Is("session.show", AccessRole.Viewer, "login", "Tell who one is here, by what proof, and in which role");
        session.MapPost("", SignInAsync).AllowAnonymous().Is(
            "session.sign-in", AccessRole.Viewer, null, "Sign in with a token, and get a cookie for pages",
            "Anybody may try; after a few failures from one address each further one doubles the pause before another is looked at.");
        session.MapDelete("", SignOutAsync).Is("session.sign-out", AccessRole.Viewer, null, "Sign out: the cookie is taken back");
    }

    private static async Task<Results<Ok<Session>, RefusedResult>> SignInAsync(Body<SignIn> body, HttpContext context, SignInDoor door)
    {
        var result = await door.TryAsync(context, body.Value.Token);
        if (result.Wait > TimeSpan.Zero)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(result.Wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return result.Token is { } token
            ? TypedResults.Ok(new Session(token.Name, token.Role, SessionScheme.ViaOf(token)))
            : new RefusedResult(result.Wait > TimeSpan.Zero
                ? ApiProblem.Of(
                    StatusCodes.Status429TooManyRequests, ProblemCodes.TooMany, "Too many tries.", result.Refusal!) // nobody was let in
                : ApiProblem.Of(
                    StatusCodes.Status401Unauthorized, ProblemCodes.Unauthenticated, "Nobody knows who asks.", result.Refusal!));
    }

    private static async Task<NoContent> SignOutAsync(HttpContext context, Caller _)
    {
        await context.SignOutAsync(SessionScheme.Name);
        return TypedResults.NoContent();
    }
}

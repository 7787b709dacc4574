using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Orleans;
using OrleansAssets.Access;

namespace OrleansAssets.Web.Identity;

/// <summary>
/// The cookie of somebody who signed in at a page. It holds nothing that scripts can read, goes to this site alone, and is worth nothing as
/// soon as the token that it was made with is. That of somebody whom an issuer of OpenID Connect vouches for ends with the issuer's word.
/// </summary>
internal static class SessionScheme
{
    public const string Name = "session";

    /// <summary>Where pages ask for a token.</summary>
    public const string SignInPath = "/sign-in";

    private static readonly TimeSpan IdleMax = TimeSpan.FromHours(8);

    public static void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "assets-session";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // plain HTTP is served on loopback and behind a named proxy only
        cookie.LoginPath = SignInPath;
        cookie.AccessDeniedPath = SignInPath;
        cookie.ExpireTimeSpan = IdleMax;
        cookie.SlidingExpiration = true;
        cookie.Events.OnValidatePrincipal = ValidateAsync;
    }

    /// <summary>Signs in whoever a token stands for.</summary>
    public static Task SignInAsync(HttpContext context, Token text, TokenView token)
    {
        var caller = new Caller(token.Name, token.Role, ViaOf(token));
        return context.SignInAsync(Name, caller.Principal(Name, text));
    }

    public static string ViaOf(TokenView token) => $"session of token {token.Id}";

    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        // Somebody whom an issuer of OpenID Connect vouches for has no token of ours: the cookie is not renewed, see OpenIdScheme.
        if (context.Principal?.FindFirstValue(Caller.TokenClaim) is not { } id)
        {
            return;
        }

        var grain = context.HttpContext.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IAccessGrain>(Keys.Access);
        var token = await grain.VerifyAsync(id, context.Principal.FindFirstValue(Caller.HashClaim) ?? "");
        if (token is null || Caller.Of(context.Principal) is not { } caller || caller.Role != token.Role)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Name);
        }
    }
}

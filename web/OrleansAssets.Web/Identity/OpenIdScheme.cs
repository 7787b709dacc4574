using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using OrleansAssets.Access;
using OrleansAssets.Domain;

namespace OrleansAssets.Web.Identity;

/// <summary>
/// Knows people and services by an issuer of OpenID Connect, where one is named: people sign in at its pages, services bring its access
/// tokens. The role is the highest that the claim of the options names; who has none of ours may do nothing.
/// </summary>
internal static class OpenIdScheme
{
    /// <summary>Signing in at the issuer's pages.</summary>
    public const string Pages = "openid";

    /// <summary>Access tokens of the issuer.</summary>
    public const string Tokens = "openid-token";

    /// <summary>Where a page sends somebody to sign in.</summary>
    public const string SignInPath = "/sign-in/openid";

    private const string CallbackPath = "/sign-in/openid/callback";

    /// <summary>What an issuer may put before a role's name, so that it is not taken for another product's.</summary>
    private const string RolePrefix = "assets-";

    private static readonly string[] NameClaims = ["preferred_username", "email", "client_id", "azp", "sub"];

    public static void Add(AuthenticationBuilder authentication, OpenIdOptions issuer)
    {
        authentication.AddJwtBearer(Tokens, token =>
        {
            token.Authority = issuer.Authority.ToString();
            token.RequireHttpsMetadata = !issuer.Authority.IsLoopback;
            token.Audience = issuer.ClientId;
            token.MapInboundClaims = false;
            token.Events = new JwtBearerEvents
            {
                OnTokenValidated = context =>
                {
                    context.Principal = PrincipalOf(context.Principal, issuer, Tokens);
                    return Task.CompletedTask;
                },
            };
        });
        authentication.AddOpenIdConnect(Pages, pages =>
        {
            pages.Authority = issuer.Authority.ToString();
            pages.RequireHttpsMetadata = !issuer.Authority.IsLoopback;
            pages.ClientId = issuer.ClientId;
            pages.ClientSecret = issuer.ClientSecret;
            pages.ResponseType = OpenIdConnectResponseType.Code;
            pages.ResponseMode = OpenIdConnectResponseMode.Query; // a form that the issuer's page posts would come without cookies
            foreach (var cookie in new[] { pages.CorrelationCookie, pages.NonceCookie })
            {
                cookie.SameSite = SameSiteMode.Lax;
                cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // as the session's
            }

            pages.UsePkce = true;
            pages.MapInboundClaims = false;
            pages.SaveTokens = false;
            pages.UseTokenLifetime = true; // who may no longer come in is asked for anew when the issuer's word has ended
            pages.CallbackPath = CallbackPath;
            pages.SignInScheme = SessionScheme.Name;
            pages.Events.OnTokenValidated = context =>
            {
                context.Principal = PrincipalOf(context.Principal, issuer, SessionScheme.Name);
                return Task.CompletedTask;
            };
            pages.Events.OnTicketReceived = ArriveAsync;
        });
    }

    /// <summary>
    /// The identity that the issuer vouches for; without a role of ours it may do nothing, nor by a name of the product's own.
    /// </summary>
    internal static ClaimsPrincipal PrincipalOf(ClaimsPrincipal? vouched, OpenIdOptions issuer, string scheme)
    {
        var name = NameClaims.Select(claim => vouched?.FindFirstValue(claim)).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));
        var roles = vouched?.FindAll(issuer.RoleClaim).Select(claim => RoleOf(claim.Value)).OfType<AccessRole>().ToArray() ?? [];
        return name is not null && roles.Length > 0 && !ActorNames.IsReserved(name)
            ? new Caller(name, roles.Max(), $"OpenID Connect of {issuer.Authority.Host}").Principal(scheme)
            : new ClaimsPrincipal(new ClaimsIdentity(name is null ? [] : [new Claim(ClaimTypes.Name, name)], scheme));
    }

    private static AccessRole? RoleOf(string claim)
    {
        var text = claim.StartsWith(RolePrefix, StringComparison.OrdinalIgnoreCase) ? claim[RolePrefix.Length..] : claim;
        return EnumText.TryRead<AccessRole>(text, out var role) ? role : null;
    }

    /// <summary>
    /// A cookie that goes to this site alone is not sent with a redirect that began at the issuer's: the browser gets a page of ours, and
    /// goes on from there.
    /// </summary>
    private static async Task ArriveAsync(TicketReceivedContext context)
    {
        // It ends when the issuer's word does, however often it is used: a cookie of ours is renewed as long as its token stands, and
        // nobody would ever ask the issuer again. Its own pages ask every second.
        (context.Properties ??= new AuthenticationProperties()).AllowRefresh = false;
        await context.HttpContext.SignInAsync(SessionScheme.Name, context.Principal!, context.Properties); // it was received
        context.Response.ContentType = "text/html; charset=utf-8";
        await context.Response.WriteAsync(
            """<!doctype html><html lang="en"><head><meta http-equiv="refresh" content="0;url=/"><title>Signed in</title></head></html>""");
        context.HandleResponse();
    }
}

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Orleans;
using OrleansAssets.Web.Operations;

namespace OrleansAssets.Web.Identity;

/// <summary>How the web side knows who asks, and what each role may do.</summary>
internal static class IdentityRegistration
{
    /// <summary>Chooses by the request: the token that it brings, of ours or of the issuer, else the session.</summary>
    private const string Either = "assets";

    public static IServiceCollection AddAssetsIdentity(this IServiceCollection services, WebOptions options)
    {
        services.AddSingleton<SignInBrake>()
            .AddSingleton(provider => new SignInDoor(
                provider.GetRequiredService<IGrainFactory>(), provider.GetRequiredService<SignInBrake>()))
            .AddSingleton<IAuthorizationMiddlewareResultHandler, AccessRefusal>()
            .AddAuthorization(RolePolicies.Add);
        services.AddDataProtection().SetApplicationName("OrleansAssets")
            .PersistKeysToFileSystem(OwnerOnly(options.KeyDirectory));
        services.AddAntiforgery();
        var authentication = services.AddAuthentication(Either)
            .AddPolicyScheme(Either, null, choice => choice.ForwardDefaultSelector = context =>
                SchemeFor(TokenScheme.TextOf(context.Request), options.OpenId is not null))
            .AddScheme<AuthenticationSchemeOptions, TokenScheme>(TokenScheme.Name, null)
            .AddCookie(SessionScheme.Name, SessionScheme.Configure);
        if (options.OpenId is { } issuer)
        {
            OpenIdScheme.Add(authentication, issuer);
        }

        return services;
    }

    /// <summary>The address at which a page signs somebody in at the issuer's, where there is one.</summary>
    public static void MapAssetsSignIn(this WebApplication app)
    {
        if (app.Services.GetRequiredService<WebOptions>().OpenId is not null)
        {
            app.MapGet(OpenIdScheme.SignInPath, () => TypedResults.Challenge(
                new AuthenticationProperties { RedirectUri = "/" }, [OpenIdScheme.Pages])).ExcludeFromDescription();
        }
    }

    private static string SchemeFor(string? bearer, bool hasIssuer) =>
        bearer is null ? SessionScheme.Name
        : hasIssuer && Token.Read(bearer) is null ? OpenIdScheme.Tokens
        : TokenScheme.Name;

    private static DirectoryInfo OwnerOnly(string directory) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(directory)
        : Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}

using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;
using Orleans;
using OrleansAssets.Access;

namespace OrleansAssets.Web.Identity;

/// <summary>Knows who asks by the token of the header <c>Authorization: Bearer ...</c>.</summary>
internal sealed class TokenScheme(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IGrainFactory grains)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Name = "token";

    private const string Bearer = "Bearer ";

    /// <summary>The text after <c>Bearer</c>; null where the header is missing or of another kind.</summary>
    public static string? TextOf(HttpRequest request) =>
        request.Headers[HeaderNames.Authorization] is [{ } header]
        && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? header[Bearer.Length..].Trim() : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // What has not the form of ours is somebody else's, as the keys of vendors are that the sandbox is asked with.
        if (Token.Read(TextOf(Request)) is not { } read)
        {
            return AuthenticateResult.NoResult();
        }

        if (await VerifyAsync(grains, read) is not { } token)
        {
            return AuthenticateResult.Fail("The token is unknown, has expired or was revoked.");
        }

        var principal = new Caller(token.Name, token.Role, $"token {token.Id}").Principal(Name, read);
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Name));
    }

    /// <summary>The token as it is known; null where it is not in force.</summary>
    public static Task<TokenView?> VerifyAsync(IGrainFactory grains, Token token) =>
        grains.GetGrain<IAccessGrain>(Keys.Access).VerifyAsync(token.Id, token.Hash);
}

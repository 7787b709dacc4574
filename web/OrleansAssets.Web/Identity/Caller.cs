using System.Reflection;
using System.Security.Claims;
using OrleansAssets.Access;
using OrleansAssets.Domain;

namespace OrleansAssets.Web.Identity;

/// <summary>Who asks: the identity that was proved, and how.</summary>
/// <param name="Name">Under which it stands in the log; two tokens of one name are one identity.</param>
/// <param name="Via">How it came, e.g. <c>token 1f3a99c0</c>.</param>
internal sealed record Caller(string Name, AccessRole Role, string Via) : IBindableFromHttpContext<Caller>
{
    /// <summary>The claim that says how the identity was proved.</summary>
    public const string ViaClaim = "assets:via";

    /// <summary>The claim by which the token is found again that an identity was proved with.</summary>
    public const string TokenClaim = "assets:token";

    /// <summary>The claim that has the hash of that token.</summary>
    public const string HashClaim = "assets:hash";

    /// <summary>Null where nobody proved to be anybody.</summary>
    public static Caller? Of(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true, Name: { Length: > 0 } name }
        && EnumText.TryRead<AccessRole>(user.FindFirstValue(ClaimTypes.Role), out var role)
            ? new Caller(name, role, user.FindFirstValue(ViaClaim) ?? user.Identity.AuthenticationType ?? "unknown")
            : null;

    /// <exception cref="InvalidOperationException">The endpoint does not ask for an identity.</exception>
    public static ValueTask<Caller?> BindAsync(HttpContext context, ParameterInfo parameter) => ValueTask.FromResult<Caller?>(
        Of(context.User) ?? throw new InvalidOperationException("The endpoint takes a caller and does not ask for an identity."));

    /// <summary>The claims of an identity that a token proved.</summary>
    public ClaimsPrincipal Principal(string scheme, Token token) =>
        Principal(scheme, new Claim(TokenClaim, token.Id), new Claim(HashClaim, token.Hash));

    /// <summary>The claims of an identity.</summary>
    public ClaimsPrincipal Principal(string scheme, params IEnumerable<Claim> more) => new(new ClaimsIdentity(
        [new Claim(ClaimTypes.Name, Name), new Claim(ClaimTypes.Role, Role.ToString()), new Claim(ViaClaim, Via), .. more], scheme));
}

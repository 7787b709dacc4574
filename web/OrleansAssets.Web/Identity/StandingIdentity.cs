using System.Reflection;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Orleans;
using Orleans.Runtime;
using OrleansAssets.Access;

namespace OrleansAssets.Web.Identity;

/// <summary>
/// Who opened a line that stays open, e.g. of events. Whoever may no longer be in is told nothing more: before each telling it is asked
/// anew, at most each second, whether the token is in force.
/// </summary>
internal sealed class StandingIdentity : IBindableFromHttpContext<StandingIdentity>
{
    /// <summary>An answer counts for so long.</summary>
    public static readonly TimeSpan AskedAgainAfter = TimeSpan.FromSeconds(1);

    private readonly IAccessGrain _access;
    private readonly TimeProvider _clock;
    private readonly (string Id, string Hash)? _token;
    private readonly DateTimeOffset _until;
    private long _asked;

    private StandingIdentity(HttpContext context)
    {
        _access = context.RequestServices.GetRequiredService<IGrainFactory>().GetGrain<IAccessGrain>(Keys.Access);
        _clock = context.RequestServices.GetRequiredService<TimeProvider>();
        // Somebody whom an issuer vouches for has no token of ours: the line ends with the issuer's.
        _token = context.User.FindFirstValue(Caller.TokenClaim) is { } id
            ? (id, context.User.FindFirstValue(Caller.HashClaim) ?? "") : null;
        _until = context.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Properties?.ExpiresUtc ?? DateTimeOffset.MaxValue;
        _asked = _clock.GetTimestamp();
    }

    public static ValueTask<StandingIdentity?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<StandingIdentity?>(new StandingIdentity(context));

    public async ValueTask<bool> IsInForceAsync()
    {
        if (_clock.GetUtcNow() >= _until)
        {
            return false;
        }

        if (_token is not { } token || _clock.GetElapsedTime(_asked) < AskedAgainAfter)
        {
            return true;
        }

        _asked = _clock.GetTimestamp();
        try
        {
            return await _access.VerifyAsync(token.Id, token.Hash) is not null;
        }
        catch (Exception exception) when (exception is AssetsUnavailableException or TimeoutException or OrleansException)
        {
            return false; // nobody can say: the line ends, and whoever had it asks for another
        }
    }
}

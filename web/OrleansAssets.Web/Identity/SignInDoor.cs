using System.Globalization;
using System.Net;
using Orleans;
using OrleansAssets.Access;

namespace OrleansAssets.Web.Identity;

/// <summary>What came of signing in.</summary>
/// <param name="Refusal">Why nobody was let in, as a sentence; null where somebody was.</param>
/// <param name="Wait">How long nothing is looked at from that address.</param>
public sealed record SignInResult(TokenView? Token, string? Refusal, TimeSpan Wait);

/// <summary>Lets people in by a token, and slows whoever tries: for pages and the API alike.</summary>
public sealed class SignInDoor
{
    private readonly IGrainFactory _grains;
    private readonly SignInBrake _brake;

    internal SignInDoor(IGrainFactory grains, SignInBrake brake) => (_grains, _brake) = (grains, brake);

    /// <summary>Signs in whoever the token stands for: the answer to the request has the cookie.</summary>
    public async Task<SignInResult> TryAsync(HttpContext context, string? text)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        if (_brake.PauseOf(address) is { Ticks: > 0 } pause)
        {
            return Refused(pause);
        }

        var token = Token.Read(text?.Trim());
        if (token is null || await TokenScheme.VerifyAsync(_grains, token) is not { } known)
        {
            _brake.NoteFailure(address);
            return new SignInResult(null, "The token is unknown, has expired or was revoked: take one that is in force.", TimeSpan.Zero);
        }

        await SessionScheme.SignInAsync(context, token, known);
        return new SignInResult(known, null, TimeSpan.Zero);
    }

    private static SignInResult Refused(TimeSpan pause) => new(null, string.Create(
        CultureInfo.InvariantCulture,
        $"Too many tokens from this address were wrong: none is looked at for {Math.Ceiling(pause.TotalSeconds):0} s."), pause);
}

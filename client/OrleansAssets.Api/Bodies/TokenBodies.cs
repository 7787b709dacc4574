using OrleansAssets.Access;

namespace OrleansAssets.Api.Bodies;

/// <summary>Asks for a token.</summary>
/// <param name="Name">Whom it stands for: a person or a service, under which it stands in the log.</param>
/// <param name="ExpiresAt">When it ends by itself, UTC; never without it.</param>
/// <param name="Id">
/// Your id of it, eight hexadecimal digits in lower case; one of chance without it. The same again by the same identity, before the token
/// was used, tells it anew: its text of before is worth nothing then.
/// </param>
public sealed record TokenBody(string Name, AccessRole Role, DateTimeOffset? ExpiresAt = null, string? Id = null);

/// <summary>A token that was just made.</summary>
/// <param name="Secret">The whole token: it is told once.</param>
public sealed record NewToken(string Secret, TokenView Token);

using OrleansAssets.Access;

namespace OrleansAssets.Api.Bodies;

/// <summary>Asks for a token.</summary>
/// <param name="Name">Whom it stands for: a person or a service, under which it stands in the log.</param>
/// <param name="ExpiresAt">When it ends by itself, UTC; never without it.</param>
public sealed record TokenBody(string Name, AccessRole Role, DateTimeOffset? ExpiresAt = null);

/// <summary>A token that was just made.</summary>
/// <param name="Secret">The whole token: it is told once.</param>
public sealed record NewToken(string Secret, TokenView Token);

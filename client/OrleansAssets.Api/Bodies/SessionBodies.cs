using OrleansAssets.Access;

namespace OrleansAssets.Api.Bodies;

/// <summary>Asks to be signed in.</summary>
/// <param name="Token">The whole token.</param>
public sealed record SignIn(string Token);

/// <summary>Who one is.</summary>
/// <param name="Name">Under which it stands in the log.</param>
/// <param name="Via">How it was proved, e.g. <c>token 1f3a99c0</c>.</param>
public sealed record Session(string Name, AccessRole Role, string Via);

namespace OrleansAssets.Api.Bodies;

/// <summary>The word that a change needs and that the log keeps.</summary>
/// <param name="Reason">Why, for the log.</param>
public sealed record Why(string Reason);

/// <summary>On or off.</summary>
public sealed record Switch(bool Enabled);

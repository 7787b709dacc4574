namespace OrleansAssets.Api.Bodies;

/// <summary>On or off.</summary>
public sealed record Switch(bool Enabled);

namespace OrleansAssets.Web;

/// <summary>The issuer of OpenID Connect by which people and services are known.</summary>
/// <param name="Authority">Its address, under which its configuration is published.</param>
/// <param name="ClientId">Under which this installation is known there; access tokens must be made out to it.</param>
/// <param name="ClientSecret">Null where the issuer asks for none.</param>
/// <param name="RoleClaim">The claim that holds roles: <c>viewer</c>, <c>assets-operator</c> and their like.</param>
public sealed record OpenIdOptions(Uri Authority, string ClientId, string? ClientSecret, string RoleClaim)
{
    /// <summary>Without the secret, so that no log can have it.</summary>
    public override string ToString() => $"{Authority} as {ClientId}";
}

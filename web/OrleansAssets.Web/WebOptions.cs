using System.Net;

namespace OrleansAssets.Web;

/// <summary>What the web side is told by its host.</summary>
/// <param name="KeyDirectory">Where the keys of the cookies are kept: for their owner's eyes only.</param>
/// <param name="Proxy">Where the proxy stands that does the TLS, and from which alone requests from elsewhere are taken; null without
/// one.</param>
/// <param name="OpenId">The issuer of OpenID Connect by which people and services are known beside tokens; null for none.</param>
public sealed record WebOptions(string KeyDirectory, IPNetwork? Proxy = null, OpenIdOptions? OpenId = null);

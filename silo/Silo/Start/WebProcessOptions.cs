using System.Collections.Immutable;
using System.Net;

namespace OrleansAssets.Silo.Start;

/// <summary>What the web side in a process of its own is told.</summary>
/// <param name="Side">How it is served: address, ports, TLS, proxy, issuer, certificates, metrics, log; the rest is a silo's.</param>
/// <param name="Gateways">Of silos; empty where the membership table of the database names them.</param>
/// <param name="TokenFile">Holds the admin's token by which silos take it for a door; null for that of the data directory.</param>
internal sealed record WebProcessOptions(SiloOptions Side, ImmutableArray<IPEndPoint> Gateways, string? TokenFile)
{
    /// <summary>Where silos are looked for, in words.</summary>
    public string Place => Gateways.IsEmpty ? "of those in the membership table" : $"at {string.Join(", ", Gateways)}";
}

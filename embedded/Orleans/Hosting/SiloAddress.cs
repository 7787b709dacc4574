using System.Net;

namespace Orleans.Runtime;

/// <summary>Names one run of a silo.</summary>
public sealed class SiloAddress : IEquatable<SiloAddress>
{
    SiloAddress(IPEndPoint endpoint, int generation)
    {
        Endpoint = endpoint;
        Generation = generation;
    }

    /// <summary>Where the silo is.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Which run of it.</summary>
    public int Generation { get; }

    /// <summary>The run of the silo at this place.</summary>
    public static SiloAddress New(IPEndPoint ep, int gen) => new(ep, gen);

    /// <inheritdoc/>
    public bool Equals(SiloAddress? other) => other is not null && Generation == other.Generation && Endpoint.Equals(other.Endpoint);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SiloAddress);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Endpoint, Generation);

    /// <inheritdoc/>
    public override string ToString() => $"S{Endpoint}:{Generation}";
}

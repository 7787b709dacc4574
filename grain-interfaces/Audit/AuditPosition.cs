using Orleans;

namespace OrleansAssets.Audit;

/// <summary>A place in a stream of the audit log: an entry's number, from 1, and its hash. Before the first entry both are zero.</summary>
/// <param name="Hash">SHA-256, 64 hexadecimal digits in lower case.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AuditPosition")]
public sealed record AuditPosition(long Sequence, string Hash)
{
    /// <summary>The place before the first entry.</summary>
    public static AuditPosition Start { get; } = new(0, new string('0', 64));
}

using System.Collections.Immutable;
using OrleansAssets.Audit;

namespace OrleansAssets.Grains.Audit;

/// <summary>Signs for the installation.</summary>
public interface IHeadSigner
{
    Task<SignedHeads> SignAsync(ImmutableArray<AuditStream> heads, CancellationToken cancellationToken);
}

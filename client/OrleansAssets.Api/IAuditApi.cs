using System.Collections.Immutable;
using OrleansAssets.Audit;
using Refit;

namespace OrleansAssets.Api;

/// <summary>The log of what was decided and done, and the proof that it is whole.</summary>
public interface IAuditApi
{
    [Get("/audit/streams")]
    Task<ImmutableArray<AuditStream>> GetStreamsAsync(CancellationToken stop);

    [Get("/audit/entries")]
    Task<ImmutableArray<AuditEntry>> GetLastAsync(string? stream, int last, CancellationToken stop);

    [Get("/audit/log")]
    Task<ImmutableArray<AuditEntry>> ReadAsync(string stream, long after, int max, CancellationToken stop);

    [Get("/audit/pages")]
    Task<AuditPage> FindAsync(string stream, string? kinds, long? before, int most, CancellationToken stop);

    [Get("/audit/verification")]
    Task<AuditCheck> VerifyAsync(string stream, long? sequence, string? hash, CancellationToken stop);

    [Get("/audit/heads")]
    Task<SignedHeads> SignHeadsAsync(CancellationToken stop);

    [Get("/audit/guard")]
    Task<AuditGuard> GetGuardAsync(CancellationToken stop);
}

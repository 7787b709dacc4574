using System.Collections.Immutable;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Audit;

namespace OrleansAssets.Storage.Audit;

/// <summary>
/// The append-only, hash-chained log. An entry is there once the task has ended; two writers of one stream wait for each other.
/// Within a transaction of one's own, <see cref="AuditAppend"/> does the same.
/// </summary>
public interface IAuditLog
{
    /// <summary>Appends one entry to a stream, in a transaction of its own.</summary>
    Task<AuditPosition> AppendAsync(string stream, AuditNote note, CancellationToken cancellationToken);

    /// <summary>The last entry of a stream; <see cref="AuditPosition.Start"/> where it has none.</summary>
    Task<AuditPosition> GetHeadAsync(string stream, CancellationToken cancellationToken);

    /// <summary>All streams by name.</summary>
    Task<ImmutableArray<AuditStream>> GetStreamsAsync(CancellationToken cancellationToken);

    /// <summary>Entries after a number, oldest first.</summary>
    Task<ImmutableArray<AuditEntry>> ReadAsync(string stream, long after, int max, CancellationToken cancellationToken);

    /// <summary>The newest entries of one stream or of all, newest first.</summary>
    Task<ImmutableArray<AuditEntry>> ReadLastAsync(string? stream, int max, CancellationToken cancellationToken);

    /// <summary>
    /// Entries of some kinds, newest first, of at most <see cref="AuditRules.PageSpan"/> entries that are looked through.
    /// </summary>
    Task<ImmutableArray<AuditEntry>> FindAsync(AuditQuery query, long before, CancellationToken cancellationToken);

    /// <summary>Whether the role of this program could change entries.</summary>
    Task<AuditGuard> GetGuardAsync(CancellationToken cancellationToken);
}

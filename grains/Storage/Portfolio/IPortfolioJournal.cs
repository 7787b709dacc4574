using System.Collections.Immutable;
using Orleans.Storage;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Portfolio.Bookkeeping;

namespace OrleansAssets.Storage.Portfolio;

/// <summary>The journals of portfolios, in the audit log, with the rows that belong to their events.</summary>
public interface IPortfolioJournal
{
    /// <summary>Writes a batch in one transaction.</summary>
    /// <exception cref="InconsistentStateException">Another writer took the next number, or an id is known already.</exception>
    Task AppendAsync(JournalBatch batch, CancellationToken cancellationToken);

    /// <summary>Entries after a number, oldest first.</summary>
    Task<ImmutableArray<AuditEntry>> ReadAsync(string portfolioId, long after, int max, CancellationToken cancellationToken);

    /// <summary>Entries of some kinds after a number and up to another, oldest first.</summary>
    Task<ImmutableArray<AuditEntry>> ReadKindsAsync(
        string portfolioId, IReadOnlyCollection<string> kinds, long after, long until, CancellationToken cancellationToken);

    /// <summary>Entries that are searched for, newest first, from a number on and before another; no more than so many.</summary>
    Task<ImmutableArray<AuditEntry>> SearchAsync(
        string portfolioId, JournalSearch search, long from, long before, int max, CancellationToken cancellationToken);

    /// <summary>
    /// The newest entry of any portfolio that names a configuration as the one that was agreed to; null where none ever did.
    /// </summary>
    Task<AuditEntry?> FindLimitsAsync(CancellationToken cancellationToken);

    /// <summary>One entry; null where there is none.</summary>
    Task<AuditEntry?> FindAsync(string portfolioId, long sequence, CancellationToken cancellationToken);

    /// <summary>The last entry, as its stream's head has it.</summary>
    Task<AuditPosition> GetHeadAsync(string portfolioId, CancellationToken cancellationToken);

    /// <summary>What is known of a caller's id; null for a new one.</summary>
    Task<JournalId?> FindIdAsync(string portfolioId, string kind, string id, CancellationToken cancellationToken);

    /// <summary>Ids that callers gave, by kind, in no order; no more than so many.</summary>
    Task<IReadOnlyList<(string Kind, string Id)>> ReadIdsAsync(string portfolioId, int max, CancellationToken cancellationToken);

    /// <summary>Notes what a snapshot of the book holds, by its last entry; it is noted once and never changed.</summary>
    /// <param name="bookHash">SHA-256 of the book as stored, in hexadecimal digits.</param>
    Task SealAsync(string portfolioId, long sequence, string bookHash, CancellationToken cancellationToken);

    /// <summary>What was noted of a snapshot by <see cref="SealAsync"/>; null for nothing.</summary>
    Task<string?> FindSealAsync(string portfolioId, long sequence, CancellationToken cancellationToken);

    /// <summary>The stored inputs of a decision; null where there are none.</summary>
    Task<byte[]?> GetInputAsync(string hash, CancellationToken cancellationToken);
}

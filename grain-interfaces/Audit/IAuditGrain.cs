using System.Collections.Immutable;
using Orleans;

namespace OrleansAssets.Audit;

/// <summary>Reads and verifies the audit log; key <see cref="Keys.Audit"/>.</summary>
[Alias("OrleansAssets.IAuditGrain")]
public interface IAuditGrain : IGrainWithStringKey
{
    /// <summary>The streams and their last entries, by name.</summary>
    [Alias("GetStreams"), Question]
    Task<ImmutableArray<AuditStream>> GetStreamsAsync(CancellationToken cancellationToken = default);

    /// <summary>The newest entries, newest first.</summary>
    /// <param name="stream">One stream, or null for all.</param>
    /// <param name="last">At most so many, 1 to 1,000.</param>
    [Alias("GetLast"), Question]
    Task<ImmutableArray<AuditEntry>> GetLastAsync(string? stream, int last, CancellationToken cancellationToken = default);

    /// <summary>Entries of a stream after a number, oldest first.</summary>
    /// <param name="after">0 from the first on.</param>
    /// <param name="max">At most so many, 1 to 1,000.</param>
    [Alias("Read"), Question]
    Task<ImmutableArray<AuditEntry>> ReadAsync(string stream, long after, int max, CancellationToken cancellationToken = default);

    /// <summary>The ends of all streams now, signed with the key of the silo that answers.</summary>
    [Alias("SignHeads"), Question]
    Task<SignedHeads> SignHeadsAsync(CancellationToken cancellationToken = default);

    /// <summary>The newest entries of some kinds in one stream, newest first, page by page.</summary>
    /// <exception cref="InvalidRequestException">More or fewer entries are asked for than a page has.</exception>
    [Alias("Find"), Question]
    Task<AuditPage> FindAsync(AuditQuery query, CancellationToken cancellationToken = default);

    /// <summary>Verifies a stream from a place on, some thousand entries at a time: go on from the answer until it is at the end.</summary>
    /// <param name="from">The answer of the call before, <see cref="AuditPosition.Start"/> at first.</param>
    [Alias("Verify"), Question]
    Task<AuditCheck> VerifyAsync(string stream, AuditPosition from, CancellationToken cancellationToken = default);

    /// <summary>Whether the silo's own database role could change entries.</summary>
    [Alias("GetGuard"), Question]
    Task<AuditGuard> GetGuardAsync(CancellationToken cancellationToken = default);
}

/// <summary>Asks for a page of entries.</summary>
/// <param name="Kinds">E.g. <c>decision</c> and <c>fill</c>; empty for all.</param>
/// <param name="Before">Entries before this number; null begins with the newest.</param>
/// <param name="Most">Of one page, 1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AuditQuery")]
public sealed record AuditQuery(string Stream, ImmutableArray<string> Kinds, long? Before, int Most);

/// <summary>A page of entries, newest first; it may be empty though older pages are not.</summary>
/// <param name="Next">What the next page is asked for with as <see cref="AuditQuery.Before"/>; null where this was the last one.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AuditPage")]
public sealed record AuditPage(ImmutableArray<AuditEntry> Entries, long? Next);

/// <summary>A stream and its last entry.</summary>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AuditStream")]
public sealed record AuditStream(string Name, AuditPosition Last);

/// <summary>What a verification found.</summary>
/// <param name="Until">The last entry that was found whole.</param>
/// <param name="AtEnd">Whether that is the end of the stream.</param>
/// <param name="BrokenAt">Number of the first entry that is changed, missing or out of place; null where all are whole.</param>
/// <param name="Fault">What is wrong with it, in a sentence.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AuditCheck")]
public sealed record AuditCheck(string Stream, AuditPosition Until, bool AtEnd, long? BrokenAt, string? Fault);

/// <summary>How the log is kept from being changed.</summary>
/// <param name="Role">The database role under which the silo works.</param>
/// <param name="AppendOnly">Whether that role lacks the rights to update, delete and truncate the log, and to give itself these
/// rights.</param>
/// <param name="Reason">Why not, null where it lacks them.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.AuditGuard")]
public sealed record AuditGuard(string Role, bool AppendOnly, string? Reason);

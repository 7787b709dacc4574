using System.Collections.Immutable;
using OrleansAssets.Notices;

namespace OrleansAssets.Storage.Notices;

/// <summary>What people are told, in PostgreSQL. Within a transaction of one's own, <see cref="NoticeStatements"/> does the same.</summary>
public interface INoticeStore
{
    /// <summary>Brings the notices of a source to what it says stands; answers how much of it is worth telling.</summary>
    Task<int> ReportAsync(string source, ImmutableArray<NoticeFact> standing, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Takes what happened once by its id; false where it was there.</summary>
    Task<bool> AddAsync(NoticeEvent happened, CancellationToken cancellationToken);

    /// <summary>Notices, those that stand first, then the newest first.</summary>
    Task<ImmutableArray<Notice>> ListAsync(NoticeQuery query, CancellationToken cancellationToken);

    /// <summary>Notices by their numbers, the newest first.</summary>
    Task<ImmutableArray<Notice>> FindAsync(NoticePageQuery query, CancellationToken cancellationToken);

    /// <summary>One notice; null where there is none.</summary>
    Task<Notice?> FindAsync(long noticeId, CancellationToken cancellationToken);

    /// <summary>
    /// Says that somebody has seen a notice, here and in the audit log's stream <c>notices</c>, both or neither. False where there is none
    /// of that id, or somebody said so before.
    /// </summary>
    Task<bool> AcknowledgeAsync(long noticeId, NoticeAcknowledgement acknowledgement, CancellationToken cancellationToken);
}

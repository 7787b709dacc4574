using System.Collections.Immutable;
using OrleansAssets.Domain.Notices;
using OrleansAssets.Notices;

namespace OrleansAssets.Storage.Notices;

/// <summary>News on its way to people. Whatever fails or is killed, it stays here until a channel has taken it.</summary>
public interface INoticeDeliveries
{
    /// <summary>
    /// Writes news of what has stood for long and nobody has acknowledged: once for each time that it was raised or got worse.
    /// </summary>
    /// <param name="since">What was told before this instant.</param>
    Task<int> EscalateAsync(NoticeSeverity severity, DateTimeOffset since, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>News that has no deliveries yet, oldest first; that something healed only where it was written before an instant.</summary>
    Task<ImmutableArray<NoticeNews>> GetUnroutedAsync(DateTimeOffset clearedBefore, int countMax, CancellationToken cancellationToken);

    /// <summary>
    /// Gives news its deliveries, and the audit log's stream <c>notices</c> an entry of it, both or neither; where it has them, nothing
    /// changes.
    /// </summary>
    Task RouteAsync(NoticeNews news, ImmutableArray<PlannedDelivery> deliveries, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// The newest news of each notice that stands and of which a channel was never told anything, as it was not there: oldest first. News
    /// that has no deliveries yet is not among it.
    /// </summary>
    Task<ImmutableArray<NoticeNews>> GetUntoldAsync(string channel, int countMax, CancellationToken cancellationToken);

    /// <summary>Gives news one more delivery; where it has that, nothing changes.</summary>
    Task AddAsync(long newsId, PlannedDelivery delivery, CancellationToken cancellationToken);

    /// <summary>What is due through a channel, the worst first, then the oldest.</summary>
    /// <param name="except">Pieces of news that are passed over.</param>
    Task<ImmutableArray<NoticeNews>> GetDueAsync(
        string channel, DateTimeOffset now, int countMax, ImmutableArray<long> except, CancellationToken cancellationToken);

    /// <summary>The channel has taken these.</summary>
    Task DeliveredAsync(string channel, ImmutableArray<long> newsIds, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The channel has not taken these.</summary>
    Task FailedAsync(string channel, ImmutableArray<long> newsIds, string error, CancellationToken cancellationToken);

    /// <summary>How far each channel is, by its id; one that never had anything is not there.</summary>
    Task<ImmutableArray<ChannelBacklog>> GetBacklogAsync(CancellationToken cancellationToken);
}

/// <summary>How far a channel is.</summary>
/// <param name="Waiting">Deliveries that it has not taken.</param>
/// <param name="WaitingSince">The oldest of them that is due.</param>
/// <param name="LastError">Why the newest of them was not taken; null where none was tried.</param>
public sealed record ChannelBacklog(
    string Channel, long Waiting, DateTimeOffset? WaitingSince, DateTimeOffset? LastDeliveredAt, string? LastError);

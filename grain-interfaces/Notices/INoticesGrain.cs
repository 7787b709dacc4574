using System.Collections.Immutable;
using Orleans;
using Orleans.Concurrency;
using Orleans.Runtime;
using OrleansAssets.Access;

namespace OrleansAssets.Notices;

/// <summary>What people are told, and who has seen it; key <see cref="Keys.Notices"/>.</summary>
[Alias("OrleansAssets.INoticesGrain")]
public interface INoticesGrain : IGrainWithStringKey
{
    /// <summary>Notices, those that stand first, then the newest first.</summary>
    [Alias("List"), AlwaysInterleave, Question]
    Task<ImmutableArray<Notice>> ListAsync(NoticeQuery query, CancellationToken cancellationToken = default);

    /// <summary>Notices of the past too, the newest number first, page by page: what heals meanwhile keeps its place.</summary>
    [Alias("Find"), AlwaysInterleave, Question]
    Task<NoticePage> FindAsync(NoticePageQuery query, CancellationToken cancellationToken = default);

    /// <summary>One notice by its id.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    [Alias("Get"), AlwaysInterleave, Question]
    Task<Notice> GetAsync(long noticeId, CancellationToken cancellationToken = default);

    /// <summary>Says that somebody has seen a notice: it is not escalated any more. Who said so first stays.</summary>
    /// <param name="note">What is being done about it; null for nothing said.</param>
    /// <exception cref="NotFoundException">There is none of that id.</exception>
    [Alias("Acknowledge"), Repeatable]
    Task<Notice> AcknowledgeAsync(long noticeId, string by, string? note);

    /// <summary>The channels of the configuration, and how far each is.</summary>
    [Alias("GetChannels"), AlwaysInterleave, Question]
    Task<ImmutableArray<NoticeChannelView>> GetChannelsAsync(CancellationToken cancellationToken = default);

    /// <summary>Sends a message through a channel to see whether it works; why it was not taken, in a sentence, or null.</summary>
    /// <exception cref="NotFoundException">There is no such channel.</exception>
    [Alias("Test"), Needs(AccessRole.Operator)]
    Task<string?> TestAsync(string channelId, string by);
}

/// <summary>
/// The way in for what the product itself has to tell; key <see cref="Keys.Notices"/>. What is answered is written. A fact that is written
/// in a transaction writes its notice there too, and only calls <see cref="NudgeAsync"/>.
/// </summary>
[Inner, Alias("OrleansAssets.INoticeOutboxGrain")]
public interface INoticeOutboxGrain : IGrainWithStringKey, IRemindable
{
    /// <summary>Begins to deliver; once at a start is enough.</summary>
    [Alias("Start"), Repeatable]
    Task StartAsync();

    /// <summary>
    /// Says all that stands of a source now. What is new is raised, what got worse is told again, what is not said any more has healed.
    /// Saying the same again changes nothing.
    /// </summary>
    /// <param name="source">Who says it, e.g. <c>portfolio/main</c>: what other sources said stays as it is.</param>
    [Alias("Report"), Repeatable]
    Task ReportAsync(string source, ImmutableArray<NoticeFact> standing);

    /// <summary>Tells what happened once, by its id.</summary>
    [Alias("Raise"), Repeatable(ById = true)]
    Task RaiseAsync(NoticeEvent happened);

    /// <summary>Something was written that waits to be delivered.</summary>
    [Alias("Nudge"), OneWay, AlwaysInterleave]
    Task NudgeAsync();
}

/// <summary>A channel as it stands.</summary>
/// <param name="Kind"><c>webhook</c>, <c>email</c>, <c>telegram</c>, <c>slack</c> or <c>discord</c>.</param>
/// <param name="Waiting">Pieces of news that it has not taken yet.</param>
/// <param name="WaitingSince">When the oldest of them was due, UTC.</param>
/// <param name="Fault">What it lacks, or why it did not take what waits; null where nothing is wrong.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.NoticeChannelView")]
public sealed record NoticeChannelView(
    string Id, string Kind, long Waiting, DateTimeOffset? WaitingSince, DateTimeOffset? LastDeliveredAt, string? Fault);

/// <summary>Which notices are asked for.</summary>
/// <param name="Standing">Only those that stand; else those of the past too.</param>
/// <param name="Subject">Only of this subject and its parts, e.g. <c>portfolio/main</c>; null for all.</param>
/// <param name="Max">At most so many, 1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.NoticeQuery")]
public sealed record NoticeQuery(bool Standing = true, string? Subject = null, int Max = 200);

/// <summary>Asks for a page of notices.</summary>
/// <param name="Standing">Only those that stand; else those of the past too.</param>
/// <param name="Subject">Only of this subject and its parts, e.g. <c>portfolio/main</c>; null for all.</param>
/// <param name="Before">Those with a number below this one; null begins with the newest.</param>
/// <param name="Most">Of one page, 1 to 1,000.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.NoticePageQuery")]
public sealed record NoticePageQuery(bool Standing, string? Subject, long? Before, int Most);

/// <summary>A page of notices, the newest number first.</summary>
/// <param name="Next">What the next page is asked for with as <see cref="NoticePageQuery.Before"/>; null where this was the last
/// one.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.NoticePage")]
public sealed record NoticePage(ImmutableArray<Notice> Notices, long? Next);

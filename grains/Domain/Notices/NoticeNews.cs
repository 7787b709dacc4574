using System.Collections.Immutable;
using OrleansAssets.Notices;

namespace OrleansAssets.Domain.Notices;

/// <summary>What is worth telling of a notice.</summary>
/// <param name="Id">The same however often it is sent: receivers tell a repetition by it.</param>
/// <param name="What">One of <see cref="NewsKinds"/>.</param>
/// <param name="Severity">When it was written, as is the text.</param>
/// <param name="Count">How often it came back, counted from 1.</param>
public sealed record NoticeNews(
    long Id,
    long NoticeId,
    string What,
    string Kind,
    string Subject,
    NoticeSeverity Severity,
    string Text,
    DateTimeOffset At,
    DateTimeOffset Since,
    long Count);

/// <summary>What can be told of a notice. The words are stored and sent, and never change.</summary>
public static class NewsKinds
{
    public const string Raised = "raised";
    public const string Worsened = "worsened";
    public const string Cleared = "cleared";
    public const string Escalated = "escalated";
}

/// <summary>News that is to go through a channel.</summary>
public sealed record PlannedDelivery(string Channel, DateTimeOffset DueAt);

/// <summary>What goes through a channel at once: one piece of news for a machine, all that is due for people.</summary>
public sealed record NoticeMessage(ImmutableArray<NoticeNews> News)
{
    /// <summary>Of the worst.</summary>
    public NoticeSeverity Severity => News.Max(one => one.Severity);
}

using System.Collections.Immutable;
using System.Globalization;
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

    public static ImmutableArray<string> All { get; } = [Raised, Worsened, Cleared, Escalated];
}

/// <summary>News that is to go through a channel.</summary>
public sealed record PlannedDelivery(string Channel, DateTimeOffset DueAt);

/// <summary>What goes through a channel at once: one piece of news for a machine, all that is due for people.</summary>
/// <param name="PageUrl">Where people reach the web page, without a slash at its end; null where they are not told.</param>
public sealed record NoticeMessage(ImmutableArray<NoticeNews> News, string? PageUrl = null)
{
    /// <summary>Of the worst.</summary>
    public NoticeSeverity Severity => News.Max(one => one.Severity);

    /// <summary>Where somebody says that he has seen a notice, once he is signed in; null where there is nothing to be seen.</summary>
    public string? LinkOf(NoticeNews news)
    {
        ArgumentNullException.ThrowIfNull(news);
        return PageUrl is null || news.What == NewsKinds.Cleared || news.Kind == NoticeKinds.Test
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{PageUrl}/notices?see={news.NoticeId}#see");
    }
}

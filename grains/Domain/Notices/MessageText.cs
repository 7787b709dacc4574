using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Notices;

namespace OrleansAssets.Domain.Notices;

/// <summary>A message as people read it: the same words on every channel.</summary>
public static class MessageText
{
    /// <summary>Longest text that a channel takes: Telegram's is 4,096 characters, and Discord's 2,000.</summary>
    public static int LengthMax(NoticeChannelKind kind) => kind switch
    {
        NoticeChannelKind.Telegram => 4_000,
        NoticeChannelKind.Discord => 1_900,
        NoticeChannelKind.Slack => 8_000,
        _ => 100_000,
    };

    /// <summary>So many of a message's news, the first and one at least, as a channel takes at once with nothing cut off.</summary>
    public static NoticeMessage Fitting(NoticeMessage message, NoticeChannelKind kind)
    {
        ArgumentNullException.ThrowIfNull(message);
        var fitting = message;
        while (fitting.News.Length > 1 && Body(fitting).Length > LengthMax(kind))
        {
            fitting = fitting with { News = [.. fitting.News.Take(fitting.News.Length - 1)] };
        }

        return fitting;
    }

    /// <summary>One line: a mail's subject, the first line of a chat's message.</summary>
    public static string Title(NoticeMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var first = message.News[0];
        return message.News.Length == 1
            ? $"[{Mark(first)}] {first.Kind}: {first.Subject}"
            : string.Create(CultureInfo.InvariantCulture,
                $"[{message.Severity.ToString().ToUpperInvariant()}] {message.News.Length} notices, first {first.Kind}: {first.Subject}");
    }

    /// <summary>All of it, plain.</summary>
    public static string Body(NoticeMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var text = new StringBuilder();
        foreach (var news in message.News)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{Mark(news)}] {news.Text}\n")
                .Append(CultureInfo.InvariantCulture, $"  {news.Kind} of {news.Subject}, since {news.Since.UtcDateTime:yyyy-MM-dd HH:mm}Z");
            text.Append(news.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $", came back {news.Count - 1} times\n") : "\n");
            if (news.What != NewsKinds.Cleared && news.Kind != NoticeKinds.Test)
            {
                text.Append(CultureInfo.InvariantCulture, $"  seen it? ./assets notices ack {news.NoticeId}");
                text.Append(message.LinkOf(news) is { } link ? $", or {link}\n" : "\n");
            }
        }

        return text.ToString();
    }

    /// <summary>The same, no longer than a channel takes; what is left out is counted.</summary>
    public static string Body(NoticeMessage message, int lengthMax)
    {
        var text = Body(message);
        if (text.Length <= lengthMax)
        {
            return text;
        }

        const string Rest = "\n(cut: ./assets notices list shows all)";
        return string.Concat(text.AsSpan(0, lengthMax - Rest.Length), Rest);
    }

    private static string Mark(NoticeNews news) => news.What switch
    {
        NewsKinds.Cleared => "HEALED",
        NewsKinds.Escalated => $"NOBODY ANSWERED, {news.Severity.ToString().ToUpperInvariant()}",
        _ => news.Severity.ToString().ToUpperInvariant(),
    };
}

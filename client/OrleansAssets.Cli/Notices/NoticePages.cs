using System.Collections.Immutable;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Cli.Output;
using OrleansAssets.Notices;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Notices;

/// <summary>Notices for people.</summary>
internal static class NoticePages
{
    public static Func<ImmutableArray<Notice>, IEnumerable<IRenderable>> List(DateTimeOffset now) => notices =>
    {
        if (notices.IsEmpty)
        {
            return [PageParts.Line(" Nothing stands that anybody had to be told.")];
        }

        var table = PageParts.Table(">Id", "Severity", "Kind", "Since", "Seen by", "~What");
        foreach (var notice in notices)
        {
            table.Row(
                PageParts.Cell($"{notice.Id}"), Severity(notice), PageParts.Cell(notice.Kind), PageParts.Cell(
                    ValueText.Age(notice.Since, now)),
                PageParts.Cell(notice.Acknowledgement?.By), PageParts.Cell(Text(notice, now)));
        }

        return [table];
    };

    public static Func<Notice, IEnumerable<IRenderable>> Show(DateTimeOffset now) => notice =>
    [
        PageParts.Facts(
            ("Notice", $"{notice.Id}: {notice.Kind}, {notice.Severity.ToString().ToLowerInvariant()}"),
            ("Of", notice.Subject),
            ("What", notice.Text),
            ("Since", $"{ValueText.Instant(notice.Since)} ({ValueText.Age(notice.Since, now)})"),
            ("Seen last", $"{ValueText.Instant(notice.LastAt)}{(notice.Count > 1 ? $", it came back {notice.Count - 1} times" : "")}"),
            ("Healed", notice.ClearedAt is { } at ? ValueText.Instant(at) : "no"),
            ("Seen by", notice.Acknowledgement is { } seen
                ? $"{seen.By} at {ValueText.Instant(seen.At)}{(seen.Note is { } note ? $": {note}" : "")}"
                : "nobody: assets notices ack " + notice.Id)),
    ];

    public static Func<ImmutableArray<NoticeChannelView>, IEnumerable<IRenderable>> Channels(DateTimeOffset now) => channels =>
    {
        if (channels.IsEmpty)
        {
            return [PageParts.Line(" Nobody is told: assets_config.yaml has no 'notices.channels'. See docs/notices.md.")];
        }

        var table = PageParts.Table("Channel", "Kind", ">Waiting", "Since", "Took last", "~Fault");
        foreach (var channel in channels)
        {
            table.Row(
                PageParts.Cell(channel.Id), PageParts.Cell(channel.Kind), PageParts.Cell(ValueText.Count(channel.Waiting)),
                PageParts.Cell(ValueText.Age(channel.WaitingSince, now)), PageParts.Cell(ValueText.Age(channel.LastDeliveredAt, now)),
                PageParts.BadIf(channel.Fault is not null, channel.Fault ?? ValueText.None));
        }

        return [table];
    };

    public static IEnumerable<IRenderable> Test(ChannelTest test) =>
        [PageParts.Line(test.Taken ? $" Channel {test.Channel} took it." : $" Channel {test.Channel} did not take it: {test.Fault}.")];

    private static string Text(Notice notice, DateTimeOffset now) =>
        notice.ClearedAt is { } at && at != notice.Since ? $"{notice.Text} (healed {ValueText.Age(at, now)})" : notice.Text;

    private static IRenderable Severity(Notice notice) => notice.Severity switch
    {
        _ when notice.ClearedAt is not null => PageParts.Cell(notice.Severity.ToString().ToLowerInvariant()),
        NoticeSeverity.Critical => PageParts.Colored("critical", good: false),
        NoticeSeverity.Warning => PageParts.Colored("warning", good: null),
        _ => PageParts.Cell("info"),
    };
}

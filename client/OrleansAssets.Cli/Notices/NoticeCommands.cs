using System.CommandLine;
using System.Globalization;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Notices;

namespace OrleansAssets.Cli.Notices;

/// <summary><c>notices</c>: what people are told, and who has seen it.</summary>
internal static class NoticeCommands
{
    private const int StandingMax = 1_000;

    public static Command Build(CommandRunner runner) => new(
        "notices", "What people are told: halts, limits that are near, failing sources, phases")
    {
        List(runner), Show(runner), Acknowledge(runner), Channels(runner), Test(runner),
    };

    private static Argument<long> Id() => new("ID") { Description = "Number of the notice" };

    private static Command List(CommandRunner runner)
    {
        var all = new Option<bool>("--all") { Description = "Those of the past too, the newest number first" };
        var subject = new Option<string?>("--subject") { Description = "Only of this subject, e.g. portfolio/main", HelpName = "name" };
        var last = WholeOption.Of("--last", "How many, 1 to 1,000", "n", 100, 1, StandingMax);
        var before = WholeOption.Number("--before", "Go on below this number, the last of the page before");
        var command = new Command("list", "What stands, the worst first (exit 5 where something critical stands that nobody has seen)")
        {
            all, subject, last, before,
        };
        return runner.Online(command, async (call, client) =>
        {
            var isPaged = call.Get(all) || call.Get(before) is not null;
            var standing = await client.Notices.ListAsync(
                standing: true, call.Get(subject), isPaged ? StandingMax : call.Get(last), call.CancellationToken);
            var page = isPaged
                ? await client.Notices.FindAsync(
                    !call.Get(all), call.Get(subject), call.Get(before), call.Get(last), call.CancellationToken)
                : new NoticePage(standing, Next: null);
            call.Output.Answer(page.Notices, ApiJson.Form.ImmutableArrayNotice, NoticePages.List(call.Now));
            call.Output.NoteNext(page.Next?.ToString(CultureInfo.InvariantCulture));
            return standing.Any(notice => notice is { ClearedAt: null, Severity: NoticeSeverity.Critical, Acknowledgement: null })
                ? ExitCodes.Halted
                : ExitCodes.Done;
        });
    }

    private static Command Show(CommandRunner runner)
    {
        var id = Id();
        return runner.Online(new Command("show", "Show one notice with all it says") { id }, async (call, client) =>
        {
            var notice = await client.Notices.GetAsync(call.Get(id), call.CancellationToken);
            call.Output.Answer(notice, ApiJson.Form.Notice, NoticePages.Show(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Acknowledge(CommandRunner runner)
    {
        var id = Id();
        var note = new Option<string?>("--note") { Description = "What is being done about it", HelpName = "text" };
        var command = new Command("ack", "Say that you have seen a notice: it is not escalated any more") { id, note };
        return runner.Online(command, async (call, client) =>
        {
            var notice = await client.Notices.AcknowledgeAsync(call.Get(id), new NoticeNote(call.Get(note)), call.CancellationToken);
            call.Output.Answer(notice, ApiJson.Form.Notice, NoticePages.Show(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Channels(CommandRunner runner) => runner.Online(
        new Command("channels", "Who is told, and how far each channel is (exit 1 where one does not take what waits)"),
        async (call, client) =>
        {
            var channels = await client.Notices.GetChannelsAsync(call.CancellationToken);
            call.Output.Answer(channels, ApiJson.Form.ImmutableArrayNoticeChannelView, NoticePages.Channels(call.Now));
            return channels.Any(channel => channel.Fault is not null) ? ExitCodes.UnexpectedFailure : ExitCodes.Done;
        });

    private static Command Test(CommandRunner runner)
    {
        var id = new Argument<string>("CHANNEL") { Description = "Id of the channel in assets_config.yaml" };
        var command = new Command("test", "Send a message through a channel to see whether it works (exit 1 where it does not)") { id };
        return runner.Online(command, async (call, client) =>
        {
            var test = await client.Notices.TestAsync(call.Get(id), call.CancellationToken);
            call.Output.Answer(test, ApiJson.Form.ChannelTest, NoticePages.Test);
            return test.Taken ? ExitCodes.Done : ExitCodes.UnexpectedFailure;
        });
    }
}

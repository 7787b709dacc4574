using System.CommandLine;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Notices;

namespace OrleansAssets.Cli.Notices;

/// <summary><c>notices</c>: what people are told, and who has seen it.</summary>
internal static class NoticeCommands
{
    public static Command Build(CommandRunner runner) => new(
        "notices", "What people are told: halts, limits that are near, failing sources, phases")
    {
        List(runner), Show(runner), Acknowledge(runner), Channels(runner), Test(runner),
    };

    private static Argument<long> Id() => new("ID") { Description = "Number of the notice" };

    private static Command List(CommandRunner runner)
    {
        var all = new Option<bool>("--all") { Description = "Those of the past too" };
        var subject = new Option<string?>("--subject") { Description = "Only of this subject, e.g. portfolio/main", HelpName = "name" };
        var last = new Option<int>("--last")
        {
            Description = "How many, 1 to 1,000",
            HelpName = "n",
            DefaultValueFactory = _ => 100,
        };
        var command = new Command("list", "What stands, the worst first (exit 5 where something critical stands that nobody has seen)")
        {
            all, subject, last,
        };
        return runner.Online(command, async (call, client) =>
        {
            var query = new NoticeQuery(!call.Get(all), call.Get(subject), call.Get(last));
            var notices = await client.Notices.ListAsync(query, call.CancellationToken);
            call.Output.Answer(notices, AssetsJson.Form.ImmutableArrayNotice, NoticePages.List(call.Now));
            return notices.Any(notice => notice is { ClearedAt: null, Severity: NoticeSeverity.Critical, Acknowledgement: null })
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
            call.Output.Answer(notice, AssetsJson.Form.Notice, NoticePages.Show(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Acknowledge(CommandRunner runner)
    {
        var (id, who) = (Id(), OperatorOption.Of());
        var note = new Option<string?>("--note") { Description = "What is being done about it", HelpName = "text" };
        var command = new Command("ack", "Say that you have seen a notice: it is not escalated any more") { id, note, who };
        return runner.Online(command, async (call, client) =>
        {
            var notice = await client.Notices.AcknowledgeAsync(call.Get(id), OperatorOption.NameIn(call, who), call.Get(note))
                .WaitAsync(call.CancellationToken);
            call.Output.Answer(notice, AssetsJson.Form.Notice, NoticePages.Show(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Channels(CommandRunner runner) => runner.Online(
        new Command("channels", "Who is told, and how far each channel is (exit 1 where one does not take what waits)"),
        async (call, client) =>
        {
            var channels = await client.Notices.GetChannelsAsync(call.CancellationToken);
            call.Output.Answer(channels, AssetsJson.Form.ImmutableArrayNoticeChannelView, NoticePages.Channels(call.Now));
            return channels.Any(channel => channel.Fault is not null) ? ExitCodes.UnexpectedFailure : ExitCodes.Done;
        });

    private static Command Test(CommandRunner runner)
    {
        var (id, who) = (new Argument<string>("CHANNEL") { Description = "Id of the channel in assets_config.yaml" }, OperatorOption.Of());
        var command = new Command("test", "Send a message through a channel to see whether it works (exit 1 where it does not)")
        {
            id, who,
        };
        return runner.Online(command, async (call, client) =>
        {
            var fault = await client.Notices.TestAsync(call.Get(id), OperatorOption.NameIn(call, who)).WaitAsync(call.CancellationToken);
            call.Output.Answer(new ChannelTest(call.Get(id), fault is null, fault), AssetsJson.Form.ChannelTest, NoticePages.Test);
            return fault is null ? ExitCodes.Done : ExitCodes.UnexpectedFailure;
        });
    }
}

/// <summary>Whether a channel took a test message.</summary>
/// <param name="Fault">Why not; null where it did.</param>
internal sealed record ChannelTest(string Channel, bool Taken, string? Fault);

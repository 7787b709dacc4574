using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Cli.Data;
using OrleansAssets.Cli.Running;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Portfolio;

/// <summary><c>portfolio fills</c>, <c>flows</c> and <c>events</c>: what a portfolio was told.</summary>
internal static class RecordCommands
{
    public static IEnumerable<Command> Build(CommandRunner runner) => [Fills(runner), Flows(runner), Events(runner)];

    private static Command Fills(CommandRunner runner)
    {
        var asset = AssetOption();
        var (from, until) = Span("executed");
        var command = new Command("fills", "List the fills that were told, the last told first, and which were taken back")
        {
            asset, from, until,
        };
        return new RecordOptions().Run(runner, command, new RecordList<FillPage, RecordedFill>(
            (call, client, portfolio, before, most) => client.Orders.FindFillsAsync(
                portfolio, new RecordFilter(call.Get(asset), call.Get(from), call.Get(until)), before, most, call.CancellationToken),
            page => page.Fills, (page, rows) => page with { Fills = rows }, page => page.Next,
            ApiJson.Form.FillPage, RecordPages.Fills, RecordPages.FillColumns));
    }

    private static Command Flows(CommandRunner runner)
    {
        var (from, until) = Span("made");
        var command = new Command("flows", "List the money that was paid in or taken out, the last first") { from, until };
        return new RecordOptions().Run(runner, command, new RecordList<FlowPage, RecordedFlow>(
            (call, client, portfolio, before, most) => client.Book.FindCashFlowsAsync(
                portfolio, new TimeFilter(call.Get(from), call.Get(until)), before, most, call.CancellationToken),
            page => page.Flows, (page, rows) => page with { Flows = rows }, page => page.Next,
            ApiJson.Form.FlowPage, RecordPages.Flows, RecordPages.FlowColumns));
    }

    private static Command Events(CommandRunner runner)
    {
        var asset = AssetOption();
        var (from, until) = Span("holding");
        var command = new Command("events", "List what happened without a trade, the last told first, and what was taken back")
        {
            asset, from, until,
        };
        return new RecordOptions().Run(runner, command, new RecordList<BookEventPage, RecordedEvent>(
            (call, client, portfolio, before, most) => client.Book.FindEventsAsync(
                portfolio, new RecordFilter(call.Get(asset), call.Get(from), call.Get(until)), before, most, call.CancellationToken),
            page => page.Events, (page, rows) => page with { Events = rows }, page => page.Next,
            ApiJson.Form.BookEventPage, RecordPages.Events, RecordPages.EventColumns));
    }

    private static Option<string?> AssetOption() => new("--asset") { Description = "Only those of this asset", HelpName = "id" };

    private static (Option<DateTimeOffset?> From, Option<DateTimeOffset?> Until) Span(string what) => (
        InstantOption.Of("--from", $"Only those {what} from then on (UTC)"),
        InstantOption.Of("--until", $"Only those {what} before then (UTC)"));
}

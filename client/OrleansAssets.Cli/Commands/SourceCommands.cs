using System.Collections.Immutable;
using System.CommandLine;
using OrleansAssets.Cli.Output;

namespace OrleansAssets.Cli.Commands;

/// <summary><c>sources</c> and what can be asked of one.</summary>
internal static class SourceCommands
{
    public static Command Build(CommandRunner runner)
    {
        var command = new Command("sources", "List the data sources: health, budget, cost") { Show(runner), Collect(runner) };
        return runner.Online(command, async (call, client) =>
        {
            var sources = await client.Catalogue.GetSourcesAsync().WaitAsync(call.CancellationToken);
            call.Terminal.Answer(sources, AssetsJson.Form.ImmutableArrayDataSourceView, SourcePages.List(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Argument<string> SourceArgument() => new("SOURCE") { Description = "Source id, e.g. ccxt_binance" };

    private static Command Show(CommandRunner runner)
    {
        var id = SourceArgument();
        return runner.Online(new Command("show", "Show a source: status, budget, and its feeds with stored rows") { id }, async (call, client) =>
        {
            var source = await client.Source(call.Get(id)).GetAsync().WaitAsync(call.CancellationToken);
            call.Terminal.Answer(source, AssetsJson.Form.DataSourceView, SourcePages.Show(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Collect(CommandRunner runner)
    {
        var id = SourceArgument();
        var command = new Command("collect", "Make every feed of a source due now; it collects in the background, within its budget") { id };
        return runner.Online(command, async (call, client) =>
        {
            var source = await client.Source(call.Get(id)).CollectNowAsync().WaitAsync(call.CancellationToken);
            call.Terminal.Answer(source, AssetsJson.Form.DataSourceView, SourcePages.Show(call.Now));
            return ExitCodes.Done;
        });
    }
}

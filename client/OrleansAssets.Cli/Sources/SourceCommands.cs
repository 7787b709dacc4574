using System.Collections.Immutable;
using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.DataSources;
using OrleansAssets.Streams;

namespace OrleansAssets.Cli.Sources;

/// <summary><c>sources</c> and what can be asked of one.</summary>
internal static class SourceCommands
{
    public static Command Build(CommandRunner runner)
    {
        var command = new Command("sources", "List the data sources: health, budget, cost") 
        {
            Show(runner), Gaps(runner), Streams(runner), Collect(runner),
        };
        return runner.Online(command, async (call, client) =>
        {
            var sources = await client.Catalogue.GetSourcesAsync(call.CancellationToken);
            var costs = call.Output.IsJson ? [] : await client.Catalogue.GetPhaseCostsAsync(call.CancellationToken);
            call.Output.Answer(sources, ApiJson.Form.ImmutableArrayDataSourceView, SourcePages.List(call.Now, costs));
            return ExitCodes.Done;
        });
    }

    private static Argument<string> SourceArgument() => new("SOURCE") { Description = "Source id, e.g. ccxt_binance" };

    private static Command Show(CommandRunner runner)
    {
        var id = SourceArgument();
        return runner.Online(
            new Command("show", "Show a source: status, budget, and its feeds with stored rows") { id }, async (call, client) =>
        {
            var source = await client.Source.GetAsync(call.Get(id), call.CancellationToken);
            call.Output.Answer(source, ApiJson.Form.DataSourceView, SourcePages.Show(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Gaps(CommandRunner runner)
    {
        var id = new Argument<string?>("SOURCE") { Description = "Source id; all sources where left out", Arity = ArgumentArity.ZeroOrOne };
        var asset = new Option<string?>("--asset") { Description = "Only the feeds of one asset", HelpName = "id" };
        var command = new Command("gaps", "Show expected against received intervals of every feed, and what is fetched next")
        {
            id, asset,
        };
        return runner.Online(command, async (call, client) =>
        {
            ImmutableArray<DataSourceView> sources = call.Arguments.GetValue(id) is { } one
                ? [await client.Source.GetAsync(one, call.CancellationToken)]
                : await client.Catalogue.GetSourcesAsync(call.CancellationToken);
            ImmutableArray<FeedView> feeds =
            [
                .. sources.SelectMany(source => source.Feeds)
                    .Where(feed => feed.Gaps is not null && (call.Get(asset) is not { } wanted || feed.Id.AssetId == wanted)),
            ];
            if (feeds.IsEmpty)
            {
                await KnownAsset.RequireAsync(client, call.Get(asset), call.CancellationToken);
            }

            call.Output.Answer(feeds, ApiJson.Form.ImmutableArrayFeedView, SourceGapPages.List(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Streams(CommandRunner runner) => runner.Online(
        new Command("streams", "Show the streams on which sources push quotes and trades"), async (call, client) =>
        {
            var sources = await client.Catalogue.GetSourcesAsync(call.CancellationToken);
            var pushing = sources.Where(source => source.Definition.StreamUrl is not null);
            ImmutableArray<QuoteStreamView> streams =
            [
                .. await Task.WhenAll(pushing.Select(source => client.Source.GetStreamAsync(source.Definition.Id, call.CancellationToken))),
            ];
            call.Output.Answer(streams, ApiJson.Form.ImmutableArrayQuoteStreamView, SourceStreamPages.List(call.Now));
            return ExitCodes.Done;
        });

    private static Command Collect(CommandRunner runner)
    {
        var id = SourceArgument();
        var command = new Command(
            "collect", "Make every feed of a source due now; it collects in the background, within its budget") { id };
        return runner.Online(command, async (call, client) =>
        {
            var source = await client.Source.CollectNowAsync(call.Get(id), call.CancellationToken);
            call.Output.Answer(source, ApiJson.Form.DataSourceView, SourcePages.Show(call.Now));
            return ExitCodes.Done;
        });
    }
}

using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Cli.Sentiment;

/// <summary><c>sentiment</c> and <c>sentiment trending</c>.</summary>
internal static class SentimentCommands
{
    public static Command Build(CommandRunner runner)
    {
        var id = new Argument<string?>("ASSET") { Description = "Asset id; all assets where left out", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command(
            "sentiment", "Show the mood about assets in social media: the newest snapshot of each source and look-back")
        {
            Trending(runner), id,
        };
        return runner.Online(command, async (call, client) =>
        {
            var snapshots = await client.Sentiment.GetLatestAsync(call.Arguments.GetValue(id), call.CancellationToken);
            call.Output.Answer(snapshots, ApiJson.Form.ImmutableArraySentimentSnapshot, SentimentPages.Snapshots(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Trending(CommandRunner runner) => runner.Online(
        new Command("trending", "Show the symbols that forums speak of most, whether they are assets here or not"),
        async (call, client) =>
        {
            var symbols = await client.Sentiment.GetTrendingAsync(call.CancellationToken);
            call.Output.Answer(symbols, ApiJson.Form.ImmutableArrayTrendingSymbol, SentimentPages.Trending(call.Now));
            return ExitCodes.Done;
        });
}

using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Cli.CorporateActions;

/// <summary><c>actions</c>: splits, dividends, changes of symbols and delistings, and what became of them.</summary>
internal static class CorporateActionCommands
{
    /// <summary>Older than any exchange.</summary>
    private const int DaysMax = 100_000;

    public static Command Build(CommandRunner runner)
    {
        var id = new Argument<string?>("ASSET") { Description = "Asset id; all assets where left out", Arity = ArgumentArity.ZeroOrOne };
        var days = WholeOption.Of("--days", "How many days back those begin that are shown", "days", 90, 0, DaysMax);
        var command = new Command("actions", "Show splits, dividends, changes of symbols and delistings, and what became of them")
        {
            id, days,
        };
        return runner.Online(command, async (call, client) =>
        {
            var from = DateOnly.FromDateTime(call.Now.UtcDateTime).AddDays(-call.Get(days));
            var actions = await client.CorporateActions.GetAsync(call.Arguments.GetValue(id), from, call.CancellationToken);
            call.Output.Answer(actions, ApiJson.Form.ImmutableArrayCorporateActionView, CorporateActionPages.List(call.Now));
            return ExitCodes.Done;
        });
    }
}

using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Risk;

/// <summary>Stops trading and lets it go on: part of <c>risk</c>.</summary>
internal static class RiskHaltCommands
{
    public static IEnumerable<Command> Build(CommandRunner runner) => [Halt(runner), Reset(runner), Drill(runner)];

    private static Option<string> Reason() => new("--reason") { Description = "Why, for the log", HelpName = "text", Required = true };

    private static Command Halt(CommandRunner runner)
    {
        var asset = new Option<string?>("--asset") { Description = "Only this asset", HelpName = "id" };
        var assetClass = new Option<string?>("--class") { Description = "Only this class", HelpName = "id" };
        var strategy = new Option<string?>("--strategy") { Description = "Only the orders of this strategy", HelpName = "id" };
        var reduceOnly = new Option<bool>("--reduce-only") { Description = "Positions may be reduced, neither opened nor enlarged" };
        var (reason, portfolio) = (Reason(), PortfolioOption.Of());
        var command = new Command("halt", "Stop new orders until the halt is reset; exits stay possible")
        {
            asset, assetClass, strategy, reduceOnly, reason, portfolio,
        };
        return runner.Online(command, async (call, client) =>
        {
            (HaltScope Scope, string? Id)[] named =
            [
                (HaltScope.Asset, call.Get(asset)), (HaltScope.AssetClass, call.Get(assetClass)), (HaltScope.Strategy, call.Get(strategy)),
            ];
            if (named.Count(one => one.Id is not null) > 1)
            {
                return call.Output.Fail(CommandError.BadInput("--asset, --class and --strategy exclude each other; give one."));
            }

            var (scope, scopeId) = Array.Find(named, one => one.Id is not null);
            var mode = call.Get(reduceOnly) ? TradingMode.ReduceOnly : TradingMode.Halted;
            var request = new HaltBody(
                call.Arguments.GetRequiredValue(reason), scopeId is null ? HaltScope.Portfolio : scope, scopeId, mode);
            var halt = await client.Portfolio.HaltAsync(PortfolioOption.IdIn(call, portfolio), request, call.CancellationToken);
            call.Output.Answer(halt, ApiJson.Form.ActiveHalt, RiskPages.Halt);
            return ExitCodes.Done;
        });
    }

    private static Command Reset(CommandRunner runner)
    {
        var id = new Argument<string>("HALT") { Description = "Id of the very halt, e.g. halt-17" };
        var (reason, portfolio) = (Reason(), PortfolioOption.Of());
        var command = new Command(
            "reset", "Lift one halt; a limit that latched counts anew from here (of the whole account: account reset)")
        {
            id, reason, portfolio,
        };
        return runner.Dangerous(command, call => $"New orders are taken again as soon as {call.Get(id)} is lifted.", async (call, client) =>
        {
            var answer = await client.Portfolio.ResetAsync(
                PortfolioOption.IdIn(call, portfolio), call.Get(id), new Why(call.Arguments.GetRequiredValue(reason)),
                call.CancellationToken);
            call.Output.Answer(answer, ApiJson.Form.ResetAnswer, RiskPages.Reset);
            return answer.Mode == TradingMode.Normal && answer.Standing.IsDefaultOrEmpty ? ExitCodes.Done : ExitCodes.Halted;
        });
    }

    private static Command Drill(CommandRunner runner)
    {
        var portfolio = PortfolioOption.Of();
        var command = new Command(
            "drill", "Rehearse a halt on a paper portfolio, and measure it (exit 1 where it failed)") { portfolio };
        return runner.Online(command, async (call, client) =>
        {
            var report = await client.Portfolio.DrillAsync(PortfolioOption.IdIn(call, portfolio), call.CancellationToken);
            call.Output.Answer(report, ApiJson.Form.DrillReport, RiskPages.Drill);
            return report.Passed ? ExitCodes.Done : ExitCodes.UnexpectedFailure;
        });
    }
}

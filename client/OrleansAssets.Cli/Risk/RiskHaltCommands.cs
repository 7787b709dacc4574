using System.CommandLine;
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
        var (reason, who, portfolio) = (Reason(), OperatorOption.Of(), PortfolioOption.Of());
        var command = new Command("halt", "Stop new orders until the halt is reset; exits stay possible")
        {
            asset, assetClass, strategy, reduceOnly, reason, who, portfolio,
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
            var request = new HaltRequest(
                scopeId is null ? HaltScope.Portfolio : scope, scopeId, mode, OperatorOption.NameIn(call, who),
                call.Arguments.GetRequiredValue(reason));
            var halt = await client.Portfolio(PortfolioOption.IdIn(call, portfolio)).HaltAsync(request).WaitAsync(call.CancellationToken);
            call.Output.Answer(halt, AssetsJson.Form.ActiveHalt, RiskPages.Halt);
            return ExitCodes.Done;
        });
    }

    private static Command Reset(CommandRunner runner)
    {
        var id = new Argument<string>("HALT") { Description = "Id of the very halt, e.g. halt-17" };
        var (reason, who, portfolio) = (Reason(), OperatorOption.Of(), PortfolioOption.Of());
        var command = new Command("reset", "Lift one halt; a limit that latched counts anew from here") { id, reason, who, portfolio };
        return runner.Online(command, async (call, client) =>
        {
            var request = new ResetRequest(call.Get(id), OperatorOption.NameIn(call, who), call.Arguments.GetRequiredValue(reason));
            var answer = await client.Portfolio(PortfolioOption.IdIn(call, portfolio)).ResetAsync(request).WaitAsync(
                call.CancellationToken);
            call.Output.Answer(answer, AssetsJson.Form.ResetAnswer, RiskPages.Reset);
            return answer.Mode == TradingMode.Normal ? ExitCodes.Done : ExitCodes.Halted;
        });
    }

    private static Command Drill(CommandRunner runner)
    {
        var (who, portfolio) = (OperatorOption.Of(), PortfolioOption.Of());
        var command = new Command(
            "drill", "Rehearse a halt on a paper portfolio, and measure it (exit 1 where it failed)") { who, portfolio };
        return runner.Online(command, async (call, client) =>
        {
            var report = await client.Portfolio(PortfolioOption.IdIn(call, portfolio))
                .DrillAsync(OperatorOption.NameIn(call, who)).WaitAsync(call.CancellationToken);
            call.Output.Answer(report, AssetsJson.Form.DrillReport, RiskPages.Drill);
            return report.Passed ? ExitCodes.Done : ExitCodes.UnexpectedFailure;
        });
    }
}

using System.CommandLine;
using OrleansAssets.Cli.Output;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Commands;

/// <summary><c>risk check</c>, <c>risk explain</c>, <c>risk rules</c> and <c>risk model</c>.</summary>
internal static class RiskCommands
{
    public static IEnumerable<Command> Build(CommandRunner runner) => [Check(runner), Explain(runner), Rules(runner), Model(runner)];

    private static Option<string> PortfolioOption() =>
        new("--portfolio") { Description = "Portfolio id", HelpName = "id", DefaultValueFactory = _ => Keys.DefaultPortfolioId };

    private static Command Check(CommandRunner runner)
    {
        var asset = new Argument<string>("ASSET") { Description = "Asset id, e.g. BTC/USDT or NVDA" };
        var side = new Argument<OrderSide>("SIDE") { Description = "buy or sell" };
        var quantity = Numbers.Option("--quantity", "Units of the asset", "units", required: false);
        var notional = Numbers.Option("--notional", "An amount in the portfolio's currency, in place of units", "amount", required: false);
        var limit = Numbers.Option("--limit", "Limit price (else a market order)", "price", required: false);
        var stop = Numbers.Option("--stop", "Stop price (else the asset's own distance)", "price", required: false);
        var portfolio = PortfolioOption();
        var command = new Command("check", "Decide an order dry: every rule, nothing reserved, nothing stored (exit 3 where it is rejected)")
        {
            asset, side, quantity, notional, limit, stop, portfolio,
        };
        return runner.Online(command, async (call, client) =>
        {
            var order = new OrderRequest(
                "dry-run", call.Get(asset), call.Get(side), call.Get(quantity), call.Get(notional), call.Get(limit), call.Get(stop), null, null,
                ReduceOnly: false);
            var decision = await client.Portfolio(call.Get(portfolio)!).DryCheckOrderAsync(order, call.CancellationToken); // has a default
            call.Terminal.Answer(decision, AssetsJson.Form.OrderDecision, DecisionPage.Show);
            return decision.Outcome == DecisionOutcome.Rejected ? ExitCodes.Refused : ExitCodes.Done;
        });
    }

    private static Command Explain(CommandRunner runner)
    {
        var id = new Argument<string>("DECISION") { Description = "Id of a stored decision" };
        var replay = new Option<bool>("--replay") { Description = "Decide again from the stored inputs, and compare (exit 1 where the bytes differ)" };
        var portfolio = PortfolioOption();
        var command = new Command("explain", "Show a stored decision, rule by rule") { id, replay, portfolio };
        return runner.Online(command, async (call, client) =>
        {
            var grain = client.Portfolio(call.Get(portfolio)!); // has a default
            if (!call.Get(replay))
            {
                var decision = await grain.GetDecisionAsync(call.Get(id), call.CancellationToken);
                call.Terminal.Answer(decision, AssetsJson.Form.OrderDecision, DecisionPage.Show);
                return ExitCodes.Done;
            }

            var replayed = await grain.ReplayDecisionAsync(call.Get(id), call.CancellationToken);
            call.Terminal.Answer(replayed, AssetsJson.Form.DecisionReplay, DecisionPage.Replay);
            return replayed.Identical ? ExitCodes.Done : ExitCodes.UnexpectedFailure;
        });
    }

    private static Command Rules(CommandRunner runner) =>
        runner.Offline(new Command("rules", "List every pre-trade check: code, formula, example"), call =>
        {
            call.Terminal.Answer(RuleTable.All, AssetsJson.Form.ImmutableArrayRuleDescription, RiskPages.Rules);
            return Task.FromResult(ExitCodes.Done);
        });

    private static Command Model(CommandRunner runner)
    {
        var refresh = new Option<bool>("--refresh") { Description = "Measure now, from the candles that are stored" };
        var command = new Command("model", "Show how assets move together, and what their markets do") { refresh };
        return runner.Online(command, async (call, client) =>
        {
            var asking = call.Get(refresh)
                ? client.RiskModel.RefreshAsync(call.CancellationToken)
                : client.RiskModel.GetAsync().WaitAsync(call.CancellationToken);
            call.Terminal.Answer(await asking, AssetsJson.Form.RiskModelView, RiskPages.Model);
            return ExitCodes.Done;
        });
    }
}

using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Risk;

/// <summary><c>risk check</c>, <c>risk explain</c>, <c>risk rules</c> and <c>risk model</c>.</summary>
internal static class RiskCommands
{
    public static IEnumerable<Command> Build(CommandRunner runner) => [Check(runner), Explain(runner), Rules(runner), Model(runner)];

    private static Command Check(CommandRunner runner)
    {
        var asset = new Argument<string>("ASSET") { Description = "Asset id, e.g. BTC/USDT or NVDA" };
        var side = ChoiceOption.Argument<OrderSide>("SIDE", "buy or sell");
        var quantity = NumberOption.Of("--quantity", "Units of the asset", "units", required: false);
        var notional = NumberOption.Of("--notional", "An amount in the portfolio's currency, in place of units", "amount", required: false);
        var limit = NumberOption.Of("--limit", "Limit price (else a market order)", "price", required: false);
        var stop = NumberOption.Of("--stop", "Stop price (else the asset's own distance)", "price", required: false);
        var portfolio = PortfolioOption.Of();
        var command = new Command(
            "check", "Decide an order dry: every rule, nothing reserved, nothing stored (exit 3 where it is rejected)")
        {
            asset, side, quantity, notional, limit, stop, portfolio,
        };
        return runner.Online(command, async (call, client) =>
        {
            var order = new OrderRequest(
                "dry-run", call.Get(asset), call.Get(side), call.Get(quantity), call.Get(notional), call.Get(limit),
                call.Get(stop), null, null, ReduceOnly: false);
            var decision = await client.Orders.DryCheckOrderAsync(PortfolioOption.IdIn(call, portfolio), order, call.CancellationToken);
            call.Output.Answer(decision, ApiJson.Form.OrderDecision, ExplainPage.Show);
            return decision.Outcome == DecisionOutcome.Rejected ? ExitCodes.Refused : ExitCodes.Done;
        });
    }

    private static Command Explain(CommandRunner runner)
    {
        var id = new Argument<string>("DECISION") { Description = "Id of a stored decision" };
        var replay = new Option<bool>("--replay")
        {
            Description = "Decide again from the stored inputs, and compare (exit 1 where the bytes differ)",
        };
        var portfolio = PortfolioOption.Of();
        var command = new Command("explain", "Show a stored decision, rule by rule") { id, replay, portfolio };
        return runner.Online(command, async (call, client) =>
        {
            var portfolioId = PortfolioOption.IdIn(call, portfolio);
            if (!call.Get(replay))
            {
                var decision = await client.Portfolio.GetDecisionAsync(portfolioId, call.Get(id), call.CancellationToken);
                call.Output.Answer(decision, ApiJson.Form.OrderDecision, ExplainPage.Show);
                return ExitCodes.Done;
            }

            var replayed = await client.Portfolio.ReplayDecisionAsync(portfolioId, call.Get(id), call.CancellationToken);
            call.Output.Answer(replayed, ApiJson.Form.DecisionReplay, ExplainPage.Replay);
            return replayed.Identical ? ExitCodes.Done : ExitCodes.UnexpectedFailure;
        });
    }

    private static Command Rules(CommandRunner runner) =>
        runner.Offline(new Command("rules", "List every pre-trade check: code, formula, example"), call =>
        {
            call.Output.Answer([.. PreTradeChecks.All.Select(RuleRow.Of)], ApiJson.Form.ImmutableArrayRuleRow, RiskPages.Rules);
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
                : client.RiskModel.GetAsync(call.CancellationToken);
            var model = await asking;
            var assets = call.Output.IsJson ? [] : await client.Catalogue.GetAssetsAsync(call.CancellationToken);
            call.Output.Answer(
                model, ApiJson.Form.RiskModelView, shown => RiskPages.Model(shown, assets.Select(asset => asset.Definition.Id)));
            return ExitCodes.Done;
        });
    }
}

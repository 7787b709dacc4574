using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Risk;
using OrleansAssets.Cli.Running;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Orders;

/// <summary><c>order</c>: the whole way of an order by hand.</summary>
internal static class ManualOrderCommands
{
    public static Command Build(CommandRunner runner)
    {
        var group = new Command("order", "Ask whether an order may be placed, and tell what became of it");
        Command[] commands =
        [
            Check(runner), Replace(runner), .. OrderLifeCommands.Build(runner), Fill(runner), RecordCorrectionCommands.Fill(runner),
            Release(runner),
        ];
        foreach (var command in commands)
        {
            group.Add(command);
        }

        return group;
    }

    private static Argument<string> Asset() => new("ASSET") { Description = "Asset id, e.g. BTC/USDT" };

    private static Argument<OrderSide> Side() => ChoiceOption.Argument<OrderSide>("SIDE", "buy or sell");

    private static Option<string?> OrderId(string description) => new("--order-id") { Description = description, HelpName = "id" };

    private static Command Check(CommandRunner runner) => Decide(
        runner,
        new Command(
            "check", "Decide an order by every rule and reserve what is approved (exit 0 approved or reduced, 3 rejected, 5 halted)"),
        replaced: null);

    private static Command Replace(CommandRunner runner)
    {
        var replaced = new Argument<string>("ORDER") { Description = "Id of the open order whose place it takes" };
        return Decide(
            runner, new Command("replace", "Decide an order in the place of an open one, which ends where it is approved") { replaced },
            replaced);
    }

    private static Command Decide(CommandRunner runner, Command command, Argument<string>? replaced)
    {
        var (asset, side, portfolio) = (Asset(), Side(), PortfolioOption.Of());
        var quantity = NumberOption.Of("--quantity", "Units of the asset (or --notional)", "units", required: false);
        var notional = NumberOption.Of("--notional", "Amount in the portfolio's currency (or --quantity)", "usd", required: false);
        var limit = NumberOption.Of("--limit", "Limit price; without it, a market order", "price", required: false);
        var stop = NumberOption.Of("--stop", "Stop price; without it, the asset's own distance", "price", required: false);
        var target = NumberOption.Of("--target", "Target price; without it, the asset's own distance", "price", required: false);
        var orderId = OrderId("Your id of the order: the same again has the same answer (else a new one)");
        var strategy = new Option<string?>("--strategy") { Description = "Id of the strategy", HelpName = "id" };
        var reduceOnly = new Option<bool>("--reduce-only") { Description = "Refuse it where it would open or enlarge a position" };
        var inForce = ChoiceOption.Optional<TimeInForce>(
            "--tif", "How long it may rest: day, gtc, gtd or ioc (else gtc with a limit, day without)", "time");
        var goodUntil = new Option<DateTimeOffset?>("--good-until") { Description = "When a gtd order ends", HelpName = "time" };
        foreach (var argument in new Argument[] { asset, side })
        {
            command.Add(argument);
        }

        foreach (var option in new Option[]
            { quantity, notional, limit, stop, target, orderId, strategy, reduceOnly, inForce, goodUntil, portfolio })
        {
            command.Add(option);
        }

        return runner.Online(command, async (call, client) =>
        {
            var clientId = call.Get(orderId) ?? Guid.NewGuid().ToString("N");
            call.RepeatWith = $"--order-id {clientId}";
            var order = new OrderRequest(
                clientId, call.Get(asset), call.Get(side), call.Get(quantity), call.Get(notional),
                call.Get(limit), call.Get(stop), call.Get(target), call.Get(strategy), call.Get(reduceOnly))
            {
                TimeInForce = call.Get(inForce) ?? (call.Get(goodUntil) is null ? null : TimeInForce.Gtd),
                GoodUntil = call.Get(goodUntil)?.ToUniversalTime(),
                Replaces = replaced is null ? null : call.Get(replaced),
            };
            var decision = await client.Orders.CheckOrderAsync(PortfolioOption.IdIn(call, portfolio), order, call.CancellationToken);
            call.Output.Answer(decision, ApiJson.Form.OrderDecision, ExplainPage.Show);
            return ExitCodeOf(decision);
        });
    }

    private static Command Fill(CommandRunner runner)
    {
        var (asset, side, portfolio) = (Asset(), Side(), PortfolioOption.Of());
        var quantity = NumberOption.Of("--quantity", "Units executed", "units", required: true);
        var price = NumberOption.Signed("--price", "Price per unit", "price", required: true);
        var fee = NumberOption.OrZero("--fee", "Fee, in the same currency", "amount");
        var rebate = NumberOption.Of("--rebate", "What the venue paid instead of a fee", "amount", required: false);
        var feeCurrency = new Option<string?>("--fee-currency")
        {
            Description = "Currency of the fee (else the price's); the coin itself is taken out of the units",
            HelpName = "code",
        };
        var id = new Option<string>("--fill-id")
        {
            Description = "The broker's id: the same again changes nothing", HelpName = "id", Required = true,
        };
        var orderId = OrderId("The order whose reservation it uses up");
        var currency = new Option<string?>("--currency")
        {
            Description = "Currency of the price (else the asset's)",
            HelpName = "code",
        };
        var rate = NumberOption.Of("--rate", "Worth of a unit of it in US dollars (else the collected quote)", "rate", required: false);
        var executedAt = new Option<DateTimeOffset?>("--at") { Description = "When it was executed (else now)", HelpName = "time" };
        var yes = new Option<bool>("--yes") { Description = "Take it although its price, fee or size is hard to believe" };
        var command = new Command("fill", "Record what a broker executed")
        {
            asset, side, quantity, price, fee, rebate, feeCurrency, id, orderId, currency, rate, executedAt, yes, portfolio,
        };
        return runner.Online(command, async (call, client) =>
        {
            call.RepeatWith = $"--fill-id {call.Arguments.GetRequiredValue(id)}";
            var fill = new FillBody(
                call.Arguments.GetRequiredValue(id), call.Get(asset), call.Get(side), call.Get(quantity) ?? 0, call.Get(price) ?? 0,
                call.Get(fee) ?? -(call.Get(rebate) ?? 0), call.Get(orderId), call.Get(executedAt), call.Get(currency), call.Get(rate),
                StrategyId: null, call.Get(feeCurrency), call.Get(yes));
            var answer = await client.Orders.RecordFillAsync(PortfolioOption.IdIn(call, portfolio), fill, call.CancellationToken);
            call.Output.Answer(answer, ApiJson.Form.FillAnswer, OrderPages.Fill);
            return ExitCodes.Done;
        });
    }

    private static Command Release(CommandRunner runner)
    {
        var id = new Argument<string>("RESERVATION") { Description = "Id of the reservation, e.g. main:17" };
        var reason = new Option<string>("--reason")
        {
            Description = "Why, for the log", HelpName = "text", DefaultValueFactory = _ => "released",
        };
        var portfolio = PortfolioOption.Of();
        var command = new Command("release", "Let the exposure of an approved order go") { id, reason, portfolio };
        return runner.Online(command, async (call, client) =>
        {
            var answer = await client.Orders.ReleaseAsync(
                PortfolioOption.IdIn(call, portfolio), call.Get(id), new Why(call.Get(reason)!), call.CancellationToken); // default
            call.Output.Answer(answer, ApiJson.Form.ReleaseAnswer, OrderPages.Release);
            return ExitCodes.Done;
        });
    }

    internal static int ExitCodeOf(OrderDecision decision) => decision switch
    {
        { Standing: { Halt: not null } } => ExitCodes.Halted,
        { Standing.State: OrderState.Cancelled or OrderState.Expired or OrderState.Replaced } => ExitCodes.Refused,
        { Standing.State: OrderState.Rejected, Outcome: not DecisionOutcome.Rejected } => ExitCodes.Refused,
        { Outcome: not DecisionOutcome.Rejected } => ExitCodes.Done,
        { BindingRule: RuleCodes.TradingHalt } => ExitCodes.Halted,
        _ => ExitCodes.Refused,
    };
}

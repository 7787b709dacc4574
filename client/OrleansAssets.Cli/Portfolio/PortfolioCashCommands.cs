using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Cli.Orders;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Portfolio;

/// <summary>What moves a portfolio's money beside trading: part of <c>portfolio</c>.</summary>
internal static class PortfolioCashCommands
{
    public static IEnumerable<Command> Build(CommandRunner runner) =>
        [Flow(runner, "deposit", "Pay money in: no profit, and no drawdown is hidden by it", 1),
            Flow(runner, "withdraw", "Take money out, at most the cash", -1), Rate(runner)];

    private static Command Flow(CommandRunner runner, string name, string description, int sign)
    {
        var amount = NumberOption.Argument("AMOUNT", "In US dollars, more than 0");
        var id = new Option<string?>("--flow-id")
        {
            Description = "Your id: the same again changes nothing (else a new one)",
            HelpName = "id",
        };
        var reason = new Option<string>("--reason")
        {
            Description = "Why, for the log",
            HelpName = "text",
            DefaultValueFactory = _ => name,
        };
        var at = new Option<DateTimeOffset?>("--at") { Description = "When the money moved (else now)", HelpName = "time" };
        var portfolio = PortfolioOption.Of();
        var command = new Command(name, description) { amount, id, reason, at, portfolio };
        return sign > 0 ? runner.Online(command, RecordAsync) : runner.Dangerous(
            command, call => $"{call.Get(amount)} USD leave portfolio {PortfolioOption.IdIn(call, portfolio)}.", RecordAsync);

        async Task<int> RecordAsync(CommandCall call, AssetsApi client)
        {
            var flowId = call.Get(id) ?? Guid.NewGuid().ToString("N");
            call.RepeatWith = $"--flow-id {flowId}";
            var flow = new FlowBody(flowId, sign * call.Get(amount)!.Value, call.Get(reason)!, call.Get(at)); // default
            var answer = await client.Book.RecordCashFlowAsync(PortfolioOption.IdIn(call, portfolio), flow, call.CancellationToken);
            call.Output.Answer(answer, ApiJson.Form.CashFlowAnswer, OrderPages.Flow);
            return answer.Missing == 0 ? ExitCodes.Done : ExitCodes.Refused;
        }
    }

    private static Command Rate(CommandRunner runner)
    {
        var currency = new Argument<string>("CURRENCY") { Description = "E.g. JPY" };
        var rate = NumberOption.Argument("RATE", "What a unit is worth in US dollars");
        var yes = new Option<bool>("--yes") { Description = "Take it although it is far off what is known" };
        var portfolio = PortfolioOption.Of();
        var command = new Command("rate", "State a currency's worth where no collected quote tells it") { currency, rate, yes, portfolio };
        return runner.Online(command, async (call, client) =>
        {
            var view = await client.Book.StateRateAsync(
                PortfolioOption.IdIn(call, portfolio), call.Get(currency), new RateBody(call.Get(rate)!.Value, call.Get(yes)),
                call.CancellationToken);
            var waiting = view.Book?.WaitingRates
                .FirstOrDefault(one => one.Currency == call.Get(currency) && one.Rate == call.Get(rate));
            call.Output.Answer(view, ApiJson.Form.PortfolioView, _ =>
                [PageParts.Line(waiting is null
                    ? $"1 {call.Get(currency)} is {call.Get(rate)} USD from now on, unless a newer quote says otherwise."
                    : $"Nothing is other than it was yet: {PortfolioPages.Waiting(waiting, view.Currency)}.")]);
            return waiting is null ? ExitCodes.Done : ExitCodes.Refused;
        });
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Domain;
using OrleansAssets.Portfolio;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Orders;

/// <summary>What became of an approved order: <c>order report</c>, <c>cancel</c>, <c>accept</c>, <c>show</c> and <c>list</c>.</summary>
internal static class OrderLifeCommands
{
    private const int ListedUnlessAsked = 50;

    public static IEnumerable<Command> Build(CommandRunner runner) =>
        [Report(runner), Cancel(runner), Accept(runner), Show(runner), List(runner)];

    private static Argument<string> Order() => new("ORDER") { Description = "Your id of the order" };

    private static Command Report(CommandRunner runner)
    {
        var (order, portfolio) = (Order(), PortfolioOption.Of());
        var state = new Argument<OrderState>("STATE")
        {
            Description = "working, cancelled, expired or rejected; fills are told by 'fill'", CustomParser = ReadState,
        };
        var at = new Option<DateTimeOffset?>("--at") { Description = "When it was so at the broker (else now)", HelpName = "time" };
        var venue = new Option<string?>("--broker-id") { Description = "The broker's id of the order", HelpName = "id" };
        var goodUntil = new Option<DateTimeOffset?>("--good-until")
        {
            Description = "When the broker ends it (else by its time in force)", HelpName = "time",
        };
        var reason = new Option<string?>("--reason") { Description = "E.g. why the broker refused it", HelpName = "text" };
        var command = new Command("report", "Tell what became of an approved order at the broker")
        {
            order, state, at, venue, goodUntil, reason, portfolio,
        };
        return runner.Online(command, async (call, client) =>
        {
            var report = new OrderReportBody(
                call.Get(state), call.Get(at) ?? call.Now, call.Get(venue), call.Get(goodUntil)?.ToUniversalTime(), call.Get(reason));
            var answer = await client.Orders.ReportOrderAsync(
                PortfolioOption.IdIn(call, portfolio), call.Get(order), report, call.CancellationToken);
            var unapproved = call.Output.IsJson ? [] : await UnapprovedAsync(call, client, PortfolioOption.IdIn(call, portfolio), answer);
            call.Output.Answer(answer, ApiJson.Form.Order, shown => [.. OrderPages.Order(shown), .. unapproved]);
            return ExitCodes.Done;
        });
    }

    /// <summary>What nobody approved of an order that works: its asset opens nothing until somebody has seen it.</summary>
    private static async Task<IEnumerable<IRenderable>> UnapprovedAsync(CommandCall call, AssetsApi client, string portfolio, Order order)
    {
        var view = order.IsOpen ? await client.Portfolio.GetAsync(portfolio, call.CancellationToken) : null;
        return OrderPages.Unapproved(order, view?.Book?.Unseen ?? []);
    }

    /// <summary>Approved, filled and replaced come by other ways.</summary>
    private static OrderState ReadState(ArgumentResult result)
    {
        OrderState[] told = [OrderState.Working, OrderState.Cancelled, OrderState.Expired, OrderState.Rejected];
        var text = result.Tokens[0].Value;
        if (EnumText.TryRead<OrderState>(text, out var state) && told.Contains(state))
        {
            return state;
        }

        result.AddError(
            $"STATE '{text}' must be working, cancelled, expired or rejected; fills are told by 'assets order fill', a replacement by "
            + "'assets order replace'.");
        return default;
    }

    private static Command Cancel(CommandRunner runner)
    {
        var (order, portfolio) = (Order(), PortfolioOption.Of());
        var reason = new Option<string?>("--reason") { Description = "Why, for the log", HelpName = "text" };
        var command = new Command("cancel", "Tell that an order was cancelled at the broker: its exposure is free again")
        {
            order, reason, portfolio,
        };
        return runner.Online(command, async (call, client) =>
        {
            var report = new OrderReportBody(OrderState.Cancelled, call.Now, Reason: call.Get(reason));
            var answer = await client.Orders.ReportOrderAsync(
                PortfolioOption.IdIn(call, portfolio), call.Get(order), report, call.CancellationToken);
            call.Output.Answer(answer, ApiJson.Form.Order, OrderPages.Order);
            return ExitCodes.Done;
        });
    }

    private static Command Accept(CommandRunner runner)
    {
        var id = new Argument<string>("ID") { Description = "Id of the fill, or of the order that rests though it had ended" };
        var reason = new Option<string>("--reason") { Description = "What came of it, for the log", HelpName = "text", Required = true };
        var portfolio = PortfolioOption.Of();
        var command = new Command("accept", "Say that you have seen what nobody approved; with the last of an asset its reduce-only ends")
        {
            id, reason, portfolio,
        };
        return runner.Online(command, async (call, client) =>
        {
            var answer = await client.Orders.AcceptFillAsync(
                PortfolioOption.IdIn(call, portfolio), call.Get(id), new Why(call.Arguments.GetRequiredValue(reason)),
                call.CancellationToken);
            call.Output.Answer(answer, ApiJson.Form.AcceptanceAnswer, OrderPages.Acceptance);
            return ExitCodes.Done;
        });
    }

    private static Command Show(CommandRunner runner)
    {
        var (order, portfolio) = (Order(), PortfolioOption.Of());
        var command = new Command("show", "Show an order and how it stands") { order, portfolio };
        return runner.Online(command, async (call, client) =>
        {
            var owner = PortfolioOption.IdIn(call, portfolio);
            var answer = await client.Orders.GetOrderAsync(owner, call.Get(order), call.CancellationToken);
            // What the rules rejected has no units of its own: its decision knows what was asked for.
            var asked = answer.Quantity == 0 && !call.Output.IsJson
                ? (await client.Portfolio.GetDecisionAsync(owner, answer.DecisionId, call.CancellationToken)).Order
                : null;
            call.Output.Answer(answer, ApiJson.Form.Order, shown => OrderPages.Order(shown, asked));
            return ExitCodes.Done;
        });
    }

    private static Command List(CommandRunner runner)
    {
        var portfolio = PortfolioOption.Of();
        var open = new Option<bool>("--open") { Description = "Only those that may still be filled" };
        var asset = new Option<string?>("--asset") { Description = "Only those of this asset", HelpName = "id" };
        var last = WholeOption.Of("--last", "At most so many, 1 to 1,000", "count", ListedUnlessAsked, 1, 1_000);
        var before = new Option<string?>("--before")
        {
            Description = "Go on after this order, the last of the page before", HelpName = "id",
        };
        var command = new Command("list", "List approved orders, newest first") { open, asset, last, before, portfolio };
        return runner.Online(command, async (call, client) =>
        {
            var answer = await client.Orders.FindOrdersAsync(
                PortfolioOption.IdIn(call, portfolio), call.Get(open), call.Get(asset), call.Get(before), call.Get(last),
                call.CancellationToken);
            call.Output.Answer(answer.Orders, ApiJson.Form.ImmutableArrayOrder, OrderPages.Orders);
            call.Output.NoteNext(answer.Next);
            return ExitCodes.Done;
        });
    }
}

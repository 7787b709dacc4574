using System.Collections.Immutable;
using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Cli.Orders;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Domain;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Portfolio;

/// <summary>A portfolio as it stands, and which there are: part of <c>portfolio</c>.</summary>
internal static class PortfolioCommands
{
    public static IEnumerable<Command> Build(CommandRunner runner) =>
        [List(runner), Create(runner), Show(runner), Validate(runner), WhatIf(runner), MoveStop(runner)];

    private static Command List(CommandRunner runner) => runner.Online(
        new Command("list", "The portfolios that are traded, and how far each is from a halt"), async (call, client) =>
        {
            var portfolios = await client.Catalogue.GetPortfoliosAsync(call.CancellationToken);
            call.Output.Answer(portfolios, ApiJson.Form.ImmutableArrayPortfolioGlance, PortfolioPages.List);
            return ExitCodes.Done;
        });

    private static Command Create(CommandRunner runner)
    {
        var id = new Argument<string>("ID") { Description = "Its name: letters, digits, '-' and '_'" };
        var reason = new Option<string>("--reason") { Description = "What for, for the log", HelpName = "text", Required = true };
        var command = new Command("create", "Make a portfolio; commands refuse those that nobody made") { id, reason };
        return runner.Online(command, async (call, client) =>
        {
            var view = await client.Portfolio.CreateAsync(
                call.Get(id), new Why(call.Arguments.GetRequiredValue(reason)), call.CancellationToken);
            call.Output.Answer(view, ApiJson.Form.PortfolioView, PortfolioPages.Show(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Show(CommandRunner runner)
    {
        var portfolio = PortfolioOption.Of();
        return runner.Online(
            new Command("show", "Show a portfolio: money, positions, reservations, halts, how far each limit is away") { portfolio },
            async (call, client) =>
        {
            var id = PortfolioOption.IdIn(call, portfolio);
            var view = await client.Portfolio.GetAsync(id, call.CancellationToken);
            var review = call.Output.IsJson || view.Book is null
                ? null // 'portfolio validate --json' has it
                : await client.Portfolio.ValidateAsync(id, call.CancellationToken);
            call.Output.Answer(
                view, ApiJson.Form.PortfolioView,
                shown => PortfolioPages.Show(call.Now)(shown).Concat(review is null ? [] : PortfolioPages.Uses(review)));
            return ExitCodes.Done;
        });
    }

    private static Command Validate(CommandRunner runner)
    {
        var portfolio = PortfolioOption.Of();
        var command = new Command("validate", "Compare a portfolio with every limit (exit 3 where one is broken)") { portfolio };
        return runner.Online(command, async (call, client) =>
        {
            var review = await client.Portfolio.ValidateAsync(PortfolioOption.IdIn(call, portfolio), call.CancellationToken);
            call.Output.Answer(review, ApiJson.Form.PortfolioReview, PortfolioPages.Review);
            return review.Uses.Any(use => use.Breached) ? ExitCodes.Refused : ExitCodes.Done;
        });
    }

    private static Command WhatIf(CommandRunner runner)
    {
        var shocks = new Argument<PriceShock[]>("SHOCKS")
        {
            Description = "Moves of prices, e.g. BTC/USDT=-30% USD/TRY=-15%",
            Arity = ArgumentArity.OneOrMore,
            CustomParser = result => [.. result.Tokens.Select(token => Parse(token.Value, result.AddError)).OfType<PriceShock>()],
        };
        var portfolio = PortfolioOption.Of();
        var command = new Command("what-if", "Move prices, and see which limits trip first") { shocks, portfolio };
        return runner.Online(command, async (call, client) =>
        {
            var asked = new WhatIfBody(call.Get(shocks));
            var answer = await client.Portfolio.WhatIfAsync(PortfolioOption.IdIn(call, portfolio), asked, call.CancellationToken);
            call.Output.Answer(answer, ApiJson.Form.WhatIfAnswer, PortfolioPages.WhatIf);
            return ExitCodes.Done;
        });
    }

    private static Command MoveStop(CommandRunner runner)
    {
        var asset = new Argument<string>("ASSET") { Description = "Id of an asset that is held" };
        var stop = NumberOption.Of("--stop", "Where the loss is cut from now on", "price", required: false);
        var target = NumberOption.Of("--target", "Where the profit is taken from now on", "price", required: false);
        var noTarget = new Option<bool>("--no-target") { Description = "Take the target away" };
        var reason = new Option<string>("--reason")
        {
            Description = "Why, for the log", HelpName = "text", DefaultValueFactory = _ => "moved",
        };
        var portfolio = PortfolioOption.Of();
        var command = new Command("move-stop", "Move the stop or the target of a position")
        {
            asset, stop, target, noTarget, reason, portfolio,
        };
        return runner.Online(command, async (call, client) =>
        {
            var move = new StopMoveBody(call.Get(stop), call.Get(target), call.Get(noTarget), call.Get(reason)!); // default
            var answer = await client.Orders.MoveStopAsync(
                PortfolioOption.IdIn(call, portfolio), call.Get(asset), move, call.CancellationToken);
            call.Output.Answer(answer, ApiJson.Form.StopAnswer, OrderPages.Stop);
            return ExitCodes.Done;
        });
    }

    private static PriceShock? Parse(string text, Action<string> fail)
    {
        var at = text.LastIndexOf('=');
        if (at > 0 && text.EndsWith('%') && NumberText.TryRead(text.AsSpan(at + 1, text.Length - at - 2), out var percent))
        {
            return new PriceShock(text[..at], percent / 100);
        }

        fail($"'{text}' is no shock: write asset=percent, e.g. BTC/USDT=-30%.");
        return null;
    }
}

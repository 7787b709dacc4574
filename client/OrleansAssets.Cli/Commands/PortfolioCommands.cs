using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using OrleansAssets.Cli.Output;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Cli.Commands;

/// <summary><c>portfolio show</c>, <c>portfolio validate</c> and <c>portfolio what-if</c>.</summary>
internal static class PortfolioCommands
{
    public static IEnumerable<Command> Build(CommandRunner runner) => [Show(runner), Validate(runner), WhatIf(runner)];

    private static Option<string> PortfolioOption() =>
        new("--portfolio") { Description = "Portfolio id", HelpName = "id", DefaultValueFactory = _ => Keys.DefaultPortfolioId };

    private static Command Show(CommandRunner runner)
    {
        var portfolio = PortfolioOption();
        return runner.Online(new Command("show", "Show a portfolio: money, positions, reservations, halts") { portfolio }, async (call, client) =>
        {
            var view = await client.Portfolio(call.Get(portfolio)!).GetAsync().WaitAsync(call.CancellationToken); // has a default
            call.Terminal.Answer(view, AssetsJson.Form.PortfolioView, PortfolioPages.Show(call.Now));
            return ExitCodes.Done;
        });
    }

    private static Command Validate(CommandRunner runner)
    {
        var portfolio = PortfolioOption();
        var command = new Command("validate", "Compare a portfolio with every limit (exit 3 where one is broken)") { portfolio };
        return runner.Online(command, async (call, client) =>
        {
            var review = await client.Portfolio(call.Get(portfolio)!).ValidateAsync(call.CancellationToken); // has a default
            call.Terminal.Answer(review, AssetsJson.Form.PortfolioReview, PortfolioPages.Review);
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
        var portfolio = PortfolioOption();
        var command = new Command("what-if", "Move prices, and see which limits trip first") { shocks, portfolio };
        return runner.Online(command, async (call, client) =>
        {
            var asked = call.Get(shocks).ToImmutableArray();
            var answer = await client.Portfolio(call.Get(portfolio)!).WhatIfAsync(asked, call.CancellationToken); // has a default
            call.Terminal.Answer(answer, AssetsJson.Form.WhatIfAnswer, PortfolioPages.WhatIf);
            return ExitCodes.Done;
        });
    }

    private static PriceShock? Parse(string text, Action<string> fail)
    {
        var at = text.LastIndexOf('=');
        if (at > 0 && text.EndsWith('%')
            && decimal.TryParse(text.AsSpan(at + 1, text.Length - at - 2), NumberStyles.Float, CultureInfo.InvariantCulture, out var percent))
        {
            return new PriceShock(text[..at], percent / 100);
        }

        fail($"'{text}' is no shock: write asset=percent, e.g. BTC/USDT=-30%.");
        return null;
    }
}

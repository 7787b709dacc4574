using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Cli.Accounts;

/// <summary><c>account</c>: all portfolios as one.</summary>
internal static class AccountCommands
{
    public static Command Build(CommandRunner runner) =>
        new("account", "All portfolios as one: what is at stake, and what stops all of them") { Show(runner), Halt(runner), Reset(runner) };

    private static Option<string> Reason() => new("--reason") { Description = "Why, for the log", HelpName = "text", Required = true };

    private static Command Show(CommandRunner runner) => runner.Online(
        new Command("show", "Show the account: equity, classes, portfolios, halts (exit 5 where it is halted)"), async (call, client) =>
        {
            var view = await client.Account.GetAsync(call.CancellationToken);
            call.Output.Answer(view, ApiJson.Form.AccountView, AccountPages.Show);
            return view.Halts.IsEmpty ? ExitCodes.Done : ExitCodes.Halted;
        });

    private static Command Halt(CommandRunner runner)
    {
        var reason = Reason();
        var command = new Command("halt", "Stop new orders in every portfolio until the halt is reset; exits stay possible") { reason };
        return runner.Online(command, async (call, client) =>
        {
            var halt = await client.Account.HaltAsync(new Why(call.Arguments.GetRequiredValue(reason)), call.CancellationToken);
            call.Output.Answer(halt, ApiJson.Form.AccountHalt, AccountPages.Halt);
            return ExitCodes.Done;
        });
    }

    private static Command Reset(CommandRunner runner)
    {
        var id = new Argument<string>("HALT") { Description = "Id of the very halt, e.g. account-halt-1" };
        var reason = Reason();
        var command = new Command("reset", "Lift a halt of the account in every portfolio; their own halts stay") { id, reason };
        return runner.Dangerous(command, call => $"Every portfolio takes new orders again without {call.Get(id)}.", async (call, client) =>
        {
            var view = await client.Account.ResetAsync(
                call.Get(id), new Why(call.Arguments.GetRequiredValue(reason)), call.CancellationToken);
            call.Output.Answer(view, ApiJson.Form.AccountView, AccountPages.Show);
            return view.Halts.IsEmpty ? ExitCodes.Done : ExitCodes.Halted;
        });
    }
}

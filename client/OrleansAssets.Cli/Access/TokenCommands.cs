using System.CommandLine;
using OrleansAssets.Access;
using OrleansAssets.Api;
using OrleansAssets.Api.Bodies;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Cli.Access;

/// <summary><c>tokens</c>: who may get in.</summary>
internal static class TokenCommands
{
    public static Command Build(CommandRunner runner) =>
        new("tokens", "Who may get in, and what each may do (for admins)") { List(runner), Make(runner), Revoke(runner) };

    private static Command List(CommandRunner runner) => runner.Online(
        new Command("list", "List the tokens, those of the last 90 days that have ended too"), async (call, client) =>
        {
            var tokens = await client.Access.ListAsync(call.CancellationToken);
            call.Output.Answer(tokens, ApiJson.Form.ImmutableArrayTokenView, TokenPages.List(call.Now));
            return ExitCodes.Done;
        });

    private static Command Make(CommandRunner runner)
    {
        var name = new Argument<string>("NAME") { Description = "Whom it stands for in the log; two tokens of one name are one identity" };
        var role = ChoiceOption.Of<AccessRole>("--role", "viewer, trader, operator or admin", "role");
        var expires = InstantOption.Of("--expires", "When it ends by itself (else never)");
        var command = new Command("make", "Make a token; it is shown once") { name, role, expires };
        return runner.Online(command, async (call, client) =>
        {
            var wanted = new TokenBody(call.Get(name), call.Arguments.GetRequiredValue(role), call.Get(expires));
            var made = await client.Access.CreateAsync(wanted, call.CancellationToken);
            call.Output.Answer(made, ApiJson.Form.NewToken, TokenPages.Made);
            return ExitCodes.Done;
        });
    }

    private static Command Revoke(CommandRunner runner)
    {
        var id = new Argument<string>("ID") { Description = "Id of the token, as listed" };
        var command = new Command("revoke", "End a token at once") { id };
        return runner.Dangerous(command, call => $"Whoever uses token {call.Get(id)} is out at once.", async (call, client) =>
        {
            var token = await client.Access.RevokeAsync(call.Get(id), call.CancellationToken);
            call.Output.Answer(token, ApiJson.Form.TokenView, TokenPages.Revoked);
            return ExitCodes.Done;
        });
    }
}

using System.CommandLine;
using OrleansAssets.Cli.Connecting;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Contexts;

/// <summary><c>login</c>: signs in to an installation, and keeps the token for later commands.</summary>
internal static class LoginCommand
{
    public static Command Build(CommandRunner runner)
    {
        var url = new Argument<string>("URL")
        {
            Description = "Address of its web side, e.g. https://assets.example:8443; several with commas",
        };
        var name = new Option<string?>("--name") { Description = "What it is called here (else its address)", HelpName = "name" };
        var command = new Command(
            "login", $"Sign in to an installation: the token is read from {SiloFinder.TokenVariable}, else asked for") { url, name };
        return runner.Offline(command, async call =>
        {
            var (places, fault) = ApiAddress.Parse(call.Get(url));
            if (fault is not null)
            {
                return call.Output.Fail(CommandError.BadInput(fault));
            }

            var token = runner.Finder.TokenGiven ?? await AskAsync(call);
            if (string.IsNullOrEmpty(token))
            {
                return call.Output.Fail(CommandError.BadInput(
                    $"No token was given: set {SiloFinder.TokenVariable}, or write the token on a line of the input."));
            }

            return await runner.AtAsync(call, new ApiAddress(places, "the command line", token), async (_, client) =>
            {
                var session = await client.Access.GetSessionAsync(call.CancellationToken);
                var context = call.Get(name) ?? places[0].Authority;
                var saved = new SavedContext([.. places.Select(place => place.GetLeftPart(UriPartial.Authority))], token);
                var store = runner.Finder.Contexts;
                store.Write(new SavedContexts(context, store.Read().Contexts.SetItem(context, saved)));
                call.Output.Answer(new LoginView(context, saved.Urls, session.Name, session.Role), AssetsJson.Form.LoginView, Show);
                return ExitCodes.Done;
            });
        });
    }

    private static IEnumerable<IRenderable> Show(LoginView view) =>
    [
        PageParts.Line(
            $"Signed in at {string.Join(", ", view.Urls)} as {view.Name} ({view.Role.ToString().ToLowerInvariant()}); "
            + $"context {view.Context} is in use."),
    ];

    // Never an argument: other users of the machine can read those, and the shell keeps them.
    private static async Task<string?> AskAsync(CommandCall call) => Console.IsInputRedirected
        ? (await Console.In.ReadLineAsync(call.CancellationToken))?.Trim()
        : (await call.Output.Error.PromptAsync(new TextPrompt<string>("Token:").Secret(), call.CancellationToken)).Trim();
}

using System.Collections.Immutable;
using System.CommandLine;
using OrleansAssets.Access;
using OrleansAssets.Cli.Connecting;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Contexts;

/// <summary><c>context</c> and <c>logout</c>: the installations that somebody signed in to.</summary>
internal static class ContextCommands
{
    public static Command Build(CommandRunner runner) =>
        new("context", "The installations that you signed in to, and which of them is asked")
        {
            List(runner), Use(runner), Remove(runner),
        };

    public static Command Logout(CommandRunner runner)
    {
        var name = new Argument<string?>("NAME") { Description = "Which context (else the one in use)", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("logout", "Forget the token of a context; it ends nowhere else, which 'tokens revoke' does") { name };
        return runner.Offline(command, call =>
        {
            var store = runner.Finder.Contexts;
            var contexts = store.Read();
            if ((call.Arguments.GetValue(name) ?? contexts.Current) is not { } wanted)
            {
                return Failed(call, CommandError.NotFound("No context is in use: name one; 'assets context list' shows them."));
            }

            if (!contexts.Contexts.TryGetValue(wanted, out var context))
            {
                return Failed(call, Unknown(wanted, contexts));
            }

            store.Write(contexts with { Contexts = contexts.Contexts.SetItem(wanted, context with { Token = null }) });
            return Show(call, store);
        });
    }

    private static Command List(CommandRunner runner) => runner.Offline(
        new Command("list", "List them; the one in use is marked"), call => Show(call, runner.Finder.Contexts));

    private static Command Use(CommandRunner runner)
    {
        var name = new Argument<string>("NAME") { Description = "Which one is asked from now on, where no silo runs here" };
        return runner.Offline(new Command("use", "Ask another one from now on") { name }, call => Change(
            call, runner.Finder.Contexts, call.Get(name), contexts => contexts with { Current = call.Get(name) }));
    }

    private static Command Remove(CommandRunner runner)
    {
        var name = new Argument<string>("NAME") { Description = "Which one" };
        return runner.Offline(new Command("remove", "Forget one, with its token") { name }, call => Change(
            call, runner.Finder.Contexts, call.Get(name), contexts => new SavedContexts(
                contexts.Current == call.Get(name) ? null : contexts.Current, contexts.Contexts.Remove(call.Get(name)))));
    }

    private static Task<int> Change(CommandCall call, ContextStore store, string name, Func<SavedContexts, SavedContexts> change)
    {
        var contexts = store.Read();
        if (!contexts.Contexts.ContainsKey(name))
        {
            return Failed(call, Unknown(name, contexts));
        }

        store.Write(change(contexts));
        return Show(call, store);
    }

    private static Task<int> Show(CommandCall call, ContextStore store)
    {
        var contexts = store.Read();
        ImmutableArray<ContextView> views =
        [
            .. contexts.Contexts.Select(one => new ContextView(
                one.Key, one.Value.Urls, one.Key == contexts.Current, one.Value.Token is not null)),
        ];
        call.Output.Answer(views, AssetsJson.Form.ImmutableArrayContextView, Page);
        return Task.FromResult(ExitCodes.Done);
    }

    private static Task<int> Failed(CommandCall call, CommandError error) => Task.FromResult(call.Output.Fail(error));

    private static CommandError Unknown(string name, SavedContexts contexts) => CommandError.NotFound(
        contexts.Contexts.IsEmpty
            ? $"There is no context '{name}': sign in with 'assets login URL'."
            : $"There is no context '{name}'; {NameHints.Hint(name, [.. contexts.Contexts.Keys])}");

    private static IEnumerable<IRenderable> Page(ImmutableArray<ContextView> contexts)
    {
        var table = new AnswerTable("", "Context", "Address", "Token") { Empty = "None: sign in with 'assets login URL'." };
        foreach (var context in contexts)
        {
            table.Row(
                PageParts.Cell(context.Current ? "*" : " "), PageParts.Cell(context.Name),
                PageParts.Cell(string.Join(", ", context.Urls)), PageParts.GoodIf(context.SignedIn, context.SignedIn ? "kept" : "none"));
        }

        return [table];
    }
}

/// <summary>A context without its secret.</summary>
internal sealed record ContextView(string Name, ImmutableArray<string> Urls, bool Current, bool SignedIn);

/// <summary>Who somebody is at an installation.</summary>
internal sealed record LoginView(string Context, ImmutableArray<string> Urls, string Name, AccessRole Role);

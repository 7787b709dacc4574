using System.CommandLine;

namespace OrleansAssets.Cli.Running;

/// <summary>A noun without a verb shows what there is of it: <c>assets portfolio</c> is <c>assets portfolio list</c>.</summary>
internal static class BareNoun
{
    private static readonly string[] Verbs = ["show", "list"];

    public static ParseResult Shown(RootCommand root, ParseResult parsed, string[] arguments)
    {
        var noun = parsed.CommandResult.Command;
        if (noun is RootCommand || parsed.Action is not null && parsed.Errors.Count == 0 || parsed.UnmatchedTokens.Count > 0)
        {
            return parsed;
        }

        var verb = noun.Subcommands.FirstOrDefault(child => Verbs.Contains(child.Name)
            && child.Arguments.All(argument => argument.Arity.MinimumNumberOfValues == 0));
        var at = Array.IndexOf(arguments, noun.Name);
        return verb is null || at < 0
            ? parsed
            : root.Parse([.. arguments[..(at + 1)], verb.Name, .. arguments[(at + 1)..]], parsed.Configuration);
    }
}

using System.CommandLine;
using System.CommandLine.Parsing;

namespace OrleansAssets.Cli.Running;

/// <summary>
/// Refuses what was given and is empty, as an unset variable of a script leaves it: asked all the same, it would be the address of
/// something else. What may be left out is left out, and not given empty.
/// </summary>
internal static class BlankWords
{
    /// <summary>Looks at all arguments and options of a command and of those below it.</summary>
    public static void RefuseIn(Command command)
    {
        command.Validators.Add(Look);
        foreach (var child in command.Subcommands)
        {
            RefuseIn(child);
        }
    }

    private static void Look(CommandResult parsed)
    {
        foreach (var given in parsed.Children.Where(given => given is ArgumentResult or OptionResult))
        {
            if (given.Tokens.FirstOrDefault(token => string.IsNullOrWhiteSpace(token.Value)) is { } blank)
            {
                var name = given is OptionResult option ? option.Option.Name : ((ArgumentResult)given).Argument.Name;
                given.AddError($"{name} is {(blank.Value.Length == 0 ? "empty" : "blank")}: say what is meant, or leave it out.");
            }
        }
    }
}

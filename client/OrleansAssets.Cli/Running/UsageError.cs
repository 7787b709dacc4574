using System.CommandLine;
using OrleansAssets.Cli.Output;

namespace OrleansAssets.Cli.Running;

/// <summary>A command line that cannot be understood: all its faults at once, and where to read on.</summary>
internal static class UsageError
{
    public static int Report(CommandOutput output, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = command is RootCommand ? "assets" : $"assets {PathOf(command)}";
        var subcommands = command.Subcommands.Count == 0 || command.Action is not null
            ? ""
            : $" Commands: {string.Join(", ", command.Subcommands.Select(child => child.Name))}.";
        var unknown = parsed.UnmatchedTokens.Where(token => !token.StartsWith('-')).ToList();
        var faults = parsed.Errors
            .Select(error => error.Message)
            .Where(fault => unknown.Count == 0 || !fault.StartsWith("Required command", StringComparison.Ordinal))
            .Concat(unknown.Select(token => Meant(token, command)).OfType<string>())
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var message = faults.Count == 1 ? faults[0] : $"The command line has {faults.Count} faults.";
        return output.Fail(CommandError.BadInput(
            $"{message}{subcommands} '{path} --help' says more.", faults.Count == 1 ? [] : [.. faults]));
    }

    private static string? Meant(string token, Command command) =>
        NameHints.Slip(token, command.Subcommands.Select(child => child.Name)) is { } name ? $"Did you mean '{name}'?" : null;

    /// <summary>The words that name a command, e.g. <c>phases activate</c>.</summary>
    internal static string PathOf(Command command)
    {
        var parent = command.Parents.OfType<Command>().FirstOrDefault();
        return parent is null or RootCommand ? command.Name : $"{PathOf(parent)} {command.Name}";
    }
}

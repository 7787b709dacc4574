using System.CommandLine;
using System.CommandLine.Parsing;
using OrleansAssets.Cli.Output;

namespace OrleansAssets.Cli.Running;

/// <summary>A command line that cannot be understood: all its faults at once, and where to read on.</summary>
internal static class UsageError
{
    /// <summary>What earlier versions took, and what takes its place.</summary>
    private static readonly Dictionary<string, string> Ended = new(StringComparer.Ordinal)
    {
        ["--gateway"] = "--gateway has ended: the console asks the web side of a silo. Name that with --url http://host:port.",
        ["--connection-string"] = "--connection-string has ended: the console asks no database. Name a silo's web side with --url.",
        ["--operator"] = "--operator has ended: the log has the name of the token that is used ('assets tokens make NAME' makes one).",
    };

    public static int Report(CommandOutput output, ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = command is RootCommand ? "assets" : $"assets {PathOf(command)}";
        var subcommands = command.Subcommands.Count == 0 || command.Action is not null
            ? ""
            : $" Commands: {string.Join(", ", command.Subcommands.Select(child => child.Name))}.";
        var unknown = parsed.UnmatchedTokens.Where(token => !token.StartsWith('-')).ToList();
        var ended = parsed.UnmatchedTokens.Select(token => Ended.GetValueOrDefault(token.Split('=')[0])).OfType<string>().ToList();
        var faults = ended.Count > 0 ? ended : parsed.Errors
            .Select(Told)
            .Where(fault => unknown.Count == 0 || !fault.StartsWith("Required command", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var meant = ended.Count > 0 ? "" : string.Concat(
            unknown.Select(token => Meant(token, command)).OfType<string>().Distinct(StringComparer.Ordinal).Select(hint => $" {hint}"));
        var message = $"{(faults.Count == 1 ? faults[0] : $"The command line has {faults.Count} faults.")}{meant}";
        return output.Fail(CommandError.BadInput(
            $"{message}{subcommands} '{path} --help' says more.", faults.Count == 1 ? [] : [.. faults]));
    }

    /// <summary>The library names a type of the program where a value does not parse: said here is what may be given.</summary>
    private static string Told(ParseError error)
    {
        var (name, type) = error.SymbolResult switch
        {
            OptionResult option => (option.Option.Name, option.Option.ValueType),
            ArgumentResult { Parent: OptionResult option } => (option.Option.Name, option.Option.ValueType),
            ArgumentResult argument => (argument.Argument.Name, argument.Argument.ValueType),
            _ => ("", null),
        };
        if (type is null || !error.Message.StartsWith("Cannot parse argument", StringComparison.Ordinal))
        {
            return error.Message;
        }

        var value = string.Join(' ', error.SymbolResult!.Tokens.Select(token => token.Value));
        type = Nullable.GetUnderlyingType(type) ?? type;
        var allowed = type.IsEnum ? string.Join(" or ", Enum.GetNames(type).Select(one => one.ToLowerInvariant()))
            : type == typeof(DateTimeOffset) ? "a time, e.g. 2026-05-01T13:30:00Z"
            : type == typeof(DateOnly) ? "a date, e.g. 2026-05-01"
            : type == typeof(bool) ? "true or false"
            : "a whole number";
        return $"{name} '{value}' must be {allowed}.";
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

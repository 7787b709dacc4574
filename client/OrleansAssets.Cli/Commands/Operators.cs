using System.CommandLine;

namespace OrleansAssets.Cli.Commands;

/// <summary>Who does it: kept in the log of what was changed.</summary>
internal static class Operators
{
    public static Option<string?> Option() =>
        new("--operator") { Description = "Who does it, for the log (else the user of this session)", HelpName = "name" };

    public static string NameIn(Call call, Option<string?> option) =>
        call.Get(option) is { } name && !string.IsNullOrWhiteSpace(name) ? name.Trim() : Environment.UserName;
}

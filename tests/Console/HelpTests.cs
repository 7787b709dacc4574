using System.CommandLine;
using System.Text;
using OrleansAssets.Cli;
using OrleansAssets.Cli.Connecting;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Console;

public sealed class HelpTests
{
    private static readonly string Approved = RepositoryFiles.PathOf("tests", "Console", "help.approved.txt");

    [Fact]
    public async Task Help_Root_ListsEveryCommandAndExitCode()
    {
        var outcome = await AssetsProcess.RunAsync("--help");

        Assert.Equal(0, outcome.ExitCode);
        Assert.All(Tree().Subcommands, command => Assert.Contains($"  {command.Name}", outcome.Output, StringComparison.Ordinal));
        Assert.All(ExitCodes.All, exit => Assert.Contains(exit.Meaning, outcome.Output, StringComparison.Ordinal));
    }

    /// <summary>The help is a contract with scripts and readers: a change shows in review. APPROVE_HELP=1 writes the file anew.</summary>
    [Fact]
    public async Task Help_AllCommands_EqualsTheApprovedText()
    {
        var text = await AllHelpAsync();
        if (Environment.GetEnvironmentVariable("APPROVE_HELP") == "1")
        {
            await File.WriteAllTextAsync(Approved, text);
        }

        Assert.Equal(await File.ReadAllTextAsync(Approved), text);
    }

    [Fact]
    public async Task Documentation_NamesEveryCommandOptionAndExitCode()
    {
        var page = await File.ReadAllTextAsync(RepositoryFiles.PathOf("docs", "console.md"));
        var root = Tree();

        Assert.All(Commands(root), command => Assert.Contains($"`assets {UsageError.PathOf(command)}", page, StringComparison.Ordinal));
        Assert.All(
            Commands(root).SelectMany(command => command.Options), option => Assert.Contains(option.Name, page, StringComparison.Ordinal));
        Assert.All(root.Options, option => Assert.Contains(option.Name, page, StringComparison.Ordinal));
        Assert.All(ExitCodes.All, exit => Assert.Contains($"| {exit.Code} | {exit.Meaning} |", page, StringComparison.Ordinal));
    }

    /// <summary>The commands, without a silo behind them.</summary>
    internal static RootCommand Tree()
    {
        var options = new GlobalOptions();
        return CommandTree.Build(new CommandRunner(options, new SiloFinder(_ => null, Path.GetTempPath()), TimeProvider.System), options);
    }

    private static IEnumerable<Command> Commands(Command parent) =>
        parent.Subcommands.SelectMany(command => new[] { command }.Concat(Commands(command)));

    private static async Task<string> AllHelpAsync()
    {
        var text = new StringBuilder();
        var root = Tree();
        foreach (var path in Commands(root).Select(UsageError.PathOf).Prepend(""))
        {
            await using var output = new StringWriter();
            await root.Parse($"{path} --help").InvokeAsync(new InvocationConfiguration { Output = output });
            text.Append($"$ assets {path} --help".Replace("  ", " ", StringComparison.Ordinal)).Append('\n');
            foreach (var line in output.ToString().ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
            {
                text.Append(line.Replace(RootCommand.ExecutableName, "assets", StringComparison.Ordinal).TrimEnd()).Append('\n');
            }

            text.Append('\n');
        }

        return text.ToString();
    }
}

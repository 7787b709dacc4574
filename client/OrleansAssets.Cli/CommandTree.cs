using System.CommandLine;
using OrleansAssets.Cli.Access;
using OrleansAssets.Cli.Accounts;
using OrleansAssets.Cli.AssetClasses;
using OrleansAssets.Cli.Assets;
using OrleansAssets.Cli.Audit;
using OrleansAssets.Cli.Certificates;
using OrleansAssets.Cli.Configuration;
using OrleansAssets.Cli.Connecting;
using OrleansAssets.Cli.Contexts;
using OrleansAssets.Cli.CorporateActions;
using OrleansAssets.Cli.Data;
using OrleansAssets.Cli.Demo;
using OrleansAssets.Cli.Imports;
using OrleansAssets.Cli.Notices;
using OrleansAssets.Cli.Orders;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Performance;
using OrleansAssets.Cli.Phases;
using OrleansAssets.Cli.Portfolio;
using OrleansAssets.Cli.Risk;
using OrleansAssets.Cli.Running;
using OrleansAssets.Cli.Sentiment;
using OrleansAssets.Cli.Sources;
using OrleansAssets.Cli.Status;
using OrleansAssets.Cli.Top;

namespace OrleansAssets.Cli;

/// <summary>Every command of the console.</summary>
internal static class CommandTree
{
    public static RootCommand Build(CommandRunner runner, GlobalOptions options)
    {
        var root = new RootCommand(Description());
        options.AddTo(root);
        foreach (var command in AssetCommands.Build(runner))
        {
            root.Add(command);
        }

        root.Add(ClassCommands.Build(runner));
        root.Add(PhaseCommands.Build(runner));
        root.Add(PerformanceCommand.Build(runner));
        root.Add(SourceCommands.Build(runner));
        root.Add(Group(
            "data", "What was collected: prices, histories, facts, and how good they are",
            [.. PriceCommands.Build(runner), .. FactCommands.Build(runner)]));
        root.Add(SentimentCommands.Build(runner));
        root.Add(CorporateActionCommands.Build(runner));
        root.Add(DoctorCommand.Build(runner));
        root.Add(Group(
            "portfolio", "A portfolio: its money, its positions, its limits",
            [
                .. PortfolioCashCommands.Build(runner), .. PortfolioEventCommands.Build(runner), RecordCorrectionCommands.Mark(runner),
                .. PortfolioCommands.Build(runner), TradeCommand.Build(runner),
                .. RecordCommands.Build(runner),
            ]));
        root.Add(Group(
            "risk", "Check and explain orders, stop trading and let it go on",
            [.. RiskHaltCommands.Build(runner), .. RiskCommands.Build(runner), DecisionListCommand.Build(runner)]));
        root.Add(ImportCommands.Build(runner));
        root.Add(DemoCommands.Build(runner));
        root.Add(ManualOrderCommands.Build(runner));
        root.Add(WhyCommand.Build(runner));
        root.Add(AccountCommands.Build(runner));
        root.Add(NoticeCommands.Build(runner));
        root.Add(AuditCommands.Build(runner));
        root.Add(ConfigCommands.Build(runner));
        root.Add(StatusCommand.Build(runner));
        root.Add(TopCommand.Build(runner));
        root.Add(LoginCommand.Build(runner));
        root.Add(ContextCommands.Logout(runner));
        root.Add(ContextCommands.Build(runner));
        root.Add(TokenCommands.Build(runner));
        root.Add(CertificateCommands.Build(runner));
        root.Add(CompletionCommand.Build(runner));
        root.Add(VersionCommand.Build(runner));
        BlankWords.RefuseIn(root);
        return root;
    }

    private static Command Group(string name, string description, IEnumerable<Command> commands)
    {
        var group = new Command(name, description);
        foreach (var command in commands)
        {
            group.Add(command);
        }

        return group;
    }

    private static string Description()
    {
        var codes = ExitCodes.All.Select(exit => $"  {exit.Code,-4} {exit.Meaning}");
        return $"""
            The console of OrleansAssets: assets, phases, sources and imports of a running silo.

            Exit codes:
            {string.Join("\n", codes)}

            Environment:
              {SiloFinder.DataVariable}                the running silo's data directory, where it is not .data
              {SiloFinder.TokenVariable}               the token by which silos know you (else that of the data directory or context)
              NO_COLOR                   no colours
            The variables of the silo are in ./run.sh --help.
            """;
    }
}

using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using OrleansAssets.Api;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.Configuration;
using OrleansAssets.Domain.Configuration;

namespace OrleansAssets.Cli.Configuration;

/// <summary><c>config</c>: the files, what runs, and what ran before.</summary>
internal static class ConfigCommands
{
    private const int VersionsUnlessAsked = 50;
    private const int PageMax = 1_000;

    public static Command Build(CommandRunner runner) =>
        new("config", "Check and compare the configuration")
        {
            Validate(runner), Diff(runner), Show(runner), Running(runner), Versions(runner),
        };

    private static Command Validate(CommandRunner runner)
    {
        var directory = ConfigDirectory.Option("The directory to check");
        var command = new Command(
            "validate", "Check the files and print every fault (exit 2 where there is one); needs no silo") { directory };
        return runner.Offline(command, call =>
        {
            var (path, missing) = ConfigDirectory.Find(call.Get(directory));
            if (path is null)
            {
                return Task.FromResult(call.Output.Fail(missing!)); // one of the two is there
            }

            var result = ConfigDirectory.Read(path, out var error);
            if (error is null || call.Output.IsJson)
            {
                call.Output.Answer(ConfigPages.ViewOf(path, result), AssetsJson.Form.ConfigCheckView, ConfigPages.Valid);
            }

            return Task.FromResult(error is null ? ExitCodes.Done : call.Output.Fail(error));
        });
    }

    private static Command Diff(CommandRunner runner) =>
        runner.Online(
            new Command(
                "diff", "Show where what runs differs from the files: flags that were set, and edits that a restart is needed for"),
            async (call, client) =>
        {
            var differences = await client.Catalogue.GetDifferencesAsync(call.CancellationToken);
            call.Output.Answer(differences, ApiJson.Form.ImmutableArrayConfigurationDifference, ConfigPages.Differences);
            return ExitCodes.Done;
        });

    private static Command Running(CommandRunner runner)
    {
        var under = new Argument<string?>("PATH")
        {
            Description = "Only values at this path and below it, e.g. risk or phases.phase_1_stocks", Arity = ArgumentArity.ZeroOrOne,
        };
        var version = new Option<string?>("--hash")
        {
            Description = "One that ran before, by its hash ('config versions' and decisions have it)", HelpName = "hash",
        };
        var command = new Command("running", "Show what runs, value by value, defaults too; since when, and under which hash")
        {
            under, version,
        };
        return runner.Online(command, async (call, client) =>
        {
            var path = call.Arguments.GetValue(under);
            var view = await client.Catalogue.GetConfigurationAsync(call.Get(version), path, call.CancellationToken);
            call.Output.Answer(view, ApiJson.Form.ConfigurationView, ConfigPages.Running);
            return ExitCodes.Done;
        });
    }

    private static Command Versions(CommandRunner runner)
    {
        var most = WholeOption.Of("--most", "At most so many, 1 to 1,000", "count", VersionsUnlessAsked, 1, PageMax);
        var before = WholeOption.Number("--before", "Go on behind this place, as the page before told it");
        var command = new Command("versions", "List the configurations that were applied, the last first") { most, before };
        return runner.Online(command, async (call, client) =>
        {
            var page = await client.Catalogue.FindConfigurationsAsync(call.Get(before), call.Get(most), call.CancellationToken);
            call.Output.Answer(page, ApiJson.Form.ConfigurationVersionPage, ConfigPages.Versions);
            call.Output.NoteNext(page.Next?.ToString(CultureInfo.InvariantCulture));
            return ExitCodes.Done;
        });
    }

    private static Command Show(CommandRunner runner)
    {
        var directory = ConfigDirectory.Option("The directory to show");
        var command = new Command("show", "Show what the files say, as read and completed; needs no silo") { directory };
        return runner.Offline(command, call =>
        {
            var (configuration, error) = ConfigDirectory.Read(call.Get(directory));
            if (configuration is null)
            {
                return Task.FromResult(call.Output.Fail(error!)); // one of the two is there
            }

            call.Output.Answer(configuration, AssetsJson.Form.AssetsConfiguration, ConfigPages.Show);
            return Task.FromResult(ExitCodes.Done);
        });
    }
}

/// <summary>The outcome of a check of the configuration.</summary>
internal sealed record ConfigCheckView(
    string Directory, bool Valid, string? Hash, int Assets, int Classes, int Phases, int Sources,
    ImmutableArray<ConfigurationFault> Faults);

using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Cli.Status;

/// <summary><c>version</c>.</summary>
internal static class VersionCommand
{
    public static Command Build(CommandRunner runner) => runner.Offline(new Command("version", "Show the version of this console"), call =>
    {
        call.Output.Answer(Current(), AssetsJson.Form.VersionView, view =>
            [PageParts.Line($"assets {view.Version}, {view.Runtime}")]);
        return Task.FromResult(ExitCodes.Done);
    });

    private static VersionView Current()
    {
        var assembly = typeof(VersionCommand).Assembly;
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
        return new VersionView(version ?? "unknown", RuntimeInformation.FrameworkDescription);
    }
}

/// <summary>What this console is.</summary>
internal sealed record VersionView(string Version, string Runtime);

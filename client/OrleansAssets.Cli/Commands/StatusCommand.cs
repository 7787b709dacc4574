using System.CommandLine;
using OrleansAssets.Cli.Output;

namespace OrleansAssets.Cli.Commands;

/// <summary><c>status</c>.</summary>
internal static class StatusCommand
{
    public static Command Build(CommandRunner runner) =>
        runner.Online(new Command("status", "Show the installation at a glance"), async (call, client) =>
        {
            var status = await client.Catalogue.GetStatusAsync(call.CancellationToken);
            call.Terminal.Answer(status, AssetsJson.Form.SystemStatus, StatusPage.Show(call.Now));
            return ExitCodes.Done;
        });
}

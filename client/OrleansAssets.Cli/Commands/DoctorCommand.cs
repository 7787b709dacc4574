using System.Collections.Immutable;
using System.CommandLine;
using OrleansAssets.Cli.Output;
using OrleansAssets.DataSources;

namespace OrleansAssets.Cli.Commands;

/// <summary><c>doctor</c>: whether every source can be reached with the credentials at hand.</summary>
internal static class DoctorCommand
{
    public static Command Build(CommandRunner runner)
    {
        var command = new Command(
            "doctor", "Check keys and reachability of every source, with one call each at most, counted in its budget; 1 if one fails");
        return runner.Online(command, async (call, client) =>
        {
            var sources = await client.Catalogue.GetSourcesAsync(call.CancellationToken);
            ImmutableArray<SourceCheck> checks =
            [
                .. await Task.WhenAll(sources.Select(source => client.Source(source.Definition.Id).CheckAsync(call.CancellationToken))),
            ];
            call.Terminal.Answer(checks, AssetsJson.Form.ImmutableArraySourceCheck, DoctorPage.Show);
            return checks.Any(check => check.Verdict == CheckVerdict.Failed) ? ExitCodes.UnexpectedFailure : ExitCodes.Done;
        });
    }
}

using System.Collections.Immutable;
using System.CommandLine;
using OrleansAssets.Api;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using OrleansAssets.DataSources;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Sources;

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
                .. await Task.WhenAll(sources.Select(source => client.Source.CheckAsync(source.Definition.Id, call.CancellationToken))),
            ];
            call.Output.Answer(checks, ApiJson.Form.ImmutableArraySourceCheck, DoctorPage.Show);
            return checks.Any(check => check.Verdict == CheckVerdict.Failed) ? ExitCodes.UnexpectedFailure : ExitCodes.Done;
        });
    }
}

/// <summary>Checks of sources for people.</summary>
internal static class DoctorPage
{
    public static IEnumerable<IRenderable> Show(ImmutableArray<SourceCheck> checks)
    {
        var table = PageParts.Table("Source", "Check", "Mode", ">Calls", "~What was found");
        foreach (var check in checks)
        {
            table.Row(
                PageParts.Cell(check.SourceId),
                PageParts.Colored(
                    Word(check.Verdict), check.Verdict switch { CheckVerdict.Ok => true, CheckVerdict.Failed => false, _ => null }),
                PageParts.Cell(check.Mode),
                PageParts.Cell(ValueText.Count(check.Calls)),
                PageParts.Cell(check.Text));
        }

        var unasked = checks.Count(check => check.Verdict == CheckVerdict.NotAsked);
        return
        [
            table,
            PageParts.Line($" {checks.Count(check => check.Verdict == CheckVerdict.Failed)} of {checks.Length} sources failed"
                + (unasked == 0 ? "" : $", {unasked} {(unasked == 1 ? "was" : "were")} not asked")),
        ];
    }

    private static string Word(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Ok => "ok",
        CheckVerdict.Failed => "failed",
        _ => "not asked",
    };
}

using System.Collections.Immutable;
using OrleansAssets.DataSources;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Output;

/// <summary>Checks of sources for people.</summary>
internal static class DoctorPage
{
    public static IEnumerable<IRenderable> Show(ImmutableArray<SourceCheck> checks)
    {
        var table = Page.Table("Source", "Check", "Mode", ">Calls", "~What was found");
        foreach (var check in checks)
        {
            table.Row(
                Page.Cell(check.SourceId),
                Page.Colored(
                    Word(check.Verdict), check.Verdict switch { CheckVerdict.Ok => true, CheckVerdict.Failed => false, _ => null }),
                Page.Cell(check.Mode),
                Page.Cell(Formats.Count(check.Calls)),
                Page.Cell(check.Text));
        }

        return [table, Page.Line($" {checks.Count(check => check.Verdict == CheckVerdict.Failed)} of {checks.Length} sources failed")];
    }

    private static string Word(CheckVerdict verdict) => verdict switch
    {
        CheckVerdict.Ok => "ok",
        CheckVerdict.Failed => "failed",
        _ => "not asked",
    };
}

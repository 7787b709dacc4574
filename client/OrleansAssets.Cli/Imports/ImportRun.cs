using System.Collections.Immutable;
using OrleansAssets.Api;
using OrleansAssets.Cli.Imports.Forms;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Cli.Imports;

/// <summary>Runs an import with progress, and tells how it ended.</summary>
internal static class ImportRun
{
    public static async Task<int> RunAsync<T>(
        CommandCall call,
        AssetsApi? client,
        ImportJob job,
        FileForm form,
        RowFormat<T> format,
        AddRows<T> add)
        where T : class
    {
        call.RepeatWith = "import the file again: twice changes nothing";
        var importer = new Importer<T>(job, form, format, add);
        var (check, report) = await ImportProgress.RunAsync(
            call.Output, progress => importer.RunAsync(client, progress, call.CancellationToken));
        if (report.Outcome == "rejected")
        {
            return Reject(call, check, report);
        }

        foreach (var fault in ImportPages.Faults(check))
        {
            call.Output.Warn($"left out: {fault}");
        }

        call.Output.Answer(report, AssetsJson.Form.ImportReport, ImportPages.Show);
        return ExitCodes.Done;
    }

    private static int Reject(CommandCall call, ImportCheck check, ImportReport report)
    {
        var message = check.HeaderFaults.IsEmpty
            ? $"{report.File}: {ValueText.Count(check.BadRows)} of {ValueText.Count(check.Rows)} rows are bad; nothing was imported. "
                + "Mend them, or leave them out with --skip-bad."
            : $"{report.File} cannot be imported: its columns are wrong (docs/import.md lists them).";
        if (call.Output.IsJson && check.HeaderFaults.IsEmpty)
        {
            call.Output.Answer(report, AssetsJson.Form.ImportReport, ImportPages.Show);
        }

        return call.Output.Fail(CommandError.BadInput(message, [.. ImportPages.Faults(check)]));
    }
}

using System.Collections.Immutable;
using OrleansAssets.Cli.Importing;
using OrleansAssets.Cli.Output;
using OrleansAssets.Client;

namespace OrleansAssets.Cli.Commands;

/// <summary>Runs an import with progress, and tells how it ended.</summary>
internal static class ImportRun
{
    public static async Task<int> RunAsync<T>(
        Call call,
        OrleansAssetsClient? client,
        ImportJob job,
        Func<RowFormat<T>> newFormat,
        AddRows<T> add)
        where T : class
    {
        call.RepeatWith = "import the file again: twice changes nothing";
        var importer = new Importer<T>(job, newFormat, add);
        var (check, report) = await ProgressSink.RunAsync(
            call.Terminal, progress => importer.RunAsync(client, progress, call.CancellationToken));
        if (report.Outcome == "rejected")
        {
            return Reject(call, check, report);
        }

        foreach (var fault in ImportPages.Faults(check))
        {
            call.Terminal.Note($"left out: {fault}");
        }

        call.Terminal.Answer(report, AssetsJson.Form.ImportReport, ImportPages.Show);
        return ExitCodes.Done;
    }

    private static int Reject(Call call, FileCheck check, ImportReport report)
    {
        var message = check.HeaderFaults.IsEmpty
            ? $"{report.File}: {Formats.Count(check.BadRows)} of {Formats.Count(check.Rows)} rows are bad; nothing was imported. "
                + "Mend them, or leave them out with --skip-bad."
            : $"{report.File} cannot be imported: its columns are wrong (docs/import.md lists them).";
        if (call.Terminal.IsJson && check.HeaderFaults.IsEmpty)
        {
            call.Terminal.Answer(report, AssetsJson.Form.ImportReport, ImportPages.Show);
        }

        return call.Terminal.Fail(CommandError.BadInput(message, [.. ImportPages.Faults(check)]));
    }
}

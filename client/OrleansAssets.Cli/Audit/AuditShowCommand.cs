using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using OrleansAssets.Api;
using OrleansAssets.Audit;
using OrleansAssets.Cli.Data;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;

namespace OrleansAssets.Cli.Audit;

/// <summary><c>audit show</c>: the newest entries of the log, of some kinds, page by page.</summary>
internal static class AuditShowCommand
{
    private const int PageMax = 1_000;

    public static Command Build(CommandRunner runner)
    {
        var stream = AuditCommands.StreamOption();
        var kinds = new Option<string?>("--kind")
        {
            Description = "Only these kinds, e.g. halt or decision,fill; of one stream", HelpName = "kinds",
        };
        var last = WholeOption.Of("--last", "How many entries, 1 to 1,000", "n", 20, 1, PageMax);
        var before = WholeOption.Number("--before", "Go on below this number, the last of the page before; of one stream");
        var csv = CsvOption.Of(last);
        var command = new Command("show", "Show the newest entries, newest first") { stream, kinds, last, before, csv };
        return runner.Online(command, async (call, client) =>
        {
            var (audit, name) = (client.Audit, call.Get(stream));
            if (name is null && (call.Get(kinds) is not null || call.Get(before) is not null))
            {
                return call.Output.Fail(CommandError.BadInput(
                    "--kind and --before are of one stream: name it, e.g. --stream portfolio/main."));
            }

            if (CsvOption.IsOfAll(call, csv, last))
            {
                var rows = ReadAsync(audit, name, call.Get(kinds), call.Get(before), call.CancellationToken);
                return await CsvOption.WriteAsync(call, csv, rows, AuditPages.Columns);
            }

            var page = name is null
                ? new AuditPage(await audit.GetLastAsync(null, call.Get(last), call.CancellationToken), Next: null)
                : await FindAsync(audit, name, call.Get(kinds), call.Get(before), call.Get(last), call.CancellationToken);
            var exit = ExitCodes.Done;
            if (CsvOption.IsIn(call, csv))
            {
                exit = await CsvOption.WriteAsync(call, csv, page.Entries.ToAsyncEnumerable(), AuditPages.Columns);
            }
            else
            {
                call.Output.Answer(page.Entries, ApiJson.Form.ImmutableArrayAuditEntry, AuditPages.Entries);
            }

            call.Output.NoteNext(page.Next?.ToString(CultureInfo.InvariantCulture));
            return exit;
        });
    }

    /// <summary>So many entries as are asked for, where there are: a page may have fewer though there are older ones.</summary>
    private static async Task<AuditPage> FindAsync(
        IAuditApi audit, string stream, string? kinds, long? before, int last, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<AuditEntry>();
        do
        {
            var page = await audit.FindAsync(stream, kinds, before, last - found.Count, cancellationToken);
            found.AddRange(page.Entries);
            before = page.Next;
        }
        while (before is not null && found.Count < last);

        return new AuditPage(found.ToImmutable(), before);
    }

    /// <summary>All entries of a stream, newest first; without one of each stream, by name.</summary>
    private static async IAsyncEnumerable<AuditEntry> ReadAsync(
        IAuditApi audit, string? stream, string? kinds, long? before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ImmutableArray<string> streams = stream is not null ? [stream]
            : [.. (await audit.GetStreamsAsync(cancellationToken)).Select(known => known.Name)];
        foreach (var name in streams)
        {
            var next = before;
            do
            {
                var page = await audit.FindAsync(name, kinds, next, PageMax, cancellationToken);
                foreach (var entry in page.Entries)
                {
                    yield return entry;
                }

                next = page.Next;
            }
            while (next is not null);
        }
    }
}

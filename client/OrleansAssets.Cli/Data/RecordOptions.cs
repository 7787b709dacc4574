using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;
using OrleansAssets.Api;
using OrleansAssets.Cli.Output;
using OrleansAssets.Cli.Running;
using Spectre.Console.Rendering;

namespace OrleansAssets.Cli.Data;

/// <summary>What the lists out of a portfolio's journal have in common: so many of them, from a place on, as CSV too.</summary>
internal sealed class RecordOptions
{
    private const int ListedUnlessAsked = 50;
    private const int PageMax = 1_000;

    private readonly Option<int> _most = WholeOption.Of("--most", "At most so many, 1 to 1,000", "count", ListedUnlessAsked, 1, PageMax);
    private readonly Option<long?> _before = WholeOption.Number("--before", "Go on behind this place, as the page before told it");
    private readonly Option<string> _portfolio = PortfolioOption.Of();
    private readonly Option<string?> _csv;

    public RecordOptions() => _csv = CsvOption.Of(_most);

    /// <summary>Adds them to a command that asks for pages of a list.</summary>
    public Command Run<TPage, TRow>(CommandRunner runner, Command command, RecordList<TPage, TRow> list)
    {
        foreach (var option in new Option[] { _most, _before, _csv, _portfolio })
        {
            command.Add(option);
        }

        return runner.Online(command, async (call, client) =>
        {
            var id = PortfolioOption.IdIn(call, _portfolio);
            if (CsvOption.IsOfAll(call, _csv, _most))
            {
                return await CsvOption.WriteAsync(
                    call, _csv, AllAsync(AskAsync, list, call.Get(_before), call.CancellationToken), list.Columns);
            }

            var page = await WholeAsync(AskAsync, list, call.Get(_before), call.Get(_most));
            var exit = ExitCodes.Done;
            if (CsvOption.IsIn(call, _csv))
            {
                exit = await CsvOption.WriteAsync(call, _csv, list.RowsOf(page).ToAsyncEnumerable(), list.Columns);
            }
            else
            {
                call.Output.Answer(page, list.Form, list.Show);
            }

            call.Output.NoteNext(list.NextOf(page)?.ToString(CultureInfo.InvariantCulture));
            return exit;

            Task<TPage> AskAsync(long? before, int most) => list.AskAsync(call, client, id, before, most);
        });
    }

    /// <summary>As many as are wanted, where there are: a page may have fewer though older ones have more.</summary>
    private static async Task<TPage> WholeAsync<TPage, TRow>(
        Func<long?, int, Task<TPage>> askAsync, RecordList<TPage, TRow> list, long? before, int most)
    {
        var page = await askAsync(before, most);
        var rows = list.RowsOf(page);
        while (list.NextOf(page) is { } next && rows.Length < most)
        {
            page = await askAsync(next, most - rows.Length);
            rows = rows.AddRange(list.RowsOf(page));
        }

        return list.With(page, rows);
    }

    /// <summary>All of them, page by page.</summary>
    private static async IAsyncEnumerable<TRow> AllAsync<TPage, TRow>(
        Func<long?, int, Task<TPage>> askAsync, RecordList<TPage, TRow> list, long? before,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await askAsync(before, PageMax);
            foreach (var row in list.RowsOf(page))
            {
                yield return row;
            }

            before = list.NextOf(page);
        }
        while (before is not null);
    }
}

/// <summary>One list: how its pages are asked for, and what they look like.</summary>
/// <param name="AskAsync">A page of a portfolio: before a number (null: the last ones), at most so many.</param>
/// <param name="With">A page with these rows in place of its own.</param>
internal sealed record RecordList<TPage, TRow>(
    Func<CommandCall, AssetsApi, string, long?, int, Task<TPage>> AskAsync,
    Func<TPage, ImmutableArray<TRow>> RowsOf,
    Func<TPage, ImmutableArray<TRow>, TPage> With,
    Func<TPage, long?> NextOf,
    JsonTypeInfo<TPage> Form,
    Func<TPage, IEnumerable<IRenderable>> Show,
    IReadOnlyList<CsvColumn<TRow>> Columns);

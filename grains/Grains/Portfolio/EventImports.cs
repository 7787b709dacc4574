using System.Collections.Immutable;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Imports;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>
/// Lines of a broker's statement: what the book has already is left, the rest is taken in its order, each once by its id. A crash in
/// between is healed by the next commit, which finds what was taken by its id.
/// </summary>
internal sealed class EventImports(
    LiveBook book, BookedReader booked, EventCommands events, MoneyCommands money, IImportStore imports, BookContext context)
{
    /// <summary>Sentences of an answer: more of them nobody reads.</summary>
    private const int ToldMax = 20;

    private readonly ImportsUnderWay _underWay = new();

    /// <summary>Takes what an import staged. Asked again while it is being taken, the answer is the same.</summary>
    public Task<ImportCounts> TakeAsync(Guid importId, ImportTarget target) =>
        _underWay.TakeAsync(importId, () => TakeOnceAsync(importId, target));

    private async Task<ImportCounts> TakeOnceAsync(Guid importId, ImportTarget target)
    {
        if (await imports.FindPublishedAsync(importId, CancellationToken.None) is { } before)
        {
            return before;
        }

        var lines = await DecideAsync(importId, target, CancellationToken.None);
        var (inserted, unchanged) = (0L, lines.LongCount(line => line.Outcome == LineOutcome.Known));
        foreach (var line in lines.Where(line => line.Outcome == LineOutcome.New))
        {
            var isRepeated = StatementConversion.FlowOf(line.Row, target.By) is { } flow
                ? (await money.MoveAsync(flow)).Repeated
                : (await events.RecordAsync(EventOf(line.Row, target.By))).Repeated;
            (inserted, unchanged) = isRepeated ? (inserted, unchanged + 1) : (inserted + 1, unchanged);
        }

        return await imports.NoteEventsAsync(
            importId, book.PortfolioId, CountsOf(lines, inserted, unchanged), CancellationToken.None);
    }

    /// <summary>What it would make of what an import staged; nothing is taken.</summary>
    public async Task<ImportCounts> DryAsync(Guid importId, ImportTarget target, CancellationToken cancellationToken)
    {
        var lines = await DecideAsync(importId, target, cancellationToken);
        return CountsOf(
            lines, lines.LongCount(line => line.Outcome == LineOutcome.New), lines.LongCount(line => line.Outcome == LineOutcome.Known));
    }

    /// <exception cref="InvalidRequestException">Names all lines that cannot be taken.</exception>
    private async Task<ImmutableArray<StatementLine>> DecideAsync(
        Guid importId, ImportTarget target, CancellationToken cancellationToken)
    {
        var rows = await imports.ReadEventsAsync(importId, cancellationToken);
        var written = await book.GetAsync();
        var (known, from) = await booked.ReadAsync(written);
        var lines = StatementRules.Decide(rows, known, from, target.BookDifferences);
        Refuse(
        [
            .. lines.Where(line => line.Outcome == LineOutcome.Refused).Select(line => $"{line.Text}."),
            .. FaultsOf(lines, written, target.By),
        ]);
        return lines;
    }

    private static ImportCounts CountsOf(ImmutableArray<StatementLine> lines, long inserted, long unchanged)
    {
        StatementLine[] left = [.. lines.Where(line => line.Outcome is LineOutcome.Booked or LineOutcome.BeforeTheBook)];
        return new ImportCounts(
            inserted, 0, unchanged, left.Length, left.Length == 0 ? null : Told([.. left.Select(line => line.Text!)])); // those are told
    }

    /// <summary>What the book would refuse, all of it at once: on a draft that is thrown away, in the order of the lines.</summary>
    private List<string> FaultsOf(ImmutableArray<StatementLine> lines, PortfolioBook written, string by)
    {
        var (faults, draft) = (new List<string>(), book.DraftOf(written));
        foreach (var row in lines.Where(line => line.Outcome == LineOutcome.New).Select(line => line.Row))
        {
            try
            {
                // The draft has outrun nothing, so that what the database knows need not be asked.
                if (StatementConversion.FlowOf(row, by) is { } flow)
                {
                    FillCheck.Check(flow, draft.Now);
                    var now = flow with { At = null }; // one that is late is not in a draft: it counts from now on here
                    var moved = draft.Run(tentative => MoneyCommands.Move(tentative, now, null, long.MaxValue, context));
                    if (moved is { Missing: > 0 })
                    {
                        faults.Add($"Line {row.Line}: {moved.Remark}");
                    }
                }
                else
                {
                    var one = EventOf(row, by);
                    BookEventCheck.Check(one, draft.Now);
                    draft.Run(tentative => EventCommands.Take(tentative, one, null, long.MaxValue, _ => null, context));
                }
            }
            catch (Exception exception) when (exception is InvalidRequestException or NotFoundException)
            {
                faults.Add($"Line {row.Line}: {exception.Message}");
            }
        }

        return faults;
    }

    // A broker wrote it and nobody typed it: there is nobody to ask a second time.
    private static BookEvent EventOf(ImportedEvent row, string by) => StatementConversion.EventOf(row, by) with { Confirmed = true };

    private static void Refuse(IReadOnlyList<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new InvalidRequestException($"Nothing was imported. {Told(faults, " ")}");
        }
    }

    private static string Told(IReadOnlyList<string> sentences, string between = "; ") => string.Join(
        between, sentences.Count <= ToldMax ? sentences : sentences.Take(ToldMax).Append($"and {sentences.Count - ToldMax} more"));
}

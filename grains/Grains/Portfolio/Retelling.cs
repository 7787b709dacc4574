using System.Collections.Immutable;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>
/// Tells a portfolio's journal anew, with what is known better by now: from its beginning, or from where it was told up to a time before
/// the change. Most of it is read before the command's turn, and the newest entries in it.
/// </summary>
internal sealed class Retelling(LiveBook book, FactsReader facts, BookContext context)
{
    /// <summary>Entries that are read at once.</summary>
    public const int PageSize = 1_000;

    private const int AttemptsMax = 4;

    private readonly ReplayMarks _marks = new();

    /// <summary>Runs a command that tells the journal anew, once by its id.</summary>
    /// <param name="beginAsync">The history with the command's change, from what is known better by now.</param>
    /// <param name="eventOf">What is written of it.</param>
    /// <param name="absent">What is thrown where there is nothing to be restated.</param>
    /// <param name="after">What else is done to the draft, after what is written.</param>
    /// <param name="tellAsync">Likewise a history of late; null, or null of it, where all of the journal has to be told.</param>
    public async Task<CorrectionOutcome> RunAsync(
        RetellingRequest request,
        Func<Amendments, Task<Restater>> beginAsync,
        Func<BookDraft, Restatement, BookReplay, PortfolioEvent> eventOf,
        Func<Amendments, Exception> absent,
        Action<BookDraft>? after = null,
        Func<PortfolioBook, Task<Restater?>>? tellAsync = null)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var written = await book.GetAsync();
            var read = await facts.ReadAsync(request.Kind, request.Id, written);
            if (IdRules.Find(IdsOf(written, request.Kind), read.Known, request.Kind, request.Id, request.Hash) is { } before)
            {
                return new CorrectionOutcome(null, before);
            }

            var known = Amendments.None;
            var lately = tellAsync is null ? null : await tellAsync(written);
            var restater = lately;
            if (restater is null)
            {
                known = await AmendmentsAsync(written.Head.Sequence);
                restater = await beginAsync(known);
                await TakeAsync(restater, written.Head.Sequence, areKnown: true);
            }

            var outcome = await book.RunAloneAsync(async draft =>
            {
                if (IdsOf(draft.Book, request.Kind).ForgottenUntil > read.KnownUntil)
                {
                    return null;
                }

                if (IdRules.Find(IdsOf(draft.Book, request.Kind), read.Known, request.Kind, request.Id, request.Hash) is { } sequence)
                {
                    return new CorrectionOutcome(null, sequence);
                }

                if (!await TakeAsync(restater, draft.Book.Head.Sequence, areKnown: false))
                {
                    // Another amendment came meanwhile: what is told from a book of late is told again at once, all else from the start.
                    lately = lately is null ? null : await tellAsync!(draft.Book);
                    if (lately is null)
                    {
                        return null;
                    }

                    restater = lately;
                }

                if (lately is null)
                {
                    _marks.Keep(restater.Marks); // what the draft adds is not written yet
                }

                return draft.Run(tentative =>
                    Write(tentative, restater, request.Operator, eventOf, after) ?? throw absent(known));
            });
            if (outcome is not null)
            {
                return outcome;
            }
        }

        throw new StorageUnavailableException($"Portfolio '{book.PortfolioId}' was corrected at the same time: try again.");
    }

    private CorrectionOutcome? Write(
        BookDraft draft, Restater restater, string by, Func<BookDraft, Restatement, BookReplay, PortfolioEvent> eventOf,
        Action<BookDraft>? after)
    {
        var (before, count) = (draft.Book, draft.Events.Count);
        if (Decide(draft, restater, by, eventOf, context) is not { } decided)
        {
            return null;
        }

        after?.Invoke(draft);
        if (!draft.Events.Skip(count).Any(entry => entry.Event is IrregularityFound))
        {
            Irregularities.OfRetold(before, draft.Book, draft.Now).ToList().ForEach(found => BookCommands.Question(draft, found));
        }

        return decided;
    }

    /// <summary>Restates a book, whose journal but for the draft's own entries was told.</summary>
    /// <returns>Null where there is nothing to be restated.</returns>
    public static CorrectionOutcome? Decide(
        BookDraft draft, Restater restater, string by, Func<BookDraft, Restatement, BookReplay, PortfolioEvent> eventOf,
        BookContext context)
    {
        BookCommands.Begin(draft, context, []);
        foreach (var entry in draft.Events)
        {
            restater.Take(entry.Event, entry.Sequence, draft.Now, entry.Actor);
        }

        if (restater.Finish(draft.Book) is not (var restated, var amended))
        {
            return null;
        }

        var corrected = eventOf(draft, restated, amended);
        var sequence = draft.Append(corrected, by);
        BookCommands.LatchAll(draft, context);
        return new CorrectionOutcome(corrected, sequence);
    }

    /// <summary>Where the journal was told up to a time before a late entry; null where nothing of it is remembered.</summary>
    public ReplayMark? MarkOf(Amendments known, PortfolioEvent late) => _marks.Find(known, late);

    /// <summary>What earlier corrections and late events say, up to an entry.</summary>
    public Task<Amendments> AmendmentsAsync(long until) => book.FoldKindsAsync(
        Amendments.Kinds, until, Amendments.None, (known, entry) => Amendments.MayBe(entry.Kind, entry.Payload)
            ? known.With(PortfolioEventJson.Read(entry.Kind, entry.Payload))
            : known);

    /// <summary>Tells the entries that were written since.</summary>
    /// <param name="areKnown">Whether the restater knows the amendments among them.</param>
    /// <returns>Whether none of them is an amendment that it does not know.</returns>
    public async Task<bool> TakeAsync(Restater restater, long until, bool areKnown)
    {
        while (restater.Sequence < until)
        {
            var entries = await book.ReadAsync(restater.Sequence, PageSize);
            if (entries.IsEmpty || !await Task.Run(() => Take(restater, entries, until, areKnown)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Take(Restater restater, ImmutableArray<AuditEntry> entries, long until, bool areKnown)
    {
        foreach (var entry in entries.TakeWhile(entry => entry.Sequence <= until))
        {
            var one = PortfolioEventJson.Read(entry.Kind, entry.Payload);
            if (!areKnown && Amendments.Is(one))
            {
                return false;
            }

            restater.Take(one, entry.Sequence, entry.At, entry.Actor);
        }

        return true;
    }

    /// <summary>The ids of a kind that a book remembers.</summary>
    public static RecentIds IdsOf(PortfolioBook book, string kind) => kind switch
    {
        JournalKinds.Fill => book.Fills,
        JournalKinds.Flow => book.CashFlows,
        _ => book.Events,
    };
}

/// <summary>The command that asks for it: what it is known by, and who said it.</summary>
internal sealed record RetellingRequest(string Id, string Hash, string Operator, string Kind = JournalKinds.Event);

/// <summary>What became of a correction.</summary>
/// <param name="Event">Null where it was recorded before: it is the event of <paramref name="Sequence"/>.</param>
internal sealed record CorrectionOutcome(PortfolioEvent? Event, long Sequence);

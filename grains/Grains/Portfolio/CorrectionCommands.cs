using System.Collections.Immutable;
using OrleansAssets.Audit;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Imports;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>
/// Fills, events and marks that were wrong, and events that come late: the journal is read from its beginning, or from where it was told up
/// to a time before what is late, and told anew. Most of it is read before the command's turn, and the newest entries in it.
/// </summary>
internal sealed class CorrectionCommands(
    LiveBook book, FactsReader facts, ImportedCorrections imported, BookContext context, TimeProvider clock)
{
    private const int AttemptsMax = 4;
    private const int PageSize = 1_000;

    private readonly ReplayMarks _marks = new();

    /// <summary>Takes a fill back, or puts the right one in its place: of the journal, or of an import that the book began with.</summary>
    public async Task<CorrectionAnswer> CorrectAsync(FillCorrection correction)
    {
        var asked = await AskAsync(correction);
        var outcome = await RunAsync(
            asked.Request, asked.BeginAsync, asked.EventOf, known => Unknown(known, correction), asked.After);
        var corrected = outcome.Event as FillCorrected
            ?? await book.EventAsync<FillCorrected>(outcome.Sequence, CancellationToken.None);
        if (corrected.Begun is not null)
        {
            await imported.FinishAsync(correction);
            facts.ReadAdoptedAgain();
        }

        return AnswerOf(correction.CorrectionId, corrected.Restated, outcome);
    }

    /// <summary>What it would do, on a draft that is thrown away.</summary>
    public async Task<CorrectionAnswer> DryCorrectAsync(FillCorrection correction)
    {
        var asked = await AskAsync(correction);
        var written = await book.GetAsync();
        var read = await facts.ReadAsync(JournalKinds.Event, correction.CorrectionId, written);
        if (IdRules.Find(written.Events, read.Known, JournalKinds.Event, correction.CorrectionId, asked.Request.Hash) is { } before)
        {
            var known = await book.EventAsync<FillCorrected>(before, CancellationToken.None);
            return AnswerOf(correction.CorrectionId, known.Restated, new CorrectionOutcome(null, before));
        }

        var amendments = await AmendmentsAsync(written.Head.Sequence);
        var restater = await asked.BeginAsync(amendments);
        await TakeAsync(restater, written.Head.Sequence, areKnown: true);
        var outcome = Decide(book.DraftOf(written), restater, correction.Operator, asked.EventOf, context)
            ?? throw Unknown(amendments, correction);
        return AnswerOf(correction.CorrectionId, ((FillCorrected)outcome.Event!).Restated, outcome) with { Sequence = 0 }; // it is decided
    }

    private async Task<AskedCorrection> AskAsync(FillCorrection correction)
    {
        CorrectionCheck.Check(correction, clock.GetUtcNow(), context.Configuration.HasNegativePrices);
        FillRecorded? right = null;
        Fill? replaced = null;
        ImportTaken? begun = null;
        var hash = ContentHash.Of(correction);
        var written = await book.GetAsync();
        var used = correction.Replacement is { } given ? await facts.ReadAsync(given, written) : null;
        var row = await imported.FindAsync(correction.FillId, written);
        if (row is { IsAdopted: false })
        {
            throw new InvalidRequestException(
                $"The fill '{correction.FillId}' ({SameFills.Text(row.Fill)}) came by an import that is in no position of portfolio "
                + $"'{book.PortfolioId}': nothing follows from it but its trades. What the book should have of it is recorded under its id "
                + "(assets order fill).");
        }

        var takenBack = row is null ? null : imported.Of(correction, row);
        return new AskedCorrection(
            new Request(correction.CorrectionId, hash, correction.Operator),
            async known =>
            {
                if (takenBack is null || known.Fills.ContainsKey(correction.FillId))
                {
                    return Restater.Of(known, correction, wrong =>
                    {
                        replaced = wrong.Fill;
                        return right = RightOf(wrong, correction);
                    });
                }

                begun = await imported.BegunAsync(takenBack, row!, (await book.GetAsync()).Head.Sequence); // its row
                return Restater.Of(known, correction, begun);
            },
            (draft, restated, _) =>
            {
                var isUsed = used is { Known: not null } or { Adopted: not null };
                if (correction.Replacement is { } fill && (isUsed || draft.Book.Fills.Find(fill.FillId) is not null))
                {
                    throw new InvalidRequestException(
                        $"The id '{fill.FillId}' was used for another fill before: give the replacement its own.");
                }

                RequireBelievable(draft, begun is null ? right : ConvertedOf(draft, correction, row!, used), used?.Quotes, context);
                return new FillCorrected(correction, hash, right, restated) { Begun = begun };
            },
            draft =>
            {
                // What takes a fill's place is held against the order as the fill that it is.
                if (right is not null && replaced is not null
                    && Irregularities.OfReplacement(draft.Book, replaced, right, draft.Now) is { } irregular)
                {
                    BookCommands.Question(draft, irregular);
                }
            });
    }

    // What takes the place of a fill of an import is converted by the rate of its day; what it is held against is of now.
    private static FillRecorded? ConvertedOf(BookDraft draft, FillCorrection correction, ImportedRow wrong, IdFacts? used) =>
        correction.Replacement is not { } right ? null
            : FillConversion.Of(
                right.At == default ? right with { At = wrong.Fill.At } : right, draft, id => used?.Quotes.GetValueOrDefault(id));

    private Exception Unknown(Amendments known, FillCorrection correction) => known.Fills.ContainsKey(correction.FillId)
        ? new InvalidRequestException($"The fill '{correction.FillId}' was corrected before: correct what took its place.")
        : new NotFoundException($"Portfolio '{book.PortfolioId}' has no fill '{correction.FillId}'.");

    /// <summary>Takes an event back.</summary>
    public async Task<CorrectionAnswer> CorrectAsync(EventCorrection correction)
    {
        CorrectionCheck.Check(correction);
        var hash = ContentHash.Of(correction);
        var outcome = await RunAsync(
            new Request(correction.CorrectionId, hash, correction.Operator),
            known => Task.FromResult(Restater.Of(known, correction)),
            (_, restated, _) => new EventCorrected(correction, hash, restated),
            known => known.Events.Contains(correction.EventId)
                ? new InvalidRequestException($"The event '{correction.EventId}' was taken back before.")
                : new NotFoundException($"Portfolio '{book.PortfolioId}' has no event '{correction.EventId}'."));
        var corrected = outcome.Event as EventCorrected
            ?? await book.EventAsync<EventCorrected>(outcome.Sequence, CancellationToken.None);
        return AnswerOf(correction.CorrectionId, corrected.Restated, outcome);
    }

    public async Task<CorrectionAnswer> CorrectAsync(MarkCorrection correction)
    {
        CorrectionCheck.Check(correction, clock.GetUtcNow(), context.Configuration.HasNegativePrices(correction.AssetId ?? ""));
        var hash = ContentHash.Of(correction);
        var quote = correction.Price is null ? null : await facts.QuoteOfAsync(correction.AssetId);
        var outcome = await RunAsync(
            new Request(correction.CorrectionId, hash, correction.Operator),
            known => Task.FromResult(Restater.Of(known, correction)),
            (_, restated, _) =>
            {
                RequireBelievable(correction, quote, context);
                return new MarkCorrected(correction, hash, restated);
            },
            _ => new NotFoundException(
                $"Portfolio '{book.PortfolioId}' has no mark of {correction.AssetId} from {InstantText.Seconds(correction.From)} "
                + $"to {InstantText.Seconds(correction.To)}."));
        var corrected = outcome.Event as MarkCorrected
            ?? await book.EventAsync<MarkCorrected>(outcome.Sequence, CancellationToken.None);
        return AnswerOf(correction.CorrectionId, corrected.Restated, outcome);
    }

    /// <summary>Takes an event at its own time, which is over.</summary>
    /// <param name="require">Refuses what nobody would believe of it, once it is known what it did at its time.</param>
    public async Task<BookEventOutcome> HappenAsync(BookEventRecorded late, Action<BookDraft, BookEventRecorded> require)
    {
        var id = late.Event.EventId;
        var outcome = await RunAsync(
            new Request(id, late.ContentHash, late.Event.Operator),
            known => Task.FromResult(Restater.Of(known, late, _marks.Find(known, late))),
            (draft, restated, amended) =>
            {
                var happened = late with { Outcome = amended.Outcomes[id], Restated = restated };
                require(draft, happened);
                return happened;
            },
            _ => Absent(late));
        return new BookEventOutcome(outcome.Event as BookEventRecorded, outcome.Sequence);
    }

    /// <summary>What a late event would do to a book as it is written; nothing is recorded.</summary>
    public async Task<BookEventOutcome> DryHappenAsync(BookEventRecorded late, PortfolioBook written)
    {
        var id = late.Event.EventId;
        var known = await AmendmentsAsync(written.Head.Sequence);
        var restater = Restater.Of(known, late, _marks.Find(known, late));
        await TakeAsync(restater, written.Head.Sequence, areKnown: true);
        var outcome = Decide(
            book.DraftOf(written), restater, late.Event.Operator,
            (_, restated, amended) => late with { Outcome = amended.Outcomes[id], Restated = restated }, context) ?? throw Absent(late);
        return new BookEventOutcome(outcome.Event as BookEventRecorded, outcome.Sequence);
    }

    /// <summary>Takes a fill at its own time, after which something came already.</summary>
    /// <param name="irregular">What nobody approved of it; null where nothing is.</param>
    /// <param name="fundedAt">When the book had its first money.</param>
    public async Task<FillOutcome> FillAsync(FillRecorded late, Irregularity? irregular, DateTimeOffset? fundedAt)
    {
        var id = late.Fill.FillId;
        var outcome = await RunAsync(
            new Request(id, late.ContentHash, BookCommands.Self, JournalKinds.Fill),
            known => Task.FromResult(Restater.Of(known, late, _marks.Find(known, late))),
            (_, restated, amended) => amended.LateFills[id] with { Restated = restated },
            _ => new InvalidRequestException(
                $"The fill '{id}' is refused: nothing was recorded since {InstantText.Seconds(late.Fill.At)}."),
            draft =>
            {
                if (irregular is not null)
                {
                    BookCommands.Question(draft, irregular);
                }
            },
            written => TellAsync(late, fundedAt, written));
        return new FillOutcome(outcome.Event as FillRecorded, outcome.Sequence);
    }

    private async Task<CorrectionOutcome> RunAsync(
        Request request,
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
            if (IdRules.Find(IdsOf(written, request), read.Known, request.Kind, request.Id, request.Hash) is { } before)
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
                if (IdsOf(draft.Book, request).ForgottenUntil > read.KnownUntil)
                {
                    return null;
                }

                if (IdRules.Find(IdsOf(draft.Book, request), read.Known, request.Kind, request.Id, request.Hash) is { } sequence)
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
                {
                    var decided = Decide(tentative, restater, request.Operator, eventOf, context) ?? throw absent(known);
                    after?.Invoke(tentative);
                    return decided;
                });
            });
            if (outcome is not null)
            {
                return outcome;
            }
        }

        throw new StorageUnavailableException($"Portfolio '{book.PortfolioId}' was corrected at the same time: try again.");
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

    /// <summary>Refuses a replacement that nobody would believe, as any fill.</summary>
    public static void RequireBelievable(
        BookDraft draft, FillRecorded? right, ImmutableDictionary<string, Quote?>? quotes, BookContext context)
    {
        if (right is not null)
        {
            FillCommands.RequireBelievable(
                draft, PresentUnits.Of(draft.Book, right), id => quotes?.GetValueOrDefault(id), context, isReplacement: true);
        }
    }

    /// <summary>Likewise a price that takes the place of wrong marks, which it is not held against.</summary>
    public static void RequireBelievable(MarkCorrection correction, Quote? quote, BookContext context)
    {
        if (correction is { Price: { } price, Confirmed: false } && StatedFigures.OfPrice(
            price, correction.To, null, quote, context.Configuration.QuoteLimitsOf(correction.AssetId)) is { } doubt)
        {
            throw new InvalidRequestException(
                $"The correction '{correction.CorrectionId}' is hard to believe: {doubt}. Where it is a slip, correct it; where it is "
                + "true, say it a second time and confirm it (--yes, or confirmed in the API).");
        }
    }

    private FillRecorded? RightOf(FillRecorded wrong, FillCorrection correction)
    {
        if (correction.Replacement is not { } right)
        {
            return null;
        }

        right = right.At == default ? right with { At = wrong.Fill.At } : right;
        var definition = context.Configuration.FindAsset(right.AssetId);
        return definition is not null || right.AssetId == wrong.Fill.AssetId
            ? FillReplacement.Of(wrong, right, definition?.ClassId ?? wrong.ClassId)
            : throw UnknownId.Of("asset", right.AssetId, context.Configuration.Assets.Select(asset => asset.Id));
    }

    /// <summary>
    /// A book told from the last one that was written before a late fill; null where that is not remembered, or was corrected since.
    /// </summary>
    private async Task<Restater?> TellAsync(FillRecorded late, DateTimeOffset? fundedAt, PortfolioBook written)
    {
        if (book.Recent.Find(late, fundedAt, clock.GetUtcNow()) is not { } from)
        {
            return null;
        }

        var entries = new List<(PortfolioEvent Event, AuditEntry Entry)>();
        for (var after = from.Head.Sequence; after < written.Head.Sequence;)
        {
            var page = await book.ReadAsync(after, PageSize);
            if (page.IsEmpty)
            {
                return null;
            }

            after = page[^1].Sequence;
            entries.AddRange(page.Where(entry => entry.Sequence <= written.Head.Sequence)
                .Select(entry => (PortfolioEventJson.Read(entry.Kind, entry.Payload), entry)));
        }

        var since = entries.Where(one => Amendments.Is(one.Event) || one.Event is ImportTaken).Select(one => one.Event).ToArray();
        if (since.Any(one => one is not FillRecorded told || FillTimes.IsAfter(from, told, fundedAt, clock.GetUtcNow())))
        {
            return null;
        }

        var known = since.Aggregate(Amendments.None, (sofar, one) => sofar.With(one));
        var restater = Restater.Of(known, late, ReplayMark.Of(from, known));
        entries.ForEach(one => restater.Take(one.Event, one.Entry.Sequence, one.Entry.At, one.Entry.Actor));
        return restater;
    }

    /// <summary>What earlier corrections and late events say, up to an entry.</summary>
    private Task<Amendments> AmendmentsAsync(long until) => book.FoldKindsAsync(
        Amendments.Kinds, until, Amendments.None, (known, entry) => Amendments.MayBe(entry.Kind, entry.Payload)
            ? known.With(PortfolioEventJson.Read(entry.Kind, entry.Payload))
            : known);

    /// <summary>Tells the entries that were written since.</summary>
    /// <param name="areKnown">Whether the restater knows the amendments among them.</param>
    /// <returns>Whether none of them is an amendment that it does not know.</returns>
    private async Task<bool> TakeAsync(Restater restater, long until, bool areKnown)
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

    private static InvalidRequestException Absent(BookEventRecorded late) => new(
        $"The event '{late.Event.EventId}' is refused: nothing was recorded since {InstantText.Seconds(late.Event.EffectiveAt)}.");

    private static CorrectionAnswer AnswerOf(string id, Restatement restated, CorrectionOutcome outcome) => new(
        id,
        outcome.Sequence,
        restated.Figures.Cash,
        restated.Figures.Equity.Amount,
        restated.Figures.PeakEquity,
        PortfolioFold.ChainOf(restated.Figures).DrawdownAt(restated.Figures.Equity.Amount),
        [.. restated.Days.Select(day => day.Day)],
        [.. restated.Trades.Select(trade => trade.Trade.TradeId)],
        [.. restated.RemovedTrades.Select(trade => trade.Trade.TradeId)],
        restated.CorrectedHalts,
        Repeated: outcome.Event is null);

    private static RecentIds IdsOf(PortfolioBook book, Request request) => request.Kind == JournalKinds.Fill ? book.Fills : book.Events;

    /// <param name="BeginAsync">The history with the correction, from what is known better by now.</param>
    /// <param name="EventOf">What is written of it.</param>
    private sealed record AskedCorrection(
        Request Request,
        Func<Amendments, Task<Restater>> BeginAsync,
        Func<BookDraft, Restatement, BookReplay, PortfolioEvent> EventOf,
        Action<BookDraft> After);

    private sealed record Request(string Id, string Hash, string Operator, string Kind = JournalKinds.Event);
}

/// <summary>What became of a correction.</summary>
/// <param name="Event">Null where it was recorded before: it is the event of <paramref name="Sequence"/>.</param>
internal sealed record CorrectionOutcome(PortfolioEvent? Event, long Sequence);

using System.Collections.Immutable;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Fills, events and marks that were wrong: taken back, or put right, from their own time on.</summary>
internal sealed class CorrectionCommands(
    LiveBook book, FactsReader facts, ImportedCorrections imported, Retelling retelling, BookContext context, TimeProvider clock)
{
    /// <summary>Takes a fill back, or puts the right one in its place: of the journal, or of an import that the book began with.</summary>
    public async Task<CorrectionAnswer> CorrectAsync(FillCorrection correction)
    {
        var asked = await AskAsync(correction);
        var outcome = await retelling.RunAsync(
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

        var amendments = await retelling.AmendmentsAsync(written.Head.Sequence);
        var restater = await asked.BeginAsync(amendments);
        await retelling.TakeAsync(restater, written.Head.Sequence, areKnown: true);
        var outcome = Retelling.Decide(book.DraftOf(written), restater, correction.Operator, asked.EventOf, context)
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
            throw InvalidRequestException.At(
                "fillId", correction.FillId, "must be a fill that is in a position",
                $"The fill '{correction.FillId}' ({SameFills.Text(row.Fill)}) came by an import that is in no position of portfolio "
                + $"'{book.PortfolioId}': nothing follows from it but its trades. What the book should have of it is recorded under its id "
                + "(assets order fill).", "record what the book should have of it under its id, as any fill");
        }

        var takenBack = row is null ? null : imported.Of(correction, row);
        return new AskedCorrection(
            new RetellingRequest(correction.CorrectionId, hash, correction.Operator),
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
                    throw InvalidRequestException.At(
                        "replacement.fillId", fill.FillId, "must be an id that was not used",
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
        ? InvalidRequestException.At(
            "fillId", correction.FillId, "must be a fill that was not corrected",
            $"The fill '{correction.FillId}' was corrected before: correct what took its place.",
            "correct what took its place")
        : new NotFoundException($"Portfolio '{book.PortfolioId}' has no fill '{correction.FillId}'.");

    /// <summary>Takes an event back.</summary>
    public async Task<CorrectionAnswer> CorrectAsync(EventCorrection correction)
    {
        CorrectionCheck.Check(correction);
        var hash = ContentHash.Of(correction);
        var outcome = await retelling.RunAsync(
            new RetellingRequest(correction.CorrectionId, hash, correction.Operator),
            known => Task.FromResult(Restater.Of(known, correction)),
            (_, restated, _) => new EventCorrected(correction, hash, restated),
            known => known.Events.Contains(correction.EventId)
                ? InvalidRequestException.At(
                    "eventId", correction.EventId, "must be an event that was not taken back",
                    $"The event '{correction.EventId}' was taken back before.")
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
        var outcome = await retelling.RunAsync(
            new RetellingRequest(correction.CorrectionId, hash, correction.Operator),
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
            throw InvalidRequestException.Doubted(
                "price", price, "must be near the market, or confirmed",
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

    /// <param name="BeginAsync">The history with the correction, from what is known better by now.</param>
    /// <param name="EventOf">What is written of it.</param>
    private sealed record AskedCorrection(
        RetellingRequest Request,
        Func<Amendments, Task<Restater>> BeginAsync,
        Func<BookDraft, Restatement, BookReplay, PortfolioEvent> EventOf,
        Action<BookDraft> After);

}

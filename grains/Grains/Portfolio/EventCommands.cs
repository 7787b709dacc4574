using OrleansAssets.Domain;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>What happens to a position or to cash without a trade: taken once by its id.</summary>
internal sealed class EventCommands(
    LiveBook book, FactsReader facts, BookedReader booked, CorrectionCommands corrections, LateCommands late, BookContext context,
    TimeProvider clock)
{
    public async Task<BookEventAnswer> RecordAsync(BookEvent one)
    {
        BookEventCheck.Check(one, clock.GetUtcNow());
        await RequireKnowableAsync(one);
        var outcome = await book.RunAsync(
            async written => (Ids: await facts.ReadAsync(one, written), Paid: await PaidAsync(one, written)),
            (draft, read) => read.Paid is { } paid && !IsKnown(draft.Book, one, read.Ids)
                ? Settle(draft.Book, one, paid, read.Ids.KnownUntil)
                : Take(draft, one, read.Ids.Known, read.Ids.KnownUntil, read.Ids.QuoteOf, context, read.Ids.Market));
        if (outcome.IsLate)
        {
            var read = await facts.ReadAsync(one, await book.GetAsync());
            outcome = await late.HappenAsync( // what is late is known
                outcome.Event!, (draft, known) => RequireBelievable(DoubtOf(draft.Book, known, read.QuoteOf, read.Market, context), one));
        }

        return AnswerOf(
            outcome.Event ?? await book.EventAsync<BookEventRecorded>(outcome.Sequence, CancellationToken.None),
            outcome.Sequence,
            repeated: outcome.Event is null);
    }

    /// <summary>Takes an event back.</summary>
    public async Task<CorrectionAnswer> CorrectAsync(EventCorrection correction)
    {
        var answer = await corrections.CorrectAsync(correction);
        await booked.NoteTakenBackAsync(correction);
        return answer;
    }

    /// <summary>Whether a corporate action's asset was held when it came to hold; where it was traded since, the journal is told.</summary>
    public async Task<bool> IsConcernedAsync(CorporateAction action)
    {
        ArgumentNullException.ThrowIfNull(action);
        var written = await book.GetAsync();
        if (!ActionConcerns.May(action, written))
        {
            return false;
        }

        var (_, from) = await booked.ReadAsync(written);
        if (ActionConcerns.Of(action, written, from) is { } known)
        {
            return known;
        }

        // A dividend says whose units it met, though they be as many short as long.
        var probe = BookEvent.Dividend(
            $"held:{SettlingRules.EventId(action)}", action.EffectiveAt(), action.AssetId, 1, SettlingRules.Operator, "what was held then");
        var told = await late.DryHappenAsync(
            new BookEventRecorded(
                probe, "", context.Configuration.FindAsset(action.AssetId)?.ClassId, false, null, 1, SettlingRules.Operator,
                EventOutcome.None),
            written);
        return told.Event?.Outcome is { } outcome && (outcome.QuantityBefore != 0 || outcome.Shares.Any(share => share.Amount != 0));
    }

    /// <summary>What it would do, on a draft that is thrown away.</summary>
    public async Task<BookEventAnswer> DryAsync(BookEvent one, CancellationToken cancellationToken)
    {
        BookEventCheck.Check(one, clock.GetUtcNow());
        await RequireKnowableAsync(one);
        var written = await book.GetAsync();
        var read = await facts.ReadAsync(one, written).WaitAsync(cancellationToken);
        var outcome = Take( // the draft has outrun nothing
            book.DraftOf(written), one with { Confirmed = true }, read.Known, read.KnownUntil, read.QuoteOf, context, read.Market)!;
        if (outcome.IsLate)
        {
            outcome = await late.DryHappenAsync(outcome.Event!, written).WaitAsync(cancellationToken); // what is late is known
        }

        var doubt = outcome.Event is { } asked && !one.Confirmed ? DoubtOf(written, asked, read.QuoteOf, read.Market, context) : null;

        return AnswerOf(
            outcome.Event ?? await book.EventAsync<BookEventRecorded>(outcome.Sequence, cancellationToken),
            outcome.Event is null ? outcome.Sequence : 0,
            repeated: outcome.Event is null) with { Doubt = doubt };
    }

    /// <param name="known">What the database knows of the event's id.</param>
    /// <param name="knownUntil">Number of the last event when it was asked.</param>
    /// <param name="market">The newest quote of its asset, whether it is believed or not; null for none.</param>
    /// <returns>Null where the database must be asked again.</returns>
    public static BookEventOutcome? Take(
        BookDraft draft, BookEvent one, JournalId? known, long knownUntil, Func<string, Quote?> quoteOf, BookContext context,
        Quote? market = null)
    {
        if (draft.Book.Events.ForgottenUntil > knownUntil)
        {
            return null;
        }

        var hash = ContentHash.Of(one);
        if (IdRules.Find(draft.Book.Events, known, "event", one.EventId, hash) is { } sequence)
        {
            return new BookEventOutcome(null, sequence);
        }

        one = one.EffectiveAt == default ? one with { EffectiveAt = draft.Now } : one; // who leaves the time out may say it again
        BookCommands.Begin(draft, context, []);
        var recorded = Of(draft, one, quoteOf, context) with { ContentHash = hash };
        if (BookEventRules.IsLate(draft.Book, one, draft.Now))
        {
            return new BookEventOutcome(recorded, 0, IsLate: true);
        }

        var effect = BookEventRules.Of(draft.Book, recorded);
        if (one is { Kind: BookEventKind.Split, Amount: not null } && effect.Outcome.Amount == 0)
        {
            throw InvalidRequestException.At(
                "amount", one.Amount, "must be left out, as no fraction is left to be paid for",
                $"The event '{one.EventId}' is refused: the split leaves no fraction of {one.AssetId} to be paid for; leave the amount "
                + "out.");
        }

        recorded = recorded with { Outcome = effect.Outcome };
        RequireBelievable(DoubtOf(draft.Book, recorded, quoteOf, market, context), one);
        var number = draft.Append(recorded, one.Operator);
        foreach (var trade in effect.Closed)
        {
            draft.Append(trade, BookCommands.Self);
        }

        BookCommands.LatchAll(draft, context);
        return new BookEventOutcome(recorded, number);
    }

    private static string? DoubtOf(
        PortfolioBook book, BookEventRecorded recorded, Func<string, Quote?> quoteOf, Quote? market, BookContext context) =>
        context.IsShadow && recorded.Event.Kind >= BookEventKind.Dividend && recorded.Event.Operator != SettlingRules.Operator
            ? EventBelief.OnPaper
        : EventBelief.OfNewName(book, recorded.Event, context.Configuration) ?? EventBelief.DoubtOf(
            book, recorded, recorded.Event.AssetId is { } asset ? quoteOf(asset) : null, market,
            context.Configuration.QuoteLimitsOf(recorded.Event.AssetId ?? ""),
            recorded.Event.NewAssetId is { } next ? quoteOf(next) : null);

    // What was held before the book had its first money is known to nobody here: fills of before that count from then on.
    private async Task RequireKnowableAsync(BookEvent one)
    {
        var written = await book.GetAsync();
        var isOfUnits = one is { Kind: BookEventKind.Delisting } or { Kind: BookEventKind.Dividend, PerUnit: not null }
            || (one is { Kind: BookEventKind.Split or BookEventKind.SymbolChange, AssetId: { } asset }
                && written.Begun is { } begun && begun.Any(held => held.AssetId == asset)); // of an import, at its time
        if (isOfUnits && one.EffectiveAt != default && one.Operator != SettlingRules.Operator
            && await book.FundedAtAsync() is var funded && one.EffectiveAt < funded
            && (await facts.ReadAsync(one, written)).Known is null && written.Events.Find(one.EventId) is null)
        {
            throw InvalidRequestException.At(
                "effectiveAt", one.EffectiveAt, "must not be before the book had its first money",
                $"The event '{one.EventId}' is refused: it is of {InstantText.Seconds(one.EffectiveAt)}, before the book had its first "
                + $"money ({InstantText.Seconds(funded)}), and what was held then is not known here. Give "
                + (one.Kind == BookEventKind.Dividend ? "its amount in all, in place of what a unit had." : "a time from then on."),
                one.Kind == BookEventKind.Dividend ? "give its amount in all" : "give a time from then on");
        }
    }

    private static void RequireBelievable(string? doubt, BookEvent one)
    {
        if (doubt is not null && !one.Confirmed)
        {
            throw InvalidRequestException.Doubted(
                "confirmed", "false", "must be true for what is hard to believe",
                $"The event '{one.EventId}' is hard to believe: {doubt}. Where it is a slip, correct it; where it is true, say it a second "
                + "time and confirm it (--yes, or confirmed in the API).");
        }
    }

    /// <summary>
    /// Where the product collected a dividend or a split itself: what the book has of it by a statement or by hand; null for nothing.
    /// </summary>
    private async Task<(BookedMatter Booked, bool IsEqual)?> PaidAsync(BookEvent one, PortfolioBook written)
    {
        if (one.Operator != SettlingRules.Operator || BookedMatters.KindOf(one.Kind) is not { } kind)
        {
            return null;
        }

        var (known, _) = await booked.ReadAsync(written);
        if (!known.Any(other => !other.IsCollected && other.Kind == kind && other.AssetId == one.AssetId))
        {
            return null;
        }

        var (would, paidOn) = (await DryAsync(one, CancellationToken.None), await booked.PaidOnAsync(one.AssetId));
        var recorded = new BookEventRecorded(
            one, "", null, false, null, would.Rate, would.RateSource,
            EventOutcome.None with { Amount = would.Amount, Withheld = would.Withheld });
        return StatementRules.FindPaid(BookedMatters.Of(recorded, kind, paidOn), known);
    }

    private static bool IsKnown(PortfolioBook book, BookEvent one, IdFacts read) =>
        read.Known is not null || book.Events.Find(one.EventId) is not null;

    /// <returns>Null where the book must be read again: an event came meanwhile.</returns>
    private static BookEventOutcome? Settle(
        PortfolioBook book, BookEvent one, (BookedMatter Booked, bool IsEqual) paid, long readUntil) =>
        book.Events.BySequence.Keys.LastOrDefault() > readUntil ? null
            : paid.IsEqual ? new BookEventOutcome(null, paid.Booked.Sequence)
            : throw InvalidRequestException.At(
                "eventId", one.EventId, "must be what the book has not yet",
                $"The event '{one.EventId}' is refused: the book has {StatementRules.TextOf(paid.Booked)}, which differs from it. Look at "
                + "the broker's statement: where the book is right there is nothing to do, else record the difference ('assets portfolio "
                + "event').", "look at the broker's statement, and record what the book differs from it by, if it does");

    private static BookEventRecorded Of(BookDraft draft, BookEvent one, Func<string, Quote?> quoteOf, BookContext context)
    {
        var configuration = context.Configuration;
        var ids = configuration.Assets.Select(asset => asset.Id);
        if (one.AssetId is { } asset && configuration.FindAsset(asset) is null && !RoundTrips.Holds(draft.Book, asset))
        {
            throw UnknownId.Of("asset", asset, ids);
        }

        if (!BookEventRules.IsLate(draft.Book, one, draft.Now) && BookEventRules.FaultOf(draft.Book, one) is { } fault)
        {
            throw InvalidRequestException.At(
                "newAssetId", one.NewAssetId, $"must be another: {fault}",
                $"The event '{one.EventId}' is refused: {fault}.");
        }

        var held = one.AssetId is null ? null : draft.Book.Positions.GetValueOrDefault(one.AssetId);
        var definition = (one.NewAssetId ?? one.AssetId) is { } id ? configuration.FindAsset(id) : null;
        var isMargined = one.AssetId is { } priced && Conversions.IsMargined(priced);
        var conversion = ConversionOf(one, held, draft, quoteOf, context);
        return new BookEventRecorded(
            one, "", definition?.ClassId ?? held?.ClassId, isMargined,
            isMargined || definition is null ? null : definition.Risk.OrderTerms.QuantityStep,
            conversion.Rate, conversion.Source, EventOutcome.None);
    }

    private static ExchangeRate ConversionOf(
        BookEvent one, BookPosition? held, BookDraft draft, Func<string, Quote?> quoteOf, BookContext context)
    {
        var currency = BookEventRecorded.CurrencyOf(one);
        if (one.Rate is { } rate)
        {
            if (!one.Confirmed && StatedFigures.OfRate(
                currency, rate, one.EffectiveAt, draft, quoteOf, context.Configuration) is { } doubt)
            {
                throw InvalidRequestException.Doubted(
                    "rate", rate, "must be near the known one, or confirmed",
                    $"The event '{one.EventId}' is hard to believe: {doubt}. Where it is a slip, correct it; where it is true, state the "
                    + $"rate first ('assets portfolio rate {currency} RATE --yes'), or confirm the event (--yes, or confirmed in the "
                    + "API).");
            }

            return currency != Conversions.Currency || rate == 1
                ? new ExchangeRate(currency, Conversions.Currency, rate, "given with the event", one.EffectiveAt)
                : throw InvalidRequestException.At(
                    "rate", rate, "must be 1 or left out in the portfolio's own currency",
                    $"The event '{one.EventId}' is in {currency}, the portfolio's currency: leave its rate out, or give 1.");
        }

        // What is held has been converted before; a split or a change of the symbol moves no money.
        return Conversions.Find(currency, draft.Book, quoteOf, draft.Now)
            ?? (held?.Conversion is { } used && used.From == currency ? used : (ExchangeRate?)null)
            ?? (one is { Amount: null, PerUnit: null }
                ? new ExchangeRate(currency, Conversions.Currency, 1, "no money moved", draft.Now)
                : throw InvalidRequestException.At(
                    "rate", one.Rate, "must be given where no rate of the currency is known",
                    $"The event '{one.EventId}' is in {currency}, and no conversion to {Conversions.Currency} is known: give a rate with "
                    + $"it, state one ('assets portfolio rate {currency} RATE'), or collect "
                    + $"{string.Join(" or ", Conversions.PairsOf(currency))}.",
                    $"give a rate with it, state one, or collect {string.Join(" or ", Conversions.PairsOf(currency))}"));
    }

    private static BookEventAnswer AnswerOf(BookEventRecorded recorded, long sequence, bool repeated) => new(
        recorded.Event.EventId, recorded.Event.Kind, sequence, recorded.Outcome.AssetId, recorded.Outcome.QuantityBefore,
        recorded.Outcome.QuantityAfter, recorded.Outcome.Amount, recorded.Outcome.Withheld, recorded.Rate, recorded.RateSource, repeated)
    {
        RevisedDays = recorded.Restated?.Days.Length ?? 0,
        RevisedFrom = recorded.Restated?.Days is [var first, ..] ? first.Day : null,
        PriceBefore = recorded.Outcome.PriceBefore,
        PriceAfter = recorded.Outcome.PriceAfter,
    };
}

/// <summary>What became of an event.</summary>
/// <param name="Event">Null where it was recorded before: it is the event of <paramref name="Sequence"/>.</param>
/// <param name="IsLate">Whether it is yet to be taken, at its own time.</param>
internal sealed record BookEventOutcome(BookEventRecorded? Event, long Sequence, bool IsLate = false);

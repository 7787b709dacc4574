using System.Collections.Immutable;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.Returns;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Cash flows, marks, rates and imports.</summary>
internal sealed class MoneyCommands(LiveBook book, FactsReader facts, LateCommands lateness, BookContext context, TimeProvider clock)
{
    public async Task<CashFlowAnswer> MoveAsync(CashFlow flow)
    {
        FillCheck.Check(flow, clock.GetUtcNow());
        var outcome = await book.RunAsync(
            async written => (
                Ids: await facts.ReadAsync(flow, written),
                Standing: await facts.StandingAsync(written.WithdrawalWords.Any(word => word.FlowId == flow.FlowId))),
            (draft, read) => Decide(draft, flow, read.Ids.Known, read.Ids.KnownUntil, context, read.Standing));
        if (outcome.Late is not { } late)
        {
            return outcome.Answer;
        }

        var (moved, sequence) = await lateness.MoveAsync(late, flow.Operator);
        return Answer(await book.GetAsync(), flow, sequence, repeated: moved is null) with
        {
            RevisedDays = moved?.Restated?.Days.Length ?? 0,
        };
    }

    public async Task MarkAsync(ImmutableArray<PriceMark> marks)
    {
        var now = clock.GetUtcNow();
        var given = marks.IsDefault ? [] : marks;
        foreach (var mark in given)
        {
            FillCheck.Check(mark, now, context.Configuration.HasNegativePrices(mark?.AssetId ?? ""));
        }

        var quotes = await facts.QuotesAsync(await book.GetAsync());
        await book.RunAsync(draft =>
        {
            RequireAgreed(draft, given, id => quotes.GetValueOrDefault(id), context);
            RequireBelievable(draft, given, id => quotes.GetValueOrDefault(id), context);
            return Mark(draft, given, id => quotes.GetValueOrDefault(id), context);
        });
    }

    public async Task StateRateAsync(string currency, decimal rate, string by, bool confirmed)
    {
        FillCheck.CheckRate(currency, rate, by);
        var standing = await facts.StandingAsync((await book.GetAsync()).RateWords is not null);
        var quotes = await facts.QuotesOfAsync([new Currency(currency)]);
        await book.RunAsync(draft => StateRate(
            draft, new RateWord(currency, Rounding.Normal(rate), by, draft.Now), confirmed, id => quotes.GetValueOrDefault(id), context,
            standing));
    }

    /// <summary>States a conversion, or has it wait for another's word.</summary>
    /// <param name="standing">Whose earlier word counts.</param>
    /// <returns>Number of its entry; 0 where nothing was to be written.</returns>
    public static long StateRate(
        BookDraft draft, RateWord said, bool confirmed, Func<string, Quote?> quoteOf, BookContext context, WordStanding standing)
    {
        var (currency, approvals) = (new Currency(said.Currency), context.Configuration.Approvals);
        if (!confirmed && StatedFigures.OfRate(currency, said.Rate, draft.Now, draft, quoteOf, context.Configuration) is { } doubt)
        {
            throw InvalidRequestException.Doubted(
                "rate", said.Rate, "must be near the known one, or confirmed",
                $"The rate of {currency} is hard to believe: {doubt}. Where it is a slip, correct it; where it is true, say it a "
                + "second time and confirm it (--yes, or confirmed in the API).");
        }

        var known = StatedFigures.KnownOf(currency, draft, quoteOf);
        if (RateRules.WordsMissing(draft.Book, said, known, approvals, standing) > 0)
        {
            return RateRules.HasSaid(draft.Book, said, approvals, standing) ? 0
                : draft.Append(new RateAsked(said.Currency, said.Rate), said.By);
        }

        var isAgreed = RateRules.NeedsMore(draft.Book, said.Currency, said.Rate, known, approvals);
        var by = isAgreed ? string.Join(" and ", RateRules.By(draft.Book, said, approvals, standing)) : said.By;
        return draft.Append(
            new RateStated(said.Currency, said.Rate, $"stated by {by}")
            {
                Reference = isAgreed || approvals.Rate <= 1 ? null : RateRules.ReferenceOf(draft.Book, said.Currency, known),
            },
            said.By);
    }

    /// <summary>Takes the newest quotes, lets time pass, latches what is due, and says what should be closed.</summary>
    /// <returns>Whether it did: prices of days that were missed come first, where they may still come.</returns>
    public async Task<bool> RevalueAsync()
    {
        var written = await book.SeeAsync();
        if (book.IsBehind(written))
        {
            return false;
        }

        var ordered = context.IsShadow ? PaperTrading.OpenOrders(written).Select(order => order.AssetId) : [];
        var quotes = await facts.QuotesAsync(written, ordered);
        return await book.RunAsync(draft =>
        {
            BookCommands.Begin(draft, context, MarkRules.Of(draft.Book, id => quotes.GetValueOrDefault(id), draft.Now));
            PaperTrading.Trade(draft, id => quotes.GetValueOrDefault(id), context);
            BookCommands.LatchAll(draft, context);
            BookCommands.LatchStale(draft, context);
            BookCommands.Supervise(draft, context);
            return true;
        });
    }

    /// <summary>
    /// Refuses marks that nobody would believe, as the gate of collected quotes holds those back: one of them raises a peak for good, or
    /// halts. A call is taken whole or not at all.
    /// </summary>
    /// <exception cref="InvalidRequestException">Names all of them.</exception>
    public static void RequireBelievable(
        BookDraft draft, ImmutableArray<PriceMark> marks, Func<string, Quote?> quoteOf, BookContext context)
    {
        string[] doubts =
        [
            .. from mark in marks
                where !mark.Confirmed && draft.Book.Positions.ContainsKey(mark.AssetId)
                let doubt = DoubtOf(draft, mark, quoteOf, context)
                where doubt is not null
                select $"of {mark.AssetId}, {doubt}",
        ];
        if (doubts.Length > 0)
        {
            throw InvalidRequestException.Doubted(
                "confirmed", "false", "must be true for what is hard to believe",
                $"Nothing is marked, as this is hard to believe: {string.Join("; ", doubts)}. Where it is a slip, correct it; where it is "
                + "true, say it a second time and confirm it (Confirmed).");
        }
    }

    /// <summary>
    /// Refuses a rate that comes with a mark where it would need the word of others: what one alone may not state, no mark states.
    /// </summary>
    public static void RequireAgreed(
        BookDraft draft, ImmutableArray<PriceMark> marks, Func<string, Quote?> quoteOf, BookContext context)
    {
        foreach (var mark in marks.Where(mark => draft.Book.Positions.ContainsKey(mark.AssetId)))
        {
            var currency = Conversions.QuoteCurrencyOf(mark.AssetId);
            if (mark.Rate is { } rate && currency != Conversions.Currency && RateRules.NeedsMore(
                draft.Book, currency.Code, rate, StatedFigures.KnownOf(currency, draft, quoteOf), context.Configuration.Approvals))
            {
                throw InvalidRequestException.At(
                    "rate", rate, "must be near the known one, or be agreed to by others first",
                    $"Nothing is marked: what one {currency} is worth, {ValueText.Number(rate)} {Conversions.Currency} by the mark of "
                    + $"{mark.AssetId}, needs the word of {context.Configuration.Approvals.Rate} operators. Have them state it ('assets "
                    + $"portfolio rate {currency} {ValueText.Number(rate)}'), then mark without a rate.");
            }
        }
    }

    /// <returns>Null where the database must be asked again.</returns>
    public static CashFlowAnswer? Move(BookDraft draft, CashFlow flow, JournalId? known, long knownUntil, BookContext context) =>
        Decide(draft, flow, known, knownUntil, context, WordStanding.All)?.Answer;

    /// <param name="standing">Whose earlier word counts.</param>
    /// <returns>Null where the database must be asked again.</returns>
    public static FlowOutcome? Decide(
        BookDraft draft, CashFlow flow, JournalId? known, long knownUntil, BookContext context, WordStanding standing)
    {
        if (draft.Book.CashFlows.ForgottenUntil > knownUntil)
        {
            return null;
        }

        var hash = ContentHash.Of(flow);
        if (IdRules.Find(draft.Book.CashFlows, known, "cash flow", flow.FlowId, hash, ContentHash.WithReason(flow)) is { } sequence)
        {
            return new FlowOutcome(Answer(draft.Book, flow, sequence, repeated: true));
        }

        BookCommands.Begin(draft, context, []);
        var (cash, equity) = (new Money(draft.Book.Cash, Conversions.Currency), draft.Book.Equity);
        var paid = new Money(flow.Amount, Conversions.Currency);
        if (paid.IsNegative && ((cash + paid).IsNegative || (equity + paid).IsNegative))
        {
            throw InvalidRequestException.At(
                "amount", flow.Amount, "must leave cash and equity of 0 or more",
                $"{ValueText.Number(-flow.Amount)} {Conversions.Currency} cannot be withdrawn from portfolio '{draft.PortfolioId}': "
                + $"its cash is {ValueText.Money(cash.Amount)} and its equity {ValueText.Money(equity.Amount)}. "
                + "Close something first, or withdraw less.", "close something first, or withdraw less");
        }

        var margin = MarginRules.Needed(draft.Book, context.Configuration, draft.Now);
        if (paid.IsNegative && equity + paid < margin)
        {
            throw InvalidRequestException.At(
                "amount", flow.Amount, "must leave what holdings and orders need",
                $"{ValueText.Number(-flow.Amount)} {Conversions.Currency} cannot be withdrawn from portfolio '{draft.PortfolioId}': "
                + $"of its equity of {ValueText.Money(equity.Amount)} what is held and what orders reserve needs "
                + $"{ValueText.Money(margin.Amount)}, by the leverage limit of each asset (CASH). "
                + "Close or cancel something first, or withdraw at most "
                + $"{ValueText.Money(Amounts.Cents((equity - margin).OrZero().Amount))}.",
                "close or cancel something first, or withdraw less");
        }

        var approvals = context.Configuration.Approvals;
        if (WithdrawalRules.WordsMissing(draft.Book, flow, approvals, standing, draft.Now) is > 0 and var missing)
        {
            if (!WithdrawalRules.HasSaid(draft.Book, flow, approvals, standing, draft.Now))
            {
                draft.Append(
                    new WithdrawalAsked(flow.FlowId, Rounding.Normal(flow.Amount), flow.Reason) { MovedAt = flow.At }, flow.Operator);
            }

            var lapsed = WordStanding.TextOf(WithdrawalRules.Lapsed(draft.Book, flow, approvals, standing, draft.Now));
            return new FlowOutcome(Answer(draft.Book, flow, 0, repeated: false) with
            {
                Missing = missing,
                Remark = $"Nothing was taken out yet: {missing} more of {approvals.Withdrawal} operators must ask for the same amount "
                    + $"under the id '{flow.FlowId}' within {approvals.WithinHours} hours."
                    + (lapsed is null ? "" : $" {lapsed}"),
            });
        }

        var isAgreed = WithdrawalRules.NeedsMore(draft.Book, flow, approvals, draft.Now);
        var agreed = isAgreed ? WithdrawalRules.Agreed(draft.Book, flow, approvals, standing, draft.Now) : flow;
        var moved = new CashMoved(flow.FlowId, Rounding.Normal(flow.Amount), agreed.Reason, hash)
        {
            Agreed = isAgreed, At = agreed.At?.ToUniversalTime(),
        };
        return moved.At is { } at && FillTimes.IsBehind(draft.Book, at, draft.Now)
            ? new FlowOutcome(Answer(draft.Book, flow, 0, repeated: false), moved)
            : new FlowOutcome(Taken(draft, flow, moved));
    }

    private static CashFlowAnswer Taken(BookDraft draft, CashFlow flow, CashMoved moved)
    {
        var sequence = draft.Append(moved, flow.Operator);
        return Answer(draft.Book, flow, sequence, repeated: false);
    }

    public static bool Mark(BookDraft draft, ImmutableArray<PriceMark> marks, Func<string, Quote?> quoteOf, BookContext context)
    {
        BookCommands.Begin(draft, context, []);
        var held = marks.Where(mark => draft.Book.Positions.ContainsKey(mark.AssetId)).ToArray();
        foreach (var mark in held.Where(mark => mark.Rate is not null && Conversions.QuoteCurrencyOf(mark.AssetId) != Conversions.Currency))
        {
            var currency = Conversions.QuoteCurrencyOf(mark.AssetId);
            draft.Append(new RateStated(currency.Code, mark.Rate ?? 1, mark.Source, AlongWith: true), BookCommands.Self);
        }

        var prices = held.Select(mark => Price(draft, mark, quoteOf)).Where(price => IsNewer(draft.Book, price)).ToImmutableArray();
        if (!prices.IsEmpty)
        {
            draft.Append(new PricesMarked(prices), BookCommands.Self);
            BookCommands.LatchAll(draft, context);
        }

        return !prices.IsEmpty;
    }

    /// <summary>Takes the figures of the tables; where they tell nothing that the book has not, nothing is written.</summary>
    public static PortfolioBook TakeImport(
        BookDraft draft, Guid? importId, ImportKind? kind, ImmutableArray<EquityPoint> days, int closedTrades,
        ImmutableArray<Position> open, BookContext context)
    {
        var drawdown = DailyReturns.DrawdownAtEnd(days);
        var last = days.LastOrDefault();
        var peak = last is null || drawdown >= 1 ? (decimal?)null : Rounding.Amount(last.Equity / (1 - drawdown));
        var figures = new ImportedFigures(last, peak, days.Length, closedTrades, drawdown)
        {
            LastReturn = last is not null && DailyReturns.Of(days is [.., var before, _] ? before.Equity : 0, last) is { } change
                ? Math.Round((decimal)Math.Clamp(change, -1e6, 1e6), 12)
                : null,
        };
        if (ImportSequels.Of(draft.Book, new ImportTaken(importId, kind, figures, open), days) is { } taken)
        {
            draft.Append(taken, BookCommands.Self);
        }

        BookCommands.Latch(draft, context);
        return draft.Book;
    }

    private static string? DoubtOf(BookDraft draft, PriceMark mark, Func<string, Quote?> quoteOf, BookContext context)
    {
        var currency = Conversions.QuoteCurrencyOf(mark.AssetId);
        var stated = Price(draft, mark, quoteOf);
        var present = PresentUnits.Of(draft.Book, stated);
        return !IsNewer(draft.Book, stated) ? null
            : StatedFigures.OfPrice(
                present.Price, mark.At, draft.Book.Positions.GetValueOrDefault(present.AssetId),
                SplitRules.MeasureOf(draft.Book, present.AssetId, quoteOf(present.AssetId)),
                context.Configuration.QuoteLimitsOf(present.AssetId))
            ?? (mark.Rate is { } rate ? StatedFigures.OfRate(currency, rate, mark.At, draft, quoteOf, context.Configuration) : null);
    }

    private static MarkedPrice Price(BookDraft draft, PriceMark mark, Func<string, Quote?> quoteOf)
    {
        var held = draft.Book.Positions[mark.AssetId];
        var currency = Conversions.QuoteCurrencyOf(mark.AssetId);
        var known = Conversions.Find(currency, draft.Book, quoteOf, draft.Now);
        return new MarkedPrice(
            mark.AssetId, mark.Price, mark.Rate ?? known?.Rate ?? held.Rate,
            mark.Rate is null ? known?.Source ?? held.RateSource : mark.Source, mark.At, mark.Source,
            mark.Rate is not null ? mark.At : known is { } rate ? Conversions.KeptAt(rate) : held.RateAt);
    }

    private static bool IsNewer(PortfolioBook book, MarkedPrice price) => book.Positions[price.AssetId].MarkedAt <= price.At
        && !book.IsWrong(price.AssetId, price.At);

    private static CashFlowAnswer Answer(PortfolioBook book, CashFlow flow, long sequence, bool repeated) =>
        new(flow.FlowId, sequence, book.Cash, book.Equity.Amount, book.PeakEquity, repeated);
}

/// <summary>What became of a cash flow.</summary>
/// <param name="Late">Yet to be taken at its own time; null where it was taken, or waits for others.</param>
internal sealed record FlowOutcome(CashFlowAnswer Answer, CashMoved? Late = null);

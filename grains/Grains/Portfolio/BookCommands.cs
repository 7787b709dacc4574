using System.Collections.Immutable;
using OrleansAssets.Accounts;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Accounts;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.Portfolio.Supervision;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>What every command does first and last: time passes, prices move, limits latch.</summary>
internal static class BookCommands
{
    /// <summary>The actor of what the portfolio does by itself.</summary>
    public const string Self = ActorNames.Portfolio;

    /// <summary>Brings the book to the present.</summary>
    public static void Begin(BookDraft draft, BookContext context, ImmutableArray<MarkedPrice> marks)
    {
        Expire(draft);
        BeginDay(draft, context);
        if (context.IsShadow && !draft.Book.HasOwnRecord)
        {
            var capital = new CashFlow("starting-capital", context.Configuration.Shadow.StartingCapital, "configuration", "paper capital");
            draft.Append(new CashMoved(capital.FlowId, capital.Amount, capital.Reason, ContentHash.Of(capital)), capital.Operator);
        }

        if (!marks.IsEmpty)
        {
            draft.Append(new PricesMarked(marks), Self);
            LatchAll(draft, context);
            return;
        }

        Latch(draft, context);
    }

    /// <summary>Latches the halts that the figures call for, with the figures, in the transaction that saw them.</summary>
    public static void Latch(BookDraft draft, BookContext context)
    {
        Append(draft, HaltRules.Due(draft.Book, context.Configuration.Risk, draft.PortfolioId));
        if (!context.IsShadow)
        {
            Append(draft, LimitRules.Due(
                draft.Book, context.Configuration.Approvals, () => context.LimitsHash, draft.PortfolioId, context.Elsewhere));
        }
    }

    /// <summary>Likewise those of one class, asset or strategy: called where something was earned or lost.</summary>
    public static void LatchAll(BookDraft draft, BookContext context)
    {
        Latch(draft, context);
        Append(draft, ScopeHaltRules.DueByLoss(draft.Book, context.Configuration.Halts));
    }

    /// <summary>Latches what an order that the broker rejected calls for.</summary>
    public static void LatchRejected(BookDraft draft, Order rejected, BookContext context) =>
        Append(draft, ScopeHaltRules.DueByRejection(draft.Book, rejected, context.Configuration.Halts, draft.Now));

    /// <summary>Latches what is held and was not marked for long.</summary>
    public static void LatchStale(BookDraft draft, BookContext context)
    {
        if (context.Configuration.Halts.StaleMinutes is { } minutes)
        {
            Append(draft, ScopeHaltRules.DueByStaleness(
                draft.Book, (held, from) => MarkAges.OpenSince(held, from, context.Configuration, minutes, draft.Now)));
        }
    }

    /// <summary>Takes over the account's halts that the portfolio was not told yet: it is new, or the telling was broken off.</summary>
    public static void Follow(BookDraft draft, ImmutableArray<AccountHalt> account)
    {
        foreach (var halt in AccountRules.Missing(account, draft.PortfolioId, draft.Book.Halts.Select(known => known.Halt)).ToArray())
        {
            Halt(draft, AccountRules.CauseOf(halt));
        }
    }

    /// <summary>Halts as the account does; the same words are the same halt.</summary>
    public static ActiveHalt Halt(BookDraft draft, string accountCause)
    {
        var known = draft.Book.Halts.FirstOrDefault(
            halt => halt.Cause == HaltCause.Account && halt.Halt.Cause == accountCause);
        if (known is null)
        {
            draft.Append(
                new HaltLatched(
                    HaltScope.Portfolio, draft.PortfolioId, TradingMode.Halted, HaltCause.Account, accountCause, null, null,
                    draft.Book.Equity.Amount, null),
                AccountRules.Actor);
        }

        return (known ?? draft.Book.Halts[^1]).Halt;
    }

    private static void Append(BookDraft draft, IEnumerable<PortfolioEvent> due)
    {
        foreach (var one in due.ToArray())
        {
            draft.Append(one, Self);
        }
    }

    /// <summary>Tells what nobody approved, and makes its asset reduce-only until an operator has seen it.</summary>
    public static void Question(BookDraft draft, Irregularity found)
    {
        draft.Append(new IrregularityFound(found), Self);
        if (!draft.Book.Halts.Any(halt => halt.Cause == HaltCause.Unapproved && halt.Halt.ScopeId == found.AssetId))
        {
            draft.Append(
                new HaltLatched(
                    HaltScope.Asset, found.AssetId, TradingMode.ReduceOnly, HaltCause.Unapproved,
                    $"{found.Text} Look at it, then say so: {RemedyCommands.Accept(found.Id, draft.PortfolioId)}",
                    null, null, draft.Book.Equity.Amount, null),
                Self);
        }
    }

    /// <summary>Writes what the supervisor advises where that is other than it was told last. A rehearsal needs no advice.</summary>
    public static void Supervise(BookDraft draft, BookContext context)
    {
        var advice = SupervisorRules.Of(draft.Book, context.Configuration, draft.Now);
        if (!SupervisorRules.IsTold(draft.Book.Advice, advice) && !Keys.IsDrillPortfolio(draft.PortfolioId))
        {
            draft.Append(new AdviceChanged(advice), Self);
        }
    }

    private static void Expire(BookDraft draft)
    {
        var expired = draft.Book.Reservations.Values.Where(held => held.ExpiresAt <= draft.Now).Select(held => held.ReservationId);
        foreach (var some in expired.Chunk(OrderBook.EndedMax / 2))
        {
            draft.Append(new ReservationsExpired([.. some]), Self);
        }
    }

    /// <summary>
    /// Ends the days that are over and begins the present one, at the prices that were stored of each midnight: what nobody observed has
    /// its row all the same, and what a market did while nothing ran is no loss of today.
    /// </summary>
    /// <param name="quoteAt">The last stored price of an asset before an instant that is believed; null where there is none.</param>
    /// <param name="isWitnessed">
    /// Whether anything that is stored tells that time passed a midnight; null for all. A book that holds nothing makes up no day that only
    /// the clock tells of: the next row tells of them too.
    /// </param>
    /// <returns>Whether each midnight was told as it was: nothing that was held had no price, and nothing lacked a witness.</returns>
    public static bool CatchUp(
        BookDraft draft, BookContext context, Func<string, DateTimeOffset, Quote?> quoteAt, Func<DateTimeOffset, bool>? isWitnessed = null)
    {
        var now = context.TimeOf(draft.Now);
        if (!context.Days.IsLate(draft.Book, now))
        {
            return true; // another command did it meanwhile
        }

        var (isFirst, isWhole) = (true, true);
        foreach (var midnight in DayRules.MidnightsUntil(draft.Book, now))
        {
            if (draft.Book.Positions.IsEmpty && isWitnessed?.Invoke(midnight) == false)
            {
                draft.Append(new DayBegan(DayRules.DayOf(now), draft.Book.Equity.Amount, null, Carried: true), Self);
                return false;
            }

            // After a longer time than is made up for, the prices of this midnight are none of the day that the book was left on.
            var isNext = draft.Book.Day?.AddDays(1) == DayRules.DayOf(midnight);
            var isMadeUp = !isFirst || !context.Days.UnpricedAt(draft.Book, midnight).IsEmpty;
            var marks = isNext ? MarkRules.Of(draft.Book, id => quoteAt(id, midnight), midnight) : [];
            if (!marks.IsEmpty)
            {
                draft.Append(new PricesMarked(marks), Self);
            }

            var unpriced = context.Days.UnpricedAt(draft.Book, midnight);
            draft.Append(
                context.Days.Begin(draft.Book, DayRules.DayOf(midnight), isMadeUp) with { Unpriced = unpriced.IsEmpty ? null : unpriced },
                Self);
            (isFirst, isWhole) = (false, isWhole && unpriced.IsEmpty);
        }

        return isWhole;
    }

    // The equity of a day that ended is the one of its last mark.
    private static void BeginDay(BookDraft draft, BookContext context)
    {
        var now = context.TimeOf(draft.Now);
        if (DayRules.IsDue(draft.Book, now))
        {
            draft.Append(context.Days.Begin(draft.Book, DayRules.DayOf(now), isMadeUp: false), Self);
        }
    }
}

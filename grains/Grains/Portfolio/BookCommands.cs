using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>What every command does first and last: time passes, prices move, limits latch.</summary>
internal static class BookCommands
{
    /// <summary>The actor of what the portfolio does by itself.</summary>
    public const string Self = "portfolio";

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
        }

        Latch(draft, context);
    }

    /// <summary>Latches the halts that the figures call for, with the figures, in the transaction that saw them.</summary>
    public static void Latch(BookDraft draft, BookContext context)
    {
        foreach (var halt in HaltRules.Due(draft.Book, context.Configuration.Risk, draft.PortfolioId).ToArray())
        {
            draft.Append(halt, Self);
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
    /// <param name="quoteAt">The last stored price of an asset before an instant; null where there is none.</param>
    public static void CatchUp(BookDraft draft, BookContext context, Func<string, DateTimeOffset, Quote?> quoteAt)
    {
        var now = context.TimeOf(draft.Now);
        if (!context.Days.IsLate(draft.Book, now))
        {
            return; // another command did it meanwhile
        }

        var isFirst = true;
        foreach (var midnight in DayRules.MidnightsUntil(draft.Book, now))
        {
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
            isFirst = false;
        }
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

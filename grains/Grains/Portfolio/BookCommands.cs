using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
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
        BeginDay(draft);
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
        var expired = draft.Book.Reservations.Values.Where(held => held.ExpiresAt <= draft.Now)
            .Select(held => held.ReservationId).ToImmutableArray();
        if (!expired.IsEmpty)
        {
            draft.Append(new ReservationsExpired(expired), Self);
        }
    }

    // The equity of a day that ended is the one of its last mark. Days on which nothing ran have no row: nobody knows their equity.
    private static void BeginDay(BookDraft draft)
    {
        var (book, today) = (draft.Book, DateOnly.FromDateTime(draft.Now.UtcDateTime));
        if (book.Day >= today)
        {
            return;
        }

        // A day that an import brought keeps its row.
        var before = book is { HasMoney: true, Day: { } ended } && (book.HasOwnRecord || ended > book.Imported?.Last?.Day)
            ? DayRows.Of(book, ended)
            : null;
        draft.Append(new DayBegan(today, book.Equity.Amount, before), Self);
    }
}

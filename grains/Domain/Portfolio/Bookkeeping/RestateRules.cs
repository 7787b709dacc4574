using System.Collections.Immutable;
using OrleansAssets.Domain.Returns;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>A book whose history was told anew: its figures, and what became of the days, trades and halts that were told before.</summary>
public static class RestateRules
{
    /// <summary>Stretches of wrong marks that a book remembers: newer quotes have come long before the oldest is forgotten.</summary>
    private const int WrongMarksMax = 100;

    /// <param name="book">The book as it stands.</param>
    /// <param name="known">Its history as it was known.</param>
    /// <param name="amended">Its history as it is known now.</param>
    public static Restatement Of(PortfolioBook book, BookReplay known, BookReplay amended)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(amended);
        var right = amended.Book;
        var none = new PortfolioBook();
        return new Restatement(
            Keep(amended.Book, none) with { Halts = [], ClosedTrades = 0, ModeVersion = 0 },
            amended.Book.ClosedTrades - known.Book.ClosedTrades,
            [.. amended.Days.Where(day => known.Days.GetValueOrDefault(day.Key) != day.Value).Select(day => day.Value)],
            [.. Sorted(amended.Trades).Where(trade => known.Trades.GetValueOrDefault(trade.Trade.TradeId) != trade)],
            [.. Sorted(known.Trades).Where(trade => !amended.Trades.ContainsKey(trade.Trade.TradeId))],
            [
                .. book.Halts.Select(halt => halt.Halt.HaltId)
                    .Where(id => known.Reached.Contains(id) && !amended.Reached.Contains(id)),
            ])
        {
            Profits = [.. amended.Profits.SelectMany(day => Revised(known.Profits.GetValueOrDefault(day.Key), day.Value))],
            ReachedHalts = ReachedOf(book, known, amended),
        };
    }

    private static ImmutableArray<string>? ReachedOf(PortfolioBook book, BookReplay known, BookReplay amended)
    {
        ImmutableArray<string> reached =
        [
            .. book.Halts.Select(halt => halt.Halt.HaltId).Where(id => !known.Reached.Contains(id) && amended.Reached.Contains(id)),
        ];
        return reached.IsEmpty ? null : reached;
    }

    // The rows that are there are written over by their asset and strategy: one that never was becomes 0.
    private static IEnumerable<DayProfit> Revised(ImmutableArray<DayProfit> known, ImmutableArray<DayProfit> amended)
    {
        var before = known.IsDefault ? [] : known;
        return before.SequenceEqual(amended) ? [] : amended.Concat(before
            .Where(row => !amended.Any(other => (other.AssetId, other.StrategyId) == (row.AssetId, row.StrategyId)))
            .Select(row => row with { Profit = 0, Return = row.Return is null ? null : 0 }));
    }

    /// <summary>A book with the figures of a restatement.</summary>
    /// <param name="reason">Why, for the halts that would not have latched: they stay until they are reset.</param>
    public static PortfolioBook Apply(PortfolioBook book, Restatement restated, string reason, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(restated);
        var (corrected, reached) = (restated.CorrectedHalts, restated.ReachedHalts ?? []);
        return Keep(restated.Figures, book) with
        {
            ClosedTrades = book.ClosedTrades + restated.ClosedTrades,
            Halts =
            [
                .. book.Halts.Select(halt => halt.Halt.HaltId switch
                {
                    var id when corrected.Contains(id, StringComparer.Ordinal) => Corrected(halt, isReached: false, reason, at),
                    var id when reached.Contains(id, StringComparer.Ordinal) => Corrected(halt, isReached: true, reason, at),
                    _ => halt,
                }),
            ],
            ModeVersion = corrected.IsEmpty && reached.IsEmpty ? book.ModeVersion : book.ModeVersion + 1,
        };
    }

    /// <summary>A book that takes no mark of a stretch any more.</summary>
    public static PortfolioBook Remember(PortfolioBook book, WrongMark wrong)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book with { WrongMarks = [.. book.WrongMarks.Append(wrong).TakeLast(WrongMarksMax)] };
    }

    // What callers did and are bound by is as it was.
    private static PortfolioBook Keep(PortfolioBook figures, PortfolioBook of) => figures with
    {
        Head = of.Head,
        Orders = of.Orders,
        Fills = of.Fills,
        CashFlows = of.CashFlows,
        Events = of.Events,
        Counts = of.Counts,
        Rejections = of.Rejections,
        ResetWords = of.ResetWords,
        Limits = of.Limits,
        WithdrawalWords = of.WithdrawalWords,
        Withdrawn = of.Withdrawn,
        RateWords = of.RateWords,
        Imported = of.Imported,
        HasOwnRecord = of.HasOwnRecord,
        EquityDays = of.EquityDays,
        LastDrill = of.LastDrill,
        LastHaltedAt = of.LastHaltedAt,
        Rates = of.Rates,
        WrongMarks = of.WrongMarks,
        Unseen = of.Unseen,
        Advice = of.Advice,
    };

    private static IEnumerable<TradeClosed> Sorted(ImmutableDictionary<string, TradeClosed> trades) =>
        trades.Values.OrderBy(trade => trade.Trade.TradeId, StringComparer.Ordinal);

    private static BookHalt Corrected(BookHalt halt, bool isReached, string reason, DateTimeOffset at) => halt with
    {
        Halt = halt.Halt with
        {
            Cause = $"{halt.Halt.Cause} Corrected at {InstantText.Seconds(at)}: it "
                + $"{(isReached ? "would have latched after all" : "would not have latched")} ({reason}). It stays until it is reset.",
        },
        IsCorrected = !isReached,
    };
}

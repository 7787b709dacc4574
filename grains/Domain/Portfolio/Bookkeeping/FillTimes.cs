using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// To which time a fill belongs. What is told of an asset is booked in the order in which it happened: a fill that is told after something
/// later of its asset (a fill, an event, a price), or after money was paid in or out, is told at its place.
/// </summary>
public static class FillTimes
{
    /// <summary>
    /// A price that was marked so shortly after an execution may have come before it was told of: fills are told seconds late as a rule,
    /// and are not told anew for it.
    /// </summary>
    public static readonly TimeSpan MarkSlack = TimeSpan.FromSeconds(10);

    /// <summary>
    /// What was told so shortly after an execution is not undone for it: brokers and callers at once tell in any order, and some repeat
    /// what a silo that ended did not answer. Within it the order of telling counts. It is far longer than callers repeat a call: one that
    /// had to wait is not made to wait longer for being late.
    /// </summary>
    public static readonly TimeSpan ToldSlack = TimeSpan.FromMinutes(5);

    /// <summary>What lies further ahead was written by a clock that was wrong: nothing is later than that.</summary>
    private static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(5);

    /// <summary>
    /// A fill with the time from which it counts: not before its order was decided, as the broker's clock is another, and not before the
    /// book had money.
    /// </summary>
    /// <param name="order">The order that it executes; null for none.</param>
    /// <param name="fundedAt">When the book had its first money; null where that is no matter.</param>
    public static FillRecorded Placed(FillRecorded fill, Order? order, DateTimeOffset? fundedAt, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var counts = fill.Fill.At;
        counts = fundedAt is { } funded && funded > counts ? funded : counts;
        counts = order?.ApprovedAt is { } approved && approved > counts && approved <= now ? approved : counts;
        return counts > fill.Fill.At ? fill with { CountsAt = counts } : fill;
    }

    /// <summary>Whether something that concerns a fill and is later by more than <see cref="ToldSlack"/> is in the book.</summary>
    /// <param name="fundedAt">When the book had its first money: what was executed before that is ordered by its own time.</param>
    public static bool IsLate(PortfolioBook book, FillRecorded fill, DateTimeOffset? fundedAt, DateTimeOffset now) =>
        IsLate(book, fill, fundedAt, now, ToldSlack);

    /// <summary>Likewise of anything that is later, be it by a second: what is told anew is told at its very place.</summary>
    public static bool IsAfter(PortfolioBook book, FillRecorded fill, DateTimeOffset? fundedAt, DateTimeOffset now) =>
        IsLate(book, fill, fundedAt, now, TimeSpan.Zero);

    /// <summary>
    /// Whether money or prices moved later than an instant, by more than <see cref="ToldSlack"/>: what came or went then is told at its
    /// place, as it would hide a loss, or make one, where it is told last.
    /// </summary>
    public static bool IsBehind(PortfolioBook book, DateTimeOffset at, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(book);
        return DayRules.DayOf(at) < book.Day
            || (book.MovedAt is { } moved && SecondOf(moved - ToldSlack) > SecondOf(at) && moved <= now + AheadMax);
    }

    private static bool IsLate(PortfolioBook book, FillRecorded fill, DateTimeOffset? fundedAt, DateTimeOffset now, TimeSpan slack)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(fill);
        var at = fill.HappenedAt;
        if (DayRules.DayOf(at) < book.Day)
        {
            return true;
        }

        var (asset, isFromBefore) = (PresentUnits.Of(book, fill).Fill.AssetId, fundedAt is not null && fill.CountsAt == fundedAt);
        // What was executed before the book had money is in its own order.
        return (book.LastTouchedAt.TryGetValue(asset, out var touched)
                && (IsLater(touched) || (isFromBefore && touched > fill.Fill.At && touched <= at)))
            || (book.ValuedAt.TryGetValue(asset, out var valued) && IsLater(valued - MarkSlack))
            || (book.FlowedAt is { } flowed && IsLater(flowed));

        bool IsLater(DateTimeOffset known) => SecondOf(known - slack) > SecondOf(at) && known <= now + AheadMax;
    }

    /// <summary>Whether a late fill comes before an entry, which it concerns.</summary>
    /// <param name="replay">The history up to the entry.</param>
    /// <param name="at">When the entry was written.</param>
    internal static bool IsBefore(BookReplay replay, FillRecorded late, PortfolioEvent one, DateTimeOffset at)
    {
        var happenedAt = late.HappenedAt;
        return one switch
        {
            _ when Amendments.Is(one) => false, // told at its place
            FillRecorded fill => replay.Amendments.Of(fill) is { } right && IsOfOneAsset(right)
                && (IsLater(right.HappenedAt) || (right.HappenedAt == happenedAt && right.Fill.At > late.Fill.At)),
            BookEventRecorded { Event: var happened } => IsLater(happened.EffectiveAt)
                && !replay.Amendments.Events.Contains(happened.EventId)
                && (IsOf(happened.AssetId) || IsOf(happened.NewAssetId)),
            PricesMarked marked => marked.Prices.Any(mark =>
                MarkedAt(mark, at) - MarkSlack > happenedAt && IsOf(PresentUnits.Of(replay.Book, mark).AssetId)),
            CashMoved moved => IsLater(moved.MovedAt(at)),
            HaltReset => IsLater(at),
            OrderReported reported => late.Fill.ClientOrderId == reported.ClientOrderId && IsLater(reported.At) && IsLater(at),
            _ => false,
        };

        bool IsLater(DateTimeOffset known) => SecondOf(known) > SecondOf(happenedAt);
        bool IsOfOneAsset(FillRecorded fill) =>
            IsOf(fill.Fill.AssetId) || IsOf(PresentUnits.Of(replay.Book, fill).Fill.AssetId);
        bool IsOf(string? asset) => asset is not null
            && (asset == late.Fill.AssetId || asset == PresentUnits.Of(replay.Book, late).Fill.AssetId);
    }

    /// <summary>
    /// Times are compared by the second: many brokers tell no more, and callers at once come in any order. Within one the order of telling
    /// counts.
    /// </summary>
    private static long SecondOf(DateTimeOffset at) => at.UtcTicks / TimeSpan.TicksPerSecond;

    /// <summary>When a price was marked: its own time, and not after it was written.</summary>
    internal static DateTimeOffset MarkedAt(MarkedPrice mark, DateTimeOffset at) => mark.At < at ? mark.At : at;
}

using System.Collections.Immutable;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// A history as it was told, with what is known better since: what follows from the book (days, trades, resets) follows from the amended
/// one.
/// </summary>
/// <param name="Waiting">Late fills, events and cash flows whose time has not come yet.</param>
/// <param name="Days">Rows of days by their day.</param>
/// <param name="Profits">The same by asset and strategy.</param>
/// <param name="Trades">By their ids.</param>
/// <param name="Reached">Halts in the journal whose limit is reached here too.</param>
/// <param name="Outcomes">What late events did at their place, by their ids.</param>
public sealed record BookReplay(
    Amendments Amendments,
    ImmutableArray<PortfolioEvent> Waiting,
    PortfolioBook Book,
    ImmutableSortedDictionary<DateOnly, EquityPoint> Days,
    ImmutableSortedDictionary<DateOnly, ImmutableArray<DayProfit>> Profits,
    ImmutableDictionary<string, TradeClosed> Trades,
    ImmutableHashSet<string> Reached,
    ImmutableDictionary<string, EventOutcome> Outcomes)
{
    /// <summary>Late fills with what they did at their place, by their ids.</summary>
    public ImmutableDictionary<string, FillRecorded> LateFills { get; init; } = ImmutableDictionary<string, FillRecorded>.Empty;

    /// <summary>What cash and equity were when a late cash flow came, by its id.</summary>
    public ImmutableDictionary<string, (Money Cash, Money Equity)> LateFlows { get; init; } =
        ImmutableDictionary<string, (Money Cash, Money Equity)>.Empty;

    /// <summary>
    /// Splits, by the ids of their events, in whose units the entries are and what is told is not, or the other way: each with its asset
    /// and the ratio from what was written to what is told.
    /// </summary>
    public ImmutableDictionary<string, (string AssetId, SplitRatio Ratio)> OtherUnits { get; init; } =
        ImmutableDictionary<string, (string AssetId, SplitRatio Ratio)>.Empty;

    /// <summary>Imports so far that the book took what is open of.</summary>
    public int Adopted { get; init; }

    /// <summary>Those of them with which it began.</summary>
    public int Began { get; init; }

    public static BookReplay Of(Amendments amendments)
    {
        ArgumentNullException.ThrowIfNull(amendments);
        return new BookReplay(
            amendments, amendments.Late, new PortfolioBook(), ImmutableSortedDictionary<DateOnly, EquityPoint>.Empty,
            ImmutableSortedDictionary<DateOnly, ImmutableArray<DayProfit>>.Empty,
            ImmutableDictionary<string, TradeClosed>.Empty, [], ImmutableDictionary<string, EventOutcome>.Empty);
    }

    /// <summary>
    /// When an entry's matter happened: a fill or an event may have come later than that. A late event comes before a fill of the very
    /// same instant, which is in new units, and after an event of it, which came first.
    /// </summary>
    /// <param name="at">When the entry was written.</param>
    public static DateTimeOffset TimeOf(PortfolioEvent one, DateTimeOffset at) => one switch
    {
        FillRecorded fill => fill.HappenedAt,
        BookEventRecorded happened => happened.Event.EffectiveAt.AddTicks(-1),
        CashMoved moved => moved.MovedAt(at),
        _ => at,
    };

    /// <summary>With one more entry.</summary>
    public BookReplay Take(PortfolioEvent one, long sequence, DateTimeOffset at, string actor)
    {
        var next = Due(one, at, sequence);
        return one switch
        {
            TradeClosed => next, // told by the fill that closes it
            _ when Amendments.Is(one) => next.WrittenAfter(one), // told at its place
            FillRecorded fill => Amendments.Of(fill) is { } right ? next.Trade(right, sequence, at, actor) : next,
            BookEventRecorded happened => Amendments.Events.Contains(happened.Event.EventId)
                ? next.InOtherUnits(happened, ratio => ratio.Inverse) // it never happened
                : next.Happen(happened, sequence, at, actor),
            PricesMarked marked => next.Fold(
                new PricesMarked([.. marked.Prices.Select(Amendments.Of).OfType<MarkedPrice>()]), sequence, at, actor),
            DayBegan began => next.BeginDay(began, sequence, at, actor),
            StopMoved moved => next.Fold(next.Told(moved), sequence, at, actor),
            HaltReset reset => next.Fold(Reset(next.Book, reset), sequence, at, actor),
            ImportTaken { Positions: not null } taken => next.Fold(next.Begun(one), sequence, at, actor) with
            {
                Adopted = next.Adopted + 1, Began = next.Began + (taken.IsBeginning ? 1 : 0),
            },
            HaltLatched { Cause: not HaltCause.Operator } halt => next.Latch(halt, sequence, at, actor),
            _ => next.Fold(one, sequence, at, actor),
        };
    }

    // The last of the imports that the book began with is what stands.
    private PortfolioEvent Begun(PortfolioEvent taken) =>
        Amendments.Begun is { } right && Adopted + 1 == Amendments.Adoptions ? right : taken;

    /// <summary>With what is still to come: fills and events of now.</summary>
    public BookReplay Finish(long sequence) =>
        Waiting.Aggregate(this with { Waiting = [] }, (replay, late) => replay.Come(late, sequence));

    // A late event comes before the first entry that is not older, a late fill before the first that is later and that it concerns; what
    // is of a day comes after the day began, and all of it after the import with which the book began: that one would put its figures in
    // its place.
    private BookReplay Due(PortfolioEvent one, DateTimeOffset at, long sequence)
    {
        var next = this;
        if (Waiting.IsEmpty || Began < Amendments.Beginnings)
        {
            return next;
        }

        var time = TimeOf(one, at);
        for (var index = 0; index < Waiting.Length && Amendments.HappenedAt(Waiting[index]) <= time; index++)
        {
            var late = Waiting[index];
            if (IsDue(late, one, at) || (late is FillRecorded fill && Waiting.Skip(index + 1).Any(
                other => IsOf(other, fill.Fill.AssetId) && IsDue(other, one, at))))
            {
                next = (next with { Waiting = next.Waiting.RemoveAll(other => ReferenceEquals(other, late)) }).Come(late, sequence);
            }
        }

        return next;
    }

    // A fill comes before what is later and of its asset, or of all that is held: money that came or went.
    private static bool IsOf(PortfolioEvent late, string assetId) =>
        late is CashMoved || (late is BookEventRecorded { Event.AssetId: var asset } && (asset is null || asset == assetId));

    private bool IsDue(PortfolioEvent late, PortfolioEvent one, DateTimeOffset at)
    {
        var happenedAt = Amendments.HappenedAt(late);
        return one is DayBegan ? happenedAt <= at && DayRules.DayOf(happenedAt) <= Book.Day
            : late is FillRecorded fill ? FillTimes.IsBefore(this, fill, one, at)
            : happenedAt <= (one is FillRecorded told ? told.Fill.At : TimeOf(one, at));
    }

    private BookReplay Come(PortfolioEvent late, long sequence) => late switch
    {
        BookEventRecorded { Event.EventId: var id } when Amendments.Events.Contains(id) => this, // it never happened
        BookEventRecorded happened =>
            Happen(happened, sequence, happened.Event.EffectiveAt, "").InOtherUnits(happened, ratio => ratio),
        FillRecorded fill when Amendments.Of(fill) is { } right => Come(right, sequence),
        CashMoved { At: { } at } moved => Fold(moved with { Restated = null }, sequence, at, "") with
        {
            LateFlows = LateFlows.SetItem(moved.FlowId, (new Money(Book.Cash, Conversions.Currency), Book.Equity)),
        },
        _ => this, // a fill that was none
    };

    private BookReplay Come(FillRecorded late, long sequence)
    {
        var known = late with { Restated = null };
        var present = PresentUnits.Of(Book, known);
        var effect = PositionRules.Apply(Book.Positions.GetValueOrDefault(present.Fill.AssetId), present);
        var fill = known with
        {
            QuantityAfter = effect.Position?.Quantity ?? 0,
            AverageAfter = effect.Position?.AverageEntryPrice ?? 0,
            Realised = effect.Realised.Amount,
        };
        return Trade(fill, sequence, late.HappenedAt, "") with { LateFills = LateFills.SetItem(fill.Fill.FillId, fill) };
    }

    private BookReplay Fold(PortfolioEvent one, long sequence, DateTimeOffset at, string actor) =>
        this with { Book = PortfolioFold.Apply(Book, one, sequence, at, actor) };

    private BookReplay Trade(FillRecorded written, long sequence, DateTimeOffset at, string actor)
    {
        var fill = Told(written);
        return Fold(fill, sequence, at, actor).Close(RoundTrips.Apply(Book, PresentUnits.Of(Book, fill)).Closed, sequence, at);
    }

    // An entry of an amendment is the first of those that were written as it has it.
    private BookReplay WrittenAfter(PortfolioEvent amendment) => amendment switch
    {
        EventCorrected corrected => this with { OtherUnits = OtherUnits.Remove(corrected.Correction.EventId) },
        BookEventRecorded late when Amendments.Events.Contains(late.Event.EventId) => InOtherUnits(late, ratio => ratio.Inverse),
        BookEventRecorded late => this with { OtherUnits = OtherUnits.Remove(late.Event.EventId) },
        _ => this,
    };

    private BookReplay InOtherUnits(BookEventRecorded happened, Func<SplitRatio, SplitRatio> toTold) => happened.Event switch
    {
        { Kind: BookEventKind.Split, AssetId: { } asset, NewUnits: { } units, OldUnits: { } before } one => this with
        {
            OtherUnits = OtherUnits.SetItem(one.EventId, (asset, toTold(new SplitRatio(units, before)))),
        },
        _ => this,
    };

    // What an order gave its position was written in the units of its time: it is given anew.
    private FillRecorded Told(FillRecorded fill)
    {
        var present = OtherUnits.IsEmpty ? fill : PresentUnits.Of(Book, fill);
        if (!OtherUnits.Values.Any(other => other.AssetId == present.Fill.AssetId))
        {
            return fill;
        }

        var held = Book.Positions.GetValueOrDefault(present.Fill.AssetId);
        var order = Book.OrderBook.FindLiving(fill.Fill.ClientOrderId);
        return fill with { StopPrice = FillStops.StopOf(held, present, order), TargetPrice = FillStops.TargetOf(held, present, order) };
    }

    private StopMoved Told(StopMoved moved) => OtherUnits.Values.Where(other => other.AssetId == moved.AssetId).Aggregate(
        moved, (told, other) => told with
        {
            StopPrice = told.StopPrice is { } stop ? other.Ratio.OfPrice(stop) : null,
            TargetPrice = told.TargetPrice is { } target ? other.Ratio.OfPrice(target) : null,
        });

    private BookReplay Happen(BookEventRecorded happened, long sequence, DateTimeOffset at, string actor)
    {
        if (BookEventRules.FaultOf(Book, happened.Event) is { } fault)
        {
            throw InvalidRequestException.At(
                "eventId", happened.Event.EventId, "must fit what is held at its time",
                $"The event '{happened.Event.EventId}' would not fit its time any more: {fault}.");
        }

        var effect = BookEventRules.Of(Book, happened);
        var next = Fold(happened with { Restated = null }, sequence, at, actor).Close(effect.Closed, sequence, at);
        return happened.Restated is null && actor.Length > 0
            ? next
            : next with { Outcomes = Outcomes.SetItem(happened.Event.EventId, effect.Outcome) };
    }

    private BookReplay Close(ImmutableArray<TradeClosed> closed, long sequence, DateTimeOffset at) => closed.Aggregate(
        this, (replay, trade) => replay.Fold(trade, sequence, at, "") with { Trades = replay.Trades.SetItem(trade.Trade.TradeId, trade) });

    private BookReplay BeginDay(DayBegan began, long sequence, DateTimeOffset at, string actor)
    {
        var row = began.Before is null ? null : DayRows.Of(Book, began.Before.Day) with
        {
            Provenance = began.Before.Provenance, MadeUp = began.Before.MadeUp,
        };
        var profits = row is null || began.Profits is null ? null : Book.Profits?.RowsOf(Book, row.Day);
        return Fold(began with { Anchor = Book.Equity.Amount, Before = row, Profits = profits }, sequence, at, actor) with
        {
            Days = row is null ? Days : Days.SetItem(row.Day, row),
            Profits = row is null || profits is not { } parts ? Profits : Profits.SetItem(row.Day, parts),
        };
    }

    private BookReplay Latch(HaltLatched halt, long sequence, DateTimeOffset at, string actor)
    {
        var isReached = halt.Limit is not { } limit || (halt.Cause switch
        {
            HaltCause.EmergencyStop => new LossMeasure(Book.Peak, Book.Equity, limit),
            HaltCause.DailyLoss => new LossMeasure(Book.DayStart, Book.Equity, limit),
            _ => ScopeRecords.MeasureOf(Book, halt.Scope, halt.ScopeId, halt.Cause, limit),
        }).IsReached;
        return Fold(halt, sequence, at, actor) with { Reached = isReached ? Reached.Add(HaltRules.IdOf(sequence)) : Reached };
    }

    // A reset sets the equity of its time, whatever that is known to have been.
    private static HaltReset Reset(PortfolioBook book, HaltReset reset)
    {
        var equity = Money.Max(book.Equity, Money.Zero(Conversions.Currency)).Amount;
        return reset with
        {
            PeakEquity = reset.PeakEquity is null ? null : equity,
            DayAnchor = reset.DayAnchor is null ? null : equity,
        };
    }
}

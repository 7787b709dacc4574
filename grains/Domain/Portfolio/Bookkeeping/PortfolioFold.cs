using System.Collections.Immutable;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>What each event makes of the book. Pure: the same events give the same book, today and in ten years.</summary>
public static class PortfolioFold
{
    /// <param name="sequence">The event's number.</param>
    /// <param name="at">The event's time.</param>
    /// <param name="actor">Who made it.</param>
    public static PortfolioBook Apply(PortfolioBook book, PortfolioEvent one, long sequence, DateTimeOffset at, string actor)
    {
        var present = one is FillRecorded filled ? PresentUnits.Of(book, filled) : one;
        return Observe(Moved(book, present, at, EarnedProfit.Of(book, present, present switch
        {
            OrderDecided decided => Decide(book, decided, sequence, at),
            OrderReported reported => OrderFold.Report(book, reported),
            IrregularityFound found => book with { Unseen = [.. book.Unseen.Append(found.Found).TakeLast(Irregularities.KeptMax)] },
            IrregularitySeen seen => book with { Unseen = book.Unseen.RemoveAll(one => one.Id == seen.Id) },
            StopMoved moved => MoveStop(book, moved),
            AdviceChanged changed => book with { Advice = changed.Advice },
            ReservationReleased released => OrderFold.Release(book, released, at),
            ReservationsExpired expired => OrderFold.Expire(book, expired, at),
            FillRecorded fill => Fill(book, fill, sequence, at),
            BookEventRecorded happened => Happen(book, happened, sequence, at),
            FillCorrected corrected => Correct(book, corrected, sequence, at),
            EventCorrected corrected => Known(
                RestateRules.Apply(book, corrected.Restated, corrected.Correction.Reason, at), corrected.Correction.CorrectionId,
                corrected.ContentHash, sequence),
            MarkCorrected corrected => RestateRules.Remember(
                Known(
                    RestateRules.Apply(book, corrected.Restated, corrected.Correction.Reason, at), corrected.Correction.CorrectionId,
                    corrected.ContentHash, sequence),
                WrongMark.Of(corrected.Correction)),
            TradeClosed => book with { ClosedTrades = book.ClosedTrades + 1 },
            PricesMarked marked => marked.Prices.Aggregate(book, (next, mark) => Mark(next, PresentUnits.Of(next, mark), at)),
            DayBegan began => BeginDay(book, began),
            CashMoved moved => Move(book, moved, sequence, at),
            WithdrawalAsked asked => WithdrawalRules.Ask(book, asked, actor, at),
            RateAsked asked => RateRules.Ask(book, asked, actor, at),
            LimitsNoted noted => book with { Limits = noted.Limits },
            RateStated stated => RateRules.State(book, stated, at),
            HaltLatched latched => Latch(book, latched, sequence, at, actor),
            HaltReset reset => Reset(book, reset, at),
            ResetAsked asked => book with { ResetWords = book.ResetWords.Add(new ResetWord(asked.HaltId, actor, at)) },
            ImportTaken taken => Import(book, taken),
            DrillRun drill => book with { LastDrill = drill.Report },
            PortfolioCreated => book,
            _ => throw new InvalidOperationException($"No fold for {one.GetType().Name}."),
        })));
    }

    // What a history told anew moved is in its figures.
    private static PortfolioBook Moved(PortfolioBook before, PortfolioEvent one, DateTimeOffset at, PortfolioBook after)
    {
        DateTimeOffset? moved = one switch
        {
            _ when Amendments.Is(one) => null,
            PricesMarked or HaltReset => at,
            FillRecorded or BookEventRecorded => Amendments.HappenedAt(one) is var happened && happened < at ? happened : at,
            CashMoved flow => flow.MovedAt(at),
            _ => null,
        };
        return moved is { } time && !(before.MovedAt >= time) ? after with { MovedAt = time } : after;
    }

    /// <summary>The chain of a book, also of a snapshot that was stored before there was one.</summary>
    public static ReturnChain ChainOf(PortfolioBook book) =>
        book.Chain ?? ReturnChain.From(book.Equity.Amount, book.PeakEquity, book.DayAnchor);

    /// <summary>What a fill makes of positions, lots and cash.</summary>
    public static PortfolioBook Trade(PortfolioBook book, FillRecorded fill)
    {
        var assetId = fill.Fill.AssetId;
        var effect = PositionRules.Apply(book.Positions.GetValueOrDefault(assetId), fill);
        var trips = RoundTrips.Apply(book, fill);
        return Know(book, fill.Conversion, fill.RateAt) with
        {
            Positions = effect.Position is { } held ? book.Positions.SetItem(assetId, held) : book.Positions.Remove(assetId),
            Cash = (new Money(book.Cash, Conversions.Currency) + effect.Cash - fill.Charge).Amount,
            RealisedProfit = book.RealisedProfit + effect.Realised.Amount,
            Fees = book.Fees + fill.Fee,
            Trips = trips.Open,
            Profits = trips.Cash.Aggregate(book.Profits, (ledger, part) => ledger?.AddTrip(
                part.Key, assetId, fill.ClassId, part.StrategyId, part.Cash.Amount)),
        };
    }

    private static PortfolioBook Observe(PortfolioBook book)
    {
        var (equity, known) = (book.Equity.Amount, ChainOf(book));
        var chain = known.Observe(equity);
        // After the loss of everything no equity is the peak: the figures stay what they were.
        var peak = chain.PeakEquityAt(equity) is { } highest ? Rounding.Amount(highest) : Math.Max(book.PeakEquity, equity);
        var anchor = chain.LossStartEquityAt(equity) is { } start ? Rounding.Amount(start) : book.DayAnchor;
        return ReferenceEquals(chain, book.Chain) && peak == book.PeakEquity && anchor == book.DayAnchor
            ? book
            : book with { Chain = chain, PeakEquity = peak, DayAnchor = anchor };
    }

    private static PortfolioBook Decide(PortfolioBook book, OrderDecided decided, long sequence, DateTimeOffset at)
    {
        var decision = decided.Decision;
        var next = book with { Orders = book.Orders.Add(decision.Order.ClientOrderId, new KnownId(decided.OrderHash, sequence)) };
        if (decision.Outcome == DecisionOutcome.Rejected)
        {
            return next with { Rejections = book.Rejections.Add(at) };
        }

        return OrderFold.Approve(next with { Counts = book.Counts.Add(at) }, decided, at);
    }

    private static PortfolioBook Fill(PortfolioBook book, FillRecorded fill, long sequence, DateTimeOffset at)
    {
        var fills = book.Fills.Add(fill.Fill.FillId, new KnownId(fill.ContentHash, sequence));
        if (fill.Restated is { } restated)
        {
            return RestateRules.Apply(book, restated, $"the fill {fill.Fill.FillId} was told late", at) with
            {
                Fills = fills, HasOwnRecord = true,
            };
        }

        return Priced(book, fill.Fill.AssetId, OrderFold.Fill(Trade(book, fill), fill) with
        {
            Fills = fills,
            HasOwnRecord = true,
            LastTouchedAt = Touch(book.LastTouchedAt, fill.Fill.AssetId, fill.Fill.At),
            Markets = book.Markets.SetItem(fill.ClassId, DateOnly.FromDateTime(at.UtcDateTime)),
        });
    }

    private static ImmutableSortedDictionary<string, DateTimeOffset> Touch(
        ImmutableSortedDictionary<string, DateTimeOffset> known, string assetId, DateTimeOffset at) =>
        known.TryGetValue(assetId, out var last) && last >= at ? known : known.SetItem(assetId, at);

    private static PortfolioBook Happen(PortfolioBook book, BookEventRecorded happened, long sequence, DateTimeOffset at) => Known(
        happened.Restated is { } restated
            ? RestateRules.Apply(book, restated, happened.Event.Reason, at)
            : Take(BookEventRules.Of(book, happened).Book, happened.Event),
        happened.Event.EventId, happened.ContentHash, sequence);

    private static PortfolioBook Correct(PortfolioBook book, FillCorrected corrected, long sequence, DateTimeOffset at)
    {
        var restated = RestateRules.Apply(book, corrected.Restated, corrected.Correction.Reason, at);
        return Known(
            corrected.Replacement is { } right
                ? restated with { Fills = book.Fills.Add(right.Fill.FillId, new KnownId(right.ContentHash, sequence)) }
                : restated,
            corrected.Correction.CorrectionId, corrected.ContentHash, sequence);
    }

    private static PortfolioBook Take(PortfolioBook book, BookEvent happened) => (happened.NewAssetId ?? happened.AssetId) is { } asset
        ? book with
        {
            LastTouchedAt = Touch(book.LastTouchedAt, asset, happened.EffectiveAt.AddTicks(-1)), // another of the same instant is not late
        }
        : book;

    private static PortfolioBook Known(PortfolioBook book, string id, string hash, long sequence) =>
        book with { Events = book.Events.Add(id, new KnownId(hash, sequence)) };

    // The first price of the day of what had none at its start is where its loss counts from.
    private static PortfolioBook Priced(PortfolioBook before, string assetId, PortfolioBook after) => !before.Unpriced.Contains(assetId)
        ? after
        : after with
        {
            Unpriced = before.Unpriced.Remove(assetId),
            Chain = ChainOf(after).PriceDay(before.Equity.Amount, after.Equity.Amount),
        };

    private static PortfolioBook Mark(PortfolioBook before, MarkedPrice mark, DateTimeOffset at)
    {
        var book = before with { ValuedAt = Touch(before.ValuedAt, mark.AssetId, FillTimes.MarkedAt(mark, at)) };
        if (!book.Positions.TryGetValue(mark.AssetId, out var held) || held.MarkedAt > mark.At
            || book.IsWrong(mark.AssetId, mark.At))
        {
            return book;
        }

        var next = held.At(mark);
        // What an import brought was valued in its equity already: the first mark sets its cost, not its profit.
        var shift = held.Unmarked ? (next.Value - held.Value).Amount : 0;
        next = held.Unmarked ? next with { Cost = next.Margined ? 0 : held.Cost + shift } : next;
        return Priced(book, mark.AssetId, Know(SplitRules.Shown(book, mark.AssetId, mark.At), next.Conversion, mark.RateAt) with
        {
            Positions = book.Positions.SetItem(mark.AssetId, next),
            Cash = book.Cash - shift,
            Profits = shift == 0 ? book.Profits : book.Profits?.Add(mark.AssetId, held.ClassId, -shift)
                .AddTrip(RoundTrips.Key(mark.AssetId, held.StrategyId), mark.AssetId, held.ClassId, held.StrategyId, -shift),
        });
    }

    // What a currency was last worth is kept until it is known anew: no rate is forgotten with the next mark.
    private static PortfolioBook Know(PortfolioBook book, ExchangeRate rate, DateTimeOffset? at) =>
        at is { } known && !(book.Rates.GetValueOrDefault(rate.From.Code)?.At >= known)
            ? book with { Rates = book.Rates.SetItem(rate.From.Code, new StatedRate(rate.Rate, rate.Source, known, ByOperator: false)) }
            : book;

    private static PortfolioBook BeginDay(PortfolioBook book, DayBegan began) => book with
    {
        Day = began.Day,
        Chain = began.Carried ? ChainOf(book).CarryDay(began.Anchor) : ChainOf(book).BeginDay(began.Anchor),
        Profits = began.Carried ? book.Profits : ProfitLedger.Begin(book),
        Markets = MarketsOf(book, began.Day),
        Unpriced = began.Unpriced is { } unpriced ? [.. unpriced] : book.Unpriced.Clear(),
        UnreportedFlows = began.Before is null ? book.UnreportedFlows : 0,
        EquityDays = book.EquityDays + (began.Before is null ? 0 : 1),
        Scopes = began.Carried ? book.Scopes : ScopeRecords.EndDay(book),
        LastDay = began.Before ?? book.LastDay,
    };

    private static ImmutableSortedDictionary<string, DateOnly> MarketsOf(PortfolioBook book, DateOnly day) => book.Markets
        .RemoveRange(book.Markets.Where(market => market.Value.AddDays(PortfolioBook.MarketsKeptDays) < day).Select(market => market.Key))
        .SetItems(book.Positions.Values.Select(held => KeyValuePair.Create(held.ClassId, day)));

    private static PortfolioBook Move(PortfolioBook before, CashMoved moved, long sequence, DateTimeOffset at)
    {
        var book = before with
        {
            WithdrawalWords = before.WithdrawalWords.RemoveAll(word => word.FlowId == moved.FlowId),
            Withdrawn = WithdrawalRules.Add(before.Withdrawn, moved, at),
            CashFlows = before.CashFlows.Add(moved.FlowId, new KnownId(moved.ContentHash, sequence)),
            HasOwnRecord = true,
        };
        if (moved.Restated is { } restated)
        {
            return RestateRules.Apply(book, restated, $"the cash flow {moved.FlowId} was told late", at);
        }

        return book with
        {
            Profits = book.Profits?.Settle(book),
            Chain = ChainOf(book).Flow(book.Equity.Amount, moved.Amount),
            Cash = book.Cash + moved.Amount,
            Flows = book.Flows + moved.Amount,
            UnreportedFlows = book.UnreportedFlows + moved.Amount,
            FlowedAt = Later(book.FlowedAt, moved.MovedAt(at)),
            FlowedFrom = moved.At is { } told && !(book.FlowedFrom <= told) ? told : book.FlowedFrom,
        };
    }

    private static PortfolioBook Latch(PortfolioBook book, HaltLatched latched, long sequence, DateTimeOffset at, string actor)
    {
        var halt = new ActiveHalt(
            HaltRules.IdOf(sequence), latched.Scope, latched.ScopeId, latched.Mode, latched.Reason, at,
            Automatic: latched.Cause is not (HaltCause.Operator or HaltCause.Account))
        {
            AccountHaltId = latched.Cause == HaltCause.Account ? AccountHaltText.IdOf(latched.Reason) : null,
            RuleCode = HaltRules.RuleCodeOf(latched.Cause),
        };
        return book with
        {
            Halts = book.Halts.Add(
                new BookHalt(halt, latched.Cause, latched.Observed, latched.Limit, latched.Equity, latched.Reference, actor)
                {
                    LimitsHash = latched.LimitsHash,
                }),
            ModeVersion = book.ModeVersion + 1,
            LastHaltedAt = IsOfAll(halt) ? at : book.LastHaltedAt,
        };
    }

    private static PortfolioBook MoveStop(PortfolioBook book, StopMoved moved) =>
        !book.Positions.TryGetValue(moved.AssetId, out var held) ? book : book with
        {
            Positions = book.Positions.SetItem(
                moved.AssetId, held with { StopPrice = moved.StopPrice, TargetPrice = moved.TargetPrice }),
        };

    private static bool IsOfAll(ActiveHalt halt) => halt is { Scope: HaltScope.Portfolio, Mode: TradingMode.Halted };

    private static PortfolioBook Reset(PortfolioBook book, HaltReset reset, DateTimeOffset at) => book with
    {
        LastHaltedAt = book.Halts.Any(known => known.Halt.HaltId == reset.HaltId && IsOfAll(known.Halt)) ? at : book.LastHaltedAt,
        Halts = book.Halts.RemoveAll(known => known.Halt.HaltId == reset.HaltId),
        ResetWords = book.ResetWords.RemoveAll(word => word.HaltId == reset.HaltId),
        Unseen = book.Unseen.RemoveAll(one => book.Halts.Any(known =>
            known.Halt.HaltId == reset.HaltId && known.Cause == HaltCause.Unapproved && known.Halt.ScopeId == one.AssetId)),
        Limits = reset.Limits ?? book.Limits,
        // What was earned until everything was lost is set beside the capital that was lost.
        Profits = reset.PeakEquity is not null && ChainOf(book).GrowthAt(book.Equity.Amount) == 0
            ? book.Profits?.Settle(book)
            : book.Profits,
        Chain = ResetChain(book, reset),
        Scopes = ScopeRecords.Reset(book, book.Halts.FirstOrDefault(known => known.Halt.HaltId == reset.HaltId), at),
        ModeVersion = book.ModeVersion + 1,
        FlowedAt = Later(book.FlowedAt, at),
    };

    private static DateTimeOffset? Later(DateTimeOffset? known, DateTimeOffset at) => known > at ? known : at;

    private static ReturnChain ResetChain(PortfolioBook book, HaltReset reset)
    {
        var chain = ChainOf(book);
        chain = reset.PeakEquity is { } peak ? chain.ResetPeak(peak) : chain;
        return reset.DayAnchor is { } anchor ? chain.ResetDay(anchor) : chain;
    }

    private static PortfolioBook Import(PortfolioBook book, ImportTaken taken)
    {
        var figures = book with
        {
            Imported = taken.Figures,
            ClosedTrades = taken.Figures.ClosedTrades,
            EquityDays = taken.Figures.EquityDays,
        };
        if (taken.Positions is not { } open)
        {
            return figures;
        }

        if (taken.Sequel != ImportSequel.None)
        {
            return ImportSequels.Apply(book, taken, figures);
        }

        var positions = open.GroupBy(position => position.AssetId, StringComparer.Ordinal)
            .Select(ImportedPositions.Of).OfType<BookPosition>()
            .ToImmutableSortedDictionary(held => held.AssetId, held => held, StringComparer.Ordinal);
        var equity = taken.Figures.Last?.Equity ?? 0;
        return figures with
        {
            Positions = positions,
            Trips = book.Trips.Clear(),
            Cash = equity - positions.Values.Sum(Conversions.Currency, held => held.Value).Amount,
            Flows = equity,
            Chain = taken.Figures.Drawdown is { } drawdown
                ? ReturnChain.After(equity, drawdown)
                : ReturnChain.From(equity, Math.Max(taken.Figures.PeakEquity ?? 0, equity), equity),
        };
    }
}

using System.Collections.Immutable;
using System.Globalization;
using OrleansAssets.Accounts;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Access;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Domain.PreTrade;
using OrleansAssets.Grains.Portfolio;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.RiskModel;
using OrleansAssets.Storage;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Domain;

/// <summary>A book and all of its journal, in memory: commands as the portfolio's grain decides them.</summary>
/// <param name="setting">What the book is kept by; the small configuration of tests for money where none is given.</param>
internal sealed class JournaledBook(string portfolioId = "main", BookContext? setting = null)
{
    private static readonly StateSerializer Serializer = new();

    private readonly List<AuditEntry> _journal = [];
    private readonly ReplayMarks _marks = new();
    private readonly RecentBooks _recent = new() { Every = 2 };
    private readonly List<JournalTrade> _trades = [];
    private readonly SortedDictionary<DateOnly, EquityPoint> _days = [];
    private readonly Dictionary<(DateOnly Day, string AssetId, string? StrategyId), decimal> _profits = [];

    public BookContext Setting { get; set; } = setting ?? new BookContext(IsShadow: false, TestConfiguration.Build());

    public PortfolioBook Book { get; private set; } = new();

    public DateTimeOffset Now { get; set; } = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero);

    /// <summary>Rows of days as they are stored.</summary>
    public IReadOnlyDictionary<DateOnly, EquityPoint> Days => _days;

    /// <summary>Profits of days as they are stored.</summary>
    public IReadOnlyDictionary<(DateOnly Day, string AssetId, string? StrategyId), decimal> Profits => _profits;

    /// <summary>Trades as they are stored, by their ids.</summary>
    public IReadOnlyDictionary<string, Trade> Trades
    {
        get
        {
            var stored = new SortedDictionary<string, Trade>(StringComparer.Ordinal);
            foreach (var row in _trades)
            {
                stored.Remove(row.Trade.TradeId);
                if (row.Change != TradeChange.Removed)
                {
                    stored.Add(row.Trade.TradeId, row.Trade);
                }
            }

            return stored;
        }
    }

    /// <summary>How often what was late was told from a mark.</summary>
    public int MarksUsed { get; private set; }

    /// <summary>How often a late fill was told from a book that was written lately.</summary>
    public int BooksUsed { get; private set; }

    /// <summary>All that was told, in order.</summary>
    public IReadOnlyList<PortfolioEvent> Events => [.. _journal.Select(Read)];

    /// <summary>What two books that are the same have in common.</summary>
    public static string TextOf(PortfolioBook book) => Serializer.Serialize(book).ToString();

    /// <summary>The book that the journal makes, read from its bytes.</summary>
    public PortfolioBook Folded() => _journal.Aggregate(new PortfolioBook(), (book, entry) => PortfolioFold.Apply(
        book, Read(entry), entry.Sequence, entry.At, entry.Actor) with { Head = entry.Position });

    /// <summary>As after a start: from a snapshot, or from the journal alone.</summary>
    public void Restart(bool fromJournal) =>
        Book = Serializer.Deserialize<PortfolioBook>(Serializer.Serialize(fromJournal ? Folded() : Book))!;

    /// <summary>Takes what an import left in the tables.</summary>
    public void TakeImport(params EquityPoint[] days) => Run(draft =>
        MoneyCommands.TakeImport(draft, Guid.Empty, ImportKind.Equity, [.. days], closedTrades: 0, [], Setting));

    /// <summary>Likewise with the trades of it that are open.</summary>
    public void TakeImport(
        EquityPoint[] days, Position[] open, int closedTrades = 0, ImportKind kind = ImportKind.Equity) => Run(draft =>
        MoneyCommands.TakeImport(draft, Guid.Empty, kind, [.. days], closedTrades, [.. open], Setting));

    public void Begin() => Run(draft =>
    {
        BookCommands.Begin(draft, Setting, []);
        return true;
    });

    public CashFlowAnswer Move(CashFlow flow)
    {
        var outcome = Run(draft => MoneyCommands.Decide(draft, flow, null, 0, Setting, Standing))!;
        if (outcome.Late is not { } late)
        {
            return outcome.Answer;
        }

        RestateLate(late, (restated, amended) =>
        {
            LateCommands.RequireCovered(late, amended);
            return late with { Restated = restated };
        });
        return outcome.Answer with { Cash = Book.Cash, Equity = Book.Equity.Amount, PeakEquity = Book.PeakEquity };
    }

    /// <summary>Whose earlier word counts.</summary>
    public WordStanding Standing { get; set; } = WordStanding.All;

    /// <returns>Number of what was written; 0 for nothing.</returns>
    public long StateRate(string currency, decimal rate, string by) => Run(draft => MoneyCommands.StateRate(
        draft, new RateWord(currency, rate, by, draft.Now), confirmed: true, QuoteOf, Setting, Standing));

    public void Take(Fill fill)
    {
        var fundedAt = FundedAt();
        var taken = Run(draft => FillCommands.Take(
            draft, fill with { Confirmed = true }, null, 0, QuoteOf, Setting, fill.At == default ? null : fundedAt))!;
        if (taken is { IsLate: true, Fill: { } late })
        {
            RestateLate(late, (restated, amended) => amended.LateFills[fill.FillId] with { Restated = restated });
        }
    }

    /// <summary>What is quoted when fills are told.</summary>
    public Func<string, Quote?> QuoteOf { get; set; } = _ => null;

    /// <summary>What the asset of an order is quoted at.</summary>
    public decimal Price { get; set; } = 100;

    /// <summary>How assets move together when an order is decided.</summary>
    public ImmutableArray<CorrelationPair> Matrix { get; set; } = [];

    /// <summary>An order, decided by every rule.</summary>
    public OrderDecision Decide(OrderRequest order) => Run(draft =>
    {
        BookCommands.Begin(draft, Setting, []);
        var asset = Setting.Configuration.FindAsset(order.AssetId)!; // tests name those that are there
        var input = PreTradeCases.Input(asset, order, Price) with
        {
            DecisionId = DecisionIds.Of(draft.PortfolioId, draft.NextSequence),
            Now = draft.Now,
            Book = draft.Book.ToPreTrade(draft.Now, order.Replaces),
            OtherAssets = [.. Setting.Configuration.Assets.Where(other => other.Id != asset.Id).Select(OtherAsset.Of)],
            RiskModel = PreTradeCases.Model(asset.Id) with { Pairs = Matrix },
            Limits = Setting.Configuration.Risk,
        };
        var decision = PreTradeRules.Decide(input, "hash");
        draft.Append(new OrderDecided(decision, asset.ClassId, ContentHash.Of(order)), BookCommands.Self);
        return decision;
    });

    /// <summary>An approval of so many units, which rests at the paper market from then on.</summary>
    public void Place(OrderRequest order) => Run(draft =>
    {
        BookCommands.Begin(draft, Setting, []);
        var input = PreTradeCases.Input(Setting.Configuration.FindAsset(order.AssetId)!, order, 100) with // tests name those that are there
        {
            DecisionId = DecisionIds.Of(draft.PortfolioId, draft.NextSequence), Now = draft.Now, Book = draft.Book.ToPreTrade(draft.Now),
        };
        var decision = PreTradeRules.Decide(input, "hash") with
        {
            Outcome = DecisionOutcome.Approved, Quantity = order.Quantity ?? 0, ReservationId = input.DecisionId,
            ReservedUntil = draft.Now.AddMinutes(1), StopPrice = order.StopPrice, TargetPrice = order.TargetPrice,
        };
        draft.Append(new OrderDecided(decision, input.Asset!.ClassId, ContentHash.Of(order)), BookCommands.Self);
        PaperTrading.Place(draft, decision, Setting);
        return decision;
    });

    /// <summary>What a paper market makes of a quote, as each minute.</summary>
    public void Quote(Quote quote) => Run(draft =>
    {
        BookCommands.Begin(draft, Setting, MarkRules.Of(draft.Book, id => id == quote.AssetId ? quote : null, draft.Now));
        PaperTrading.Trade(draft, id => id == quote.AssetId ? quote : null, Setting);
        return true;
    });

    public void Report(OrderReport report) => Run(draft =>
    {
        var order = draft.Book.OrderBook.Find(report.ClientOrderId)!; // tests report what was decided
        return OrderReportCommands.Report(
            draft, report, new OrderReportCommands.ReportFacts(order, null, DecidedOf(order.ClientOrderId), DecidedOf(order.Replaces)),
            Setting);
    });

    private decimal? DecidedOf(string? orderId) => Book.OrderBook.Find(orderId) is { } order
        ? OrderReportCommands.PriceOf(
            order, Events.OfType<OrderDecided>().First(one => one.Decision.Order.ClientOrderId == orderId).Decision)
        : null;

    /// <summary>What quotes make of what is held.</summary>
    public void Revalue(Quote quote) => Run(draft =>
    {
        BookCommands.Begin(draft, Setting, MarkRules.Of(draft.Book, id => id == quote.AssetId ? quote : null, draft.Now));
        return true;
    });

    public void Halt(HaltRequest request) => Run(draft => draft.Append(
        new HaltLatched(
            request.Scope, request.ScopeId ?? "main", request.Mode, HaltCause.Operator, request.Reason, null, null, null, null),
        request.Operator));

    /// <summary>The account's halts in force.</summary>
    public ImmutableArray<AccountHalt> Account { get; set; } = [];

    /// <summary>An operator lifts a halt.</summary>
    public void Reset(string haltId) => Reset(new ResetRequest(haltId, "Ada", "looked into"));

    public ResetAnswer Reset(ResetRequest request) => Run(draft => HaltCommands.Reset(draft, request, Account, Setting, Standing));

    /// <summary>The account is halted, and the portfolio sees it at its next decision.</summary>
    public void Follow(AccountHalt halt)
    {
        Account = [halt];
        Run(draft =>
        {
            BookCommands.Follow(draft, Account);
            return true;
        });
    }

    /// <summary>A limit of the whole portfolio latches.</summary>
    public void Latch(HaltCause cause) => Run(draft => draft.Append(
        new HaltLatched(HaltScope.Portfolio, portfolioId, TradingMode.Halted, cause, "It fell.", 0.3m, 0.25m, 7_000, 10_000),
        BookCommands.Self));

    /// <summary>Each minute: time passes, and old marks are seen.</summary>
    public void LookAtMarks() => Run(draft =>
    {
        BookCommands.Begin(draft, Setting, []);
        BookCommands.LatchStale(draft, Setting);
        return true;
    });

    public void Mark(PriceMark mark) => Run(draft => MoneyCommands.Mark(draft, [mark], _ => null, Setting));

    public EventOutcome Happen(BookEvent one)
    {
        var taken = Run(draft => EventCommands.Take(draft, one with { Confirmed = true }, null, 0, _ => null, Setting))!;
        return taken is { IsLate: true, Event: { } late }
            ? RestateLate(late, (restated, amended) =>
                late with { Outcome = amended.Outcomes[one.EventId], Restated = restated }).Outcome
            : taken.Event!.Outcome;
    }

    public Restatement Correct(FillCorrection correction)
    {
        FillRecorded? right = null;
        return Restate(
            known => Restater.Of(known, correction, wrong =>
                right = correction.Replacement is { } fill ? FillReplacement.Of(wrong, fill, wrong.ClassId) : null),
            (restated, _) => new FillCorrected(correction, ContentHash.Of(correction), right, restated)).Restated;
    }

    public Restatement Correct(EventCorrection correction) => Restate(
        known => Restater.Of(known, correction),
        (restated, _) => new EventCorrected(correction, ContentHash.Of(correction), restated)).Restated;

    public Restatement Correct(MarkCorrection correction) => Restate(
        known => Restater.Of(known, correction),
        (restated, _) => new MarkCorrected(correction, ContentHash.Of(correction), restated)).Restated;

    /// <summary>Told from the last mark before it, which must say the same as told from the beginning.</summary>
    private T RestateLate<T>(PortfolioEvent late, Func<Restatement, BookReplay, T> eventOf)
        where T : PortfolioEvent
    {
        var mark = _marks.Find(AmendmentsSoFar(), late);
        MarksUsed += mark is null ? 0 : 1;
        var onward = Told(Restater.Of(AmendmentsSoFar(), late, mark));
        _marks.Keep(onward.Marks);
        var draft = new BookDraft(portfolioId, Book, Now);
        var outcome = Retelling.Decide(draft, onward, "Ada", (_, restated, amended) => eventOf(restated, amended), Setting);
        var lately = late is FillRecorded fill ? Lately(fill, eventOf) : null;
        var whole = Restate(known => Restater.Of(known, late), eventOf);
        Assert.Equal(PortfolioEventJson.Write(whole), PortfolioEventJson.Write(outcome!.Event!)); // what is late is told
        if (lately is not null)
        {
            Assert.Equal(FiguresOf(whole), FiguresOf(lately));
            BooksUsed++;
        }

        return whole;
    }

    // Of a restatement what a book is measured by; how it came by it may have other zeros behind the point.
    private static string FiguresOf(PortfolioEvent one)
    {
        var restated = ((FillRecorded)one).Restated!; // it was told late
        var (book, lines) = (restated.Figures, new List<object>());
        lines.AddRange([book.Cash, book.RealisedProfit, book.Fees, book.Income, book.Costs, book.Flows, book.PeakEquity, book.DayAnchor]);
        lines.AddRange(book.Positions.Values.SelectMany(held => new object[]
        {
            held.AssetId, held.Quantity, held.AverageEntryPrice, held.Cost, held.MarkPrice, held.EntryFees,
        }));
        lines.AddRange(book.Trips.SelectMany(
            trip => new object[] { trip.Key, trip.Value.Lot.Quantity, trip.Value.Profit, trip.Value.Fees }));
        lines.AddRange(restated.Days.SelectMany(day => new object[] { day.Day, day.Equity }));
        lines.AddRange(restated.Trades.SelectMany(trade => new object[] { trade.Trade.TradeId, trade.Profit, trade.Trade.Fees }));
        lines.AddRange(restated.RemovedTrades.Select(trade => trade.Trade.TradeId));
        lines.Add(restated.ClosedTrades);
        return string.Join('\n', lines.Select(
            line => line is decimal number ? number.ToString("0.############", CultureInfo.InvariantCulture) : line));
    }

    /// <summary>Told from the last book for which it is not late, as the grain does.</summary>
    private PortfolioEvent? Lately<T>(FillRecorded late, Func<Restatement, BookReplay, T> eventOf)
        where T : PortfolioEvent
    {
        if (_recent.Find(late, FundedAt(), Now) is not { } from)
        {
            return null;
        }

        AuditEntry[] entries = [.. _journal.Where(entry => entry.Sequence > from.Head.Sequence)];
        PortfolioEvent[] since = [.. entries.Select(Read).Where(one => Amendments.Is(one) || one is ImportTaken)];
        if (since.Any(one => one is not FillRecorded told || FillTimes.IsAfter(from, told, FundedAt(), Now)))
        {
            return null;
        }

        var known = since.Aggregate(Amendments.None, (sofar, one) => sofar.With(one));
        var restater = Told(Restater.Of(known, late, ReplayMark.Of(from, known)));
        return Retelling.Decide(
            new BookDraft(portfolioId, Book, Now), restater, "Ada", (_, restated, amended) => eventOf(restated, amended), Setting)!.Event;
    }

    private DateTimeOffset FundedAt() => _journal
        .Select(entry => (DateTimeOffset?)(Read(entry) switch
        {
            CashMoved or ImportTaken => entry.At,
            FillRecorded or BookEventRecorded => Earlier(Amendments.HappenedAt(Read(entry)), entry.At),
            _ => null,
        })).FirstOrDefault(at => at is not null) is { } first
        ? Earlier(first, Book.FlowedFrom ?? first)
        : new DateTimeOffset(Now.UtcDateTime.Date, TimeSpan.Zero);

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;

    private T Restate<T>(Func<Amendments, Restater> begin, Func<Restatement, BookReplay, T> eventOf)
        where T : PortfolioEvent
    {
        var restater = Told(begin(AmendmentsSoFar()));
        var outcome = Run(draft => Retelling.Decide(
            draft, restater, "Ada", (_, restated, amended) => eventOf(restated, amended), Setting));
        return Assert.IsType<T>(outcome?.Event);
    }

    private Amendments AmendmentsSoFar() => _journal.Where(entry => Amendments.MayBe(entry.Kind, entry.Payload)).Select(Read)
        .Aggregate(Amendments.None, (known, one) => known.With(one));

    private Restater Told(Restater restater)
    {
        restater.MarkEvery = 2;
        foreach (var entry in _journal.Where(entry => entry.Sequence > restater.Sequence))
        {
            restater.Take(Read(entry), entry.Sequence, entry.At, entry.Actor);
        }

        return restater;
    }

    private T Run<T>(Func<BookDraft, T> command)
    {
        var draft = new BookDraft(portfolioId, Book, Now);
        var answer = draft.Run(command);
        if (!draft.IsEmpty)
        {
            var batch = draft.ToBatch();
            _journal.AddRange(batch.Entries);
            _trades.AddRange(batch.Trades);
            foreach (var day in batch.Days)
            {
                _days[day.Day] = day;
            }

            foreach (var part in batch.Profits)
            {
                _profits[(part.Day, part.AssetId, part.StrategyId)] = part.Profit;
            }

            Book = draft.Book;
            _recent.Keep(Book);
        }

        return answer;
    }

    private static PortfolioEvent Read(AuditEntry entry) => PortfolioEventJson.Read(entry.Kind, entry.Payload);
}

/// <summary>What tests of losses look at: their fills name no order, which halts their asset too.</summary>
internal static class LossHaltExtensions
{
    extension(PortfolioBook book)
    {
        /// <summary>Halts but those of what nobody approved.</summary>
        public IEnumerable<BookHalt> LossHalts => book.Halts.Where(halt => halt.Cause != HaltCause.Unapproved);
    }
}

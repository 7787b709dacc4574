using System.Collections.Immutable;
using OrleansAssets.Audit;
using OrleansAssets.Domain.Audit;
using OrleansAssets.Domain.Returns;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// The tentative book of a batch of commands: each decides against what those before it made of the book, and nobody outside sees any of
/// it before all of it is written. A command that throws leaves the draft as it found it.
/// </summary>
public sealed class BookDraft(string portfolioId, PortfolioBook book, DateTimeOffset now)
{
    private readonly List<AuditEntry> _entries = [];
    private readonly List<BookEntry> _events = [];
    private readonly List<JournalId> _ids = [];
    private readonly List<JournalInput> _inputs = [];
    private readonly List<JournalTrade> _trades = [];
    private readonly List<EquityPoint> _days = [];
    private readonly List<DayProfit> _profits = [];
    private readonly List<Order> _orders = [];

    public string PortfolioId => portfolioId;

    public DateTimeOffset Now => now;

    public PortfolioBook Book { get; private set; } = book;

    /// <summary>Whose the rows are that follow from the book's events.</summary>
    private RecordProvenance Provenance => Keys.IsShadowPortfolio(portfolioId) ? RecordProvenance.Paper : RecordProvenance.Own;

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>What was appended, in order.</summary>
    public IReadOnlyList<BookEntry> Events => _events;

    /// <summary>Number of the next event.</summary>
    public long NextSequence => Book.Head.Sequence + 1;

    /// <summary>Appends an event and applies it.</summary>
    /// <returns>The event's number.</returns>
    public long Append(PortfolioEvent one, string actor)
    {
        one = Owned(one);
        var (kind, payload) = PortfolioEventJson.Write(one);
        var entry = AuditChain.Next(Book.Head, Keys.Portfolio(portfolioId), new AuditNote(kind, actor, payload, now));
        var before = Book;
        Book = PortfolioFold.Apply(Book, one, entry.Sequence, entry.At, actor) with { Head = entry.Position };
        if (!ReferenceEquals(before.OrderBook, Book.OrderBook))
        {
            _orders.AddRange(Book.OrderBook.ChangedSince(before.OrderBook, OrderFold.Touched(before, one, Book)));
        }

        _entries.Add(entry);
        _events.Add(new BookEntry(entry.Sequence, actor, one));
        AddRows(one, entry.Sequence);
        return entry.Sequence;
    }

    /// <summary>Stores what a decision depended on, beside it.</summary>
    public void AddInput(string hash, ReadOnlyMemory<byte> json) => _inputs.Add(new JournalInput(hash, json));

    /// <summary>Runs one command; where it throws, nothing of it stays.</summary>
    public T Run<T>(Func<BookDraft, T> command)
    {
        var (before, counts) = (
            Book, (_entries.Count, _ids.Count, _inputs.Count, _trades.Count, _days.Count, _profits.Count, _orders.Count));
        try
        {
            return command(this);
        }
        catch
        {
            Book = before;
            Cut(_entries, counts.Item1);
            Cut(_events, counts.Item1); // an event has its entry
            Cut(_ids, counts.Item2);
            Cut(_inputs, counts.Item3);
            Cut(_trades, counts.Item4);
            Cut(_days, counts.Item5);
            Cut(_profits, counts.Item6);
            Cut(_orders, counts.Item7);
            throw;
        }
    }

    public JournalBatch ToBatch() =>
        new(portfolioId, [.. _entries], [.. _ids], [.. _inputs], [.. _trades], [.. _days])
        {
            Profits = [.. _profits],
            Orders = [.. _orders.GroupBy(order => order.ClientOrderId, StringComparer.Ordinal).Select(same => same.Last())],
        };

    private void AddRows(PortfolioEvent one, long sequence)
    {
        switch (one)
        {
            case OrderDecided decided:
                _ids.Add(new JournalId(JournalKinds.Order, decided.Decision.Order.ClientOrderId, decided.OrderHash, sequence));
                break;
            case FillRecorded fill:
                _ids.Add(new JournalId(JournalKinds.Fill, fill.Fill.FillId, fill.ContentHash, sequence));
                AddRows(fill.Restated);
                break;
            case CashMoved moved:
                _ids.Add(new JournalId(JournalKinds.Flow, moved.FlowId, moved.ContentHash, sequence));
                AddRows(moved.Restated);
                break;
            case BookEventRecorded happened:
                _ids.Add(new JournalId(JournalKinds.Event, happened.Event.EventId, happened.ContentHash, sequence));
                AddRows(happened.Restated);
                break;
            case FillCorrected corrected:
                _ids.Add(new JournalId(JournalKinds.Event, corrected.Correction.CorrectionId, corrected.ContentHash, sequence));
                if (corrected.Replacement is { } right)
                {
                    _ids.Add(new JournalId(JournalKinds.Fill, right.Fill.FillId, right.ContentHash, sequence));
                }

                AddRows(corrected.Restated);
                break;
            case EventCorrected corrected:
                _ids.Add(new JournalId(JournalKinds.Event, corrected.Correction.CorrectionId, corrected.ContentHash, sequence));
                AddRows(corrected.Restated);
                break;
            case MarkCorrected corrected:
                _ids.Add(new JournalId(JournalKinds.Event, corrected.Correction.CorrectionId, corrected.ContentHash, sequence));
                AddRows(corrected.Restated);
                break;
            case TradeClosed closed:
                _trades.Add(new JournalTrade(closed.Trade, closed.ClassId));
                break;
            case DayBegan { Before: { } day } began:
                _days.Add(day);
                _profits.AddRange(began.Profits ?? []);
                break;
        }
    }

    private void AddRows(Restatement? restated)
    {
        if (restated is not null)
        {
            _days.AddRange(restated.Days);
            _profits.AddRange(restated.Profits ?? []);
            _trades.AddRange(restated.RemovedTrades.Select(one => new JournalTrade(one.Trade, one.ClassId, TradeChange.Removed)));
            _trades.AddRange(restated.Trades.Select(one => new JournalTrade(one.Trade, one.ClassId, TradeChange.Revised)));
        }
    }

    // The journal says whose its days and trades are, as the rows do that follow from it: nobody can mend it later.
    private PortfolioEvent Owned(PortfolioEvent one) => one switch
    {
        TradeClosed closed => Owned(closed),
        DayBegan { Before: { } day } began => began with { Before = day with { Provenance = Provenance } },
        FillRecorded { Restated: { } restated } fill => fill with { Restated = Owned(restated) },
        BookEventRecorded { Restated: { } restated } happened => happened with { Restated = Owned(restated) },
        CashMoved { Restated: { } restated } moved => moved with { Restated = Owned(restated) },
        FillCorrected corrected => corrected with { Restated = Owned(corrected.Restated) },
        EventCorrected corrected => corrected with { Restated = Owned(corrected.Restated) },
        MarkCorrected corrected => corrected with { Restated = Owned(corrected.Restated) },
        _ => one,
    };

    private TradeClosed Owned(TradeClosed closed) => closed with { Trade = closed.Trade with { Provenance = Provenance } };

    private Restatement Owned(Restatement restated) => restated with
    {
        Days = [.. restated.Days.Select(day => day with { Provenance = Provenance })],
        Trades = [.. restated.Trades.Select(Owned)],
        RemovedTrades = [.. restated.RemovedTrades.Select(Owned)],
    };

    private static void Cut<T>(List<T> list, int count) => list.RemoveRange(count, list.Count - count);
}

/// <summary>An event with its number in the journal.</summary>
/// <param name="Actor">Who caused it.</param>
public sealed record BookEntry(long Sequence, string Actor, PortfolioEvent Event);

/// <summary>The kinds of ids that callers give.</summary>
public static class JournalKinds
{
    public const string Order = "order";
    public const string Fill = "fill";
    public const string Flow = "flow";
    public const string Event = "event";
}

/// <summary>What a portfolio writes in one transaction: all of it, or nothing.</summary>
/// <param name="Entries">Entries of its stream, in order, at least one.</param>
/// <param name="Ids">Ids of callers that the entries used up.</param>
/// <param name="Inputs">What decisions among the entries depended on.</param>
/// <param name="Trades">Trades that were closed.</param>
/// <param name="Days">Days that ended.</param>
public sealed record JournalBatch(
    string PortfolioId,
    ImmutableArray<AuditEntry> Entries,
    ImmutableArray<JournalId> Ids,
    ImmutableArray<JournalInput> Inputs,
    ImmutableArray<JournalTrade> Trades,
    ImmutableArray<EquityPoint> Days)
{
    /// <summary>Profits of those days by asset and strategy.</summary>
    public ImmutableArray<DayProfit> Profits { get; init; } = [];

    /// <summary>What people are told of the entries.</summary>
    public BookNotices Notices { get; init; } = BookNotices.None;

    /// <summary>Orders as they are after the entries, each once.</summary>
    public ImmutableArray<Order> Orders { get; init; } = [];

    public string Stream => Keys.Portfolio(PortfolioId);
}

/// <summary>An id that a caller gave.</summary>
/// <param name="Kind">One of <see cref="JournalKinds"/>.</param>
public sealed record JournalId(string Kind, string Id, string ContentHash, long Sequence);

/// <summary>Inputs of a decision.</summary>
/// <param name="Hash">SHA-256 of <paramref name="Json"/>, hex.</param>
public sealed record JournalInput(string Hash, ReadOnlyMemory<byte> Json);

/// <summary>A trade that was closed, or what a correction makes of one.</summary>
public sealed record JournalTrade(Trade Trade, string ClassId, TradeChange Change = TradeChange.Closed);

/// <summary>What became of a trade.</summary>
public enum TradeChange
{
    /// <summary>It was closed just now.</summary>
    Closed = 0,

    /// <summary>It is other than it was told, or was not told.</summary>
    Revised = 1,

    /// <summary>It never was.</summary>
    Removed = 2,
}

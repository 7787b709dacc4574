using System.Collections.Immutable;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// Tells a journal twice, as it is known and with one amendment more, and says what differs. Both are one until the amendment's place.
/// </summary>
public sealed class Restater
{
    private readonly Func<PortfolioEvent, DateTimeOffset, bool> _isPlace;
    private readonly Func<BookReplay, PortfolioEvent, BookReplay> _amend;
    private readonly Queue<ReplayMark> _marks = new();
    private BookReplay _known;
    private PortfolioEvent? _late;
    private BookReplay? _amended;
    private DateTimeOffset _latest;
    private long _markedAt;

    private Restater(
        BookReplay known, Func<PortfolioEvent, DateTimeOffset, bool> isPlace, Func<BookReplay, PortfolioEvent, BookReplay> amend) =>
        (_known, _isPlace, _amend) = (known, isPlace, amend);

    /// <summary>Number of the last entry that was taken.</summary>
    public long Sequence { get; private set; }

    /// <summary>Places before the amendment's, from which a later one may be told; the last of them.</summary>
    public IReadOnlyCollection<ReplayMark> Marks => _marks;

    /// <summary>Entries between two marks.</summary>
    public int MarkEvery { get; set; } = ReplayMarks.Every;

    /// <param name="replacementOf">The right fill in the currencies of the book, from the wrong one.</param>
    public static Restater Of(Amendments known, FillCorrection correction, Func<FillRecorded, FillRecorded?> replacementOf)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(correction);
        ArgumentNullException.ThrowIfNull(replacementOf);
        bool IsWrong(FillRecorded fill) => known.Of(fill)?.Fill.FillId == correction.FillId;
        var late = known.Late.OfType<FillRecorded>().FirstOrDefault(IsWrong);
        return new Restater(
            BookReplay.Of(known),
            (one, at) => late is null
                ? one is FillRecorded fill && IsWrong(fill)
                : BookReplay.TimeOf(one, at) >= late.Fill.At,
            (replay, one) => replay with
            {
                // The place is the wrong fill, or where it was told late.
                Amendments = known.With(correction.FillId, replacementOf(known.Of(late ?? (FillRecorded)one)!)),
            });
    }

    /// <summary>Without a fill of an import that the book began with; its place is the last of those imports.</summary>
    /// <param name="begun">What the book began with in truth.</param>
    public static Restater Of(Amendments known, FillCorrection correction, ImportTaken begun)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(correction);
        return new Restater(
            BookReplay.Of(known),
            (one, _) => one is ImportTaken { Positions: not null },
            (replay, _) => replay with { Amendments = known.With(correction.FillId, null) with { Begun = begun } });
    }

    /// <summary>Without an event that was wrong; its place is its entry, or where it was told late.</summary>
    public static Restater Of(Amendments known, EventCorrection correction)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(correction);
        bool IsWrong(BookEventRecorded happened) =>
            happened.Event.EventId == correction.EventId && !known.Events.Contains(correction.EventId);
        var late = known.Late.OfType<BookEventRecorded>().FirstOrDefault(IsWrong);
        return new Restater(
            BookReplay.Of(known),
            (one, at) => late is null
                ? one is BookEventRecorded happened && IsWrong(happened)
                : BookReplay.TimeOf(one, at) >= late.Event.EffectiveAt,
            (replay, _) => replay with { Amendments = known.Without(correction.EventId) });
    }

    public static Restater Of(Amendments known, MarkCorrection correction)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(correction);
        var wrong = WrongMark.Of(correction);
        return new Restater(
            BookReplay.Of(known),
            (one, _) => one is PricesMarked marked && marked.Prices.Any(mark => wrong.Covers(mark.AssetId, mark.At)),
            (replay, _) => replay with { Amendments = known.With(correction) });
    }

    /// <summary>A fill, an event or a cash flow that came later than it happened.</summary>
    /// <param name="from">Of <paramref name="known"/>, before it happened: the entries after it are to be taken. Null for all.</param>
    public static Restater Of(Amendments known, PortfolioEvent late, ReplayMark? from = null)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(late);
        var happenedAt = Amendments.HappenedAt(late);
        return new Restater(
            from?.Replay ?? BookReplay.Of(known),
            (one, at) => BookReplay.TimeOf(one, at) >= happenedAt,
            (replay, _) => replay with
            {
                Amendments = known.WithLate(late), Waiting = Amendments.InOrder(replay.Waiting, late),
            })
        {
            Sequence = from?.Sequence ?? 0, _latest = from?.Latest ?? default, _markedAt = from?.Sequence ?? 0,
            _late = late is BookEventRecorded ? null : late,
        };
    }

    public void Take(PortfolioEvent one, long sequence, DateTimeOffset at, string actor)
    {
        _amended ??= _isPlace(one, at) ? _amend(_known, one) : null;
        _known = _known.Take(one, sequence, at, actor);
        _amended = _amended?.Take(one, sequence, at, actor);
        Sequence = sequence;
        Mark(BookReplay.TimeOf(one, at));
    }

    private void Mark(DateTimeOffset time)
    {
        _latest = time > _latest ? time : _latest;
        if (_amended is null && Sequence - _markedAt >= MarkEvery)
        {
            _marks.Enqueue(new ReplayMark(_known, Sequence, _latest));
            _markedAt = Sequence;
            if (_marks.Count > ReplayMarks.CountMax)
            {
                _marks.Dequeue();
            }
        }
    }

    /// <summary>The book as it is with the amendment, and the one as it is known; null where the amendment's place was not met.</summary>
    /// <param name="book">The book as it stands.</param>
    public (Restatement Restated, BookReplay Amended)? Finish(PortfolioBook book)
    {
        ArgumentNullException.ThrowIfNull(book);
        _amended ??= _late is null ? null : _amend(_known, _late); // nothing is later: it is the last
        if (_amended is null)
        {
            return null;
        }

        var (known, amended) = (_known.Finish(Sequence), _amended.Finish(Sequence));
        return (RestateRules.Of(book, known, amended), amended);
    }
}

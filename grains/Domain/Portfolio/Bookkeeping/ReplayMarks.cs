using System.Collections.Immutable;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>
/// Places of a journal up to which its history was told, in memory: what comes late in a row, as a broker tells a day that nobody heard, is
/// told from the last of them that is before its time, and not from the beginning.
/// </summary>
public sealed class ReplayMarks
{
    /// <summary>Entries between two marks.</summary>
    public const int Every = 1_000;

    /// <summary>Marks that are kept, the last ones before the time of what came late.</summary>
    public const int CountMax = 16;

    private ImmutableArray<ReplayMark> _marks = [];

    /// <summary>The last mark from which a history with something late can be told; null for from the beginning.</summary>
    /// <param name="known">All that is known better by now, without <paramref name="late"/>.</param>
    public ReplayMark? Find(Amendments known, PortfolioEvent late)
    {
        ArgumentNullException.ThrowIfNull(known);
        ArgumentNullException.ThrowIfNull(late);
        for (var index = _marks.Length - 1; index >= 0; index--)
        {
            if (Amendments.HappenedAt(late) > _marks[index].Latest && _marks[index].With(known) is { } mark)
            {
                return mark;
            }
        }

        return null;
    }

    /// <summary>Remembers marks in place of those after the first of them.</summary>
    /// <param name="told">In their order.</param>
    public void Keep(IReadOnlyCollection<ReplayMark> told)
    {
        if (told.Count > 0)
        {
            var first = told.Min(mark => mark.Sequence);
            _marks = [.. _marks.Where(mark => mark.Sequence < first).Concat(told).TakeLast(CountMax)];
        }
    }
}

/// <summary>A history as it was told up to an entry.</summary>
/// <param name="Sequence">The entry's number.</param>
/// <param name="Latest">The latest time of what the entries so far are about: what happened later is told after them.</param>
public sealed record ReplayMark(BookReplay Replay, long Sequence, DateTimeOffset Latest)
{
    /// <summary>A book as it was written: what came before it is in it, and is not told again.</summary>
    /// <param name="since">What was known better after it.</param>
    public static ReplayMark Of(PortfolioBook book, Amendments since)
    {
        ArgumentNullException.ThrowIfNull(book);
        return new ReplayMark(
            BookReplay.Of(since) with { Book = book, Reached = [.. book.Halts.Select(halt => halt.Halt.HaltId)] },
            book.Head.Sequence, DateTimeOffset.MaxValue);
    }

    /// <summary>The mark with what came late since; null where that happened before it, or was no lateness.</summary>
    internal ReplayMark? With(Amendments known)
    {
        var before = Replay.Amendments;
        if (before.Fills.Count != known.Fills.Count || before.Events.Count != known.Events.Count
            || before.Marks.Length != known.Marks.Length || before.Adoptions != known.Adoptions)
        {
            return null;
        }

        var told = before.Late.Select(IdOf).ToHashSet(StringComparer.Ordinal);
        PortfolioEvent[] since = [.. known.Late.Where(late => !told.Contains(IdOf(late)))];
        return known.Late.Length - since.Length == told.Count && since.All(late => Amendments.HappenedAt(late) > Latest)
            ? this with { Replay = Replay with { Amendments = known, Waiting = since.Aggregate(Replay.Waiting, Amendments.InOrder) } }
            : null;
    }

    private static string IdOf(PortfolioEvent late) => late switch
    {
        FillRecorded fill => $"fill {fill.Fill.FillId}",
        BookEventRecorded happened => $"event {happened.Event.EventId}",
        CashMoved moved => $"flow {moved.FlowId}",
        _ => throw new InvalidOperationException($"{late.GetType().Name} does not come late."),
    };
}

using System.Collections.Immutable;
using OrleansAssets.Audit;
using OrleansAssets.Domain;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Monetary;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.Portfolio.Orders;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Fills, events and cash flows that are told late: each counts at its own time, and what came after it is told anew.</summary>
internal sealed class LateCommands(LiveBook book, Retelling retelling, BookContext context, TimeProvider clock)
{
    /// <summary>Takes an event at its own time, which is over.</summary>
    /// <param name="require">Refuses what nobody would believe of it, once it is known what it did at its time.</param>
    public async Task<BookEventOutcome> HappenAsync(BookEventRecorded late, Action<BookDraft, BookEventRecorded> require)
    {
        var id = late.Event.EventId;
        var outcome = await retelling.RunAsync(
            new RetellingRequest(id, late.ContentHash, late.Event.Operator),
            known => Task.FromResult(Restater.Of(known, late, retelling.MarkOf(known, late))),
            (draft, restated, amended) =>
            {
                var happened = late with { Outcome = amended.Outcomes[id], Restated = restated };
                require(draft, happened);
                return happened;
            },
            _ => Absent(late));
        return new BookEventOutcome(outcome.Event as BookEventRecorded, outcome.Sequence);
    }

    /// <summary>What a late event would do to a book as it is written; nothing is recorded.</summary>
    public async Task<BookEventOutcome> DryHappenAsync(BookEventRecorded late, PortfolioBook written)
    {
        var id = late.Event.EventId;
        var known = await retelling.AmendmentsAsync(written.Head.Sequence);
        var restater = Restater.Of(known, late, retelling.MarkOf(known, late));
        await retelling.TakeAsync(restater, written.Head.Sequence, areKnown: true);
        var outcome = Retelling.Decide(
            book.DraftOf(written), restater, late.Event.Operator,
            (_, restated, amended) => late with { Outcome = amended.Outcomes[id], Restated = restated }, context) ?? throw Absent(late);
        return new BookEventOutcome(outcome.Event as BookEventRecorded, outcome.Sequence);
    }

    /// <summary>Takes a fill at its own time, after which something came already.</summary>
    /// <param name="irregular">What nobody approved of it; null where nothing is.</param>
    /// <param name="fundedAt">When the book had its first money.</param>
    public async Task<FillOutcome> FillAsync(FillRecorded late, Irregularity? irregular, DateTimeOffset? fundedAt)
    {
        var id = late.Fill.FillId;
        var outcome = await retelling.RunAsync(
            new RetellingRequest(id, late.ContentHash, BookCommands.Self, JournalKinds.Fill),
            known => Task.FromResult(Restater.Of(known, late, retelling.MarkOf(known, late))),
            (_, restated, amended) => amended.LateFills[id] with { Restated = restated },
            _ => InvalidRequestException.At(
                "at", late.Fill.At, "must be before something that was recorded",
                $"The fill '{id}' is refused: nothing was recorded since {InstantText.Seconds(late.Fill.At)}."),
            draft =>
            {
                if (irregular is not null)
                {
                    BookCommands.Question(draft, irregular);
                }
            },
            written => TellAsync(late, fundedAt, written));
        return new FillOutcome(outcome.Event as FillRecorded, outcome.Sequence);
    }

    /// <summary>Takes a cash flow at its own time, after which something came already.</summary>
    /// <returns>Its entry, null where it was recorded before.</returns>
    public async Task<(CashMoved? Moved, long Sequence)> MoveAsync(CashMoved late, string by)
    {
        var outcome = await retelling.RunAsync(
            new RetellingRequest(late.FlowId, late.ContentHash, by, JournalKinds.Flow),
            known => Task.FromResult(Restater.Of(known, late, retelling.MarkOf(known, late))),
            (_, restated, amended) =>
            {
                RequireCovered(late, amended);
                return late with { Restated = restated };
            },
            _ => InvalidRequestException.At(
                "at", late.At, "must be before something that was recorded",
                $"The cash flow '{late.FlowId}' is refused: nothing was recorded since "
                + $"{InstantText.Seconds(late.At ?? clock.GetUtcNow())}."));
        return (outcome.Event as CashMoved, outcome.Sequence);
    }

    /// <summary>Money leaves only what was there at its time.</summary>
    public static void RequireCovered(CashMoved late, BookReplay amended)
    {
        ArgumentNullException.ThrowIfNull(late);
        ArgumentNullException.ThrowIfNull(amended);
        var (cash, equity) = amended.LateFlows[late.FlowId];
        var paid = new Money(late.Amount, Conversions.Currency);
        if (paid.IsNegative && ((cash + paid).IsNegative || (equity + paid).IsNegative))
        {
            throw InvalidRequestException.At(
                "amount", late.Amount, "must leave cash and equity of 0 or more at its time",
                $"{ValueText.Number(-late.Amount)} {Conversions.Currency} cannot have been withdrawn at "
                + $"{InstantText.Seconds(late.At ?? default)}: cash was {ValueText.Money(cash.Amount)} then, and equity "
                + $"{ValueText.Money(equity.Amount)}. Give the time at which it left.");
        }
    }

    /// <summary>
    /// A book told from the last one that was written before a late fill; null where that is not remembered, or was corrected since.
    /// </summary>
    private async Task<Restater?> TellAsync(FillRecorded late, DateTimeOffset? fundedAt, PortfolioBook written)
    {
        if (book.Recent.Find(late, fundedAt, clock.GetUtcNow()) is not { } from)
        {
            return null;
        }

        var entries = new List<(PortfolioEvent Event, AuditEntry Entry)>();
        for (var after = from.Head.Sequence; after < written.Head.Sequence;)
        {
            var page = await book.ReadAsync(after, Retelling.PageSize);
            if (page.IsEmpty)
            {
                return null;
            }

            after = page[^1].Sequence;
            entries.AddRange(page.Where(entry => entry.Sequence <= written.Head.Sequence)
                .Select(entry => (PortfolioEventJson.Read(entry.Kind, entry.Payload), entry)));
        }

        var since = entries.Where(one => Amendments.Is(one.Event) || one.Event is ImportTaken).Select(one => one.Event).ToArray();
        if (since.Any(one => one is not FillRecorded told || FillTimes.IsAfter(from, told, fundedAt, clock.GetUtcNow())))
        {
            return null;
        }

        var known = since.Aggregate(Amendments.None, (sofar, one) => sofar.With(one));
        var restater = Restater.Of(known, late, ReplayMark.Of(from, known));
        entries.ForEach(one => restater.Take(one.Event, one.Entry.Sequence, one.Entry.At, one.Entry.Actor));
        return restater;
    }

    private static InvalidRequestException Absent(BookEventRecorded late) => new(
        $"The event '{late.Event.EventId}' is refused: nothing was recorded since {InstantText.Seconds(late.Event.EffectiveAt)}.");
}

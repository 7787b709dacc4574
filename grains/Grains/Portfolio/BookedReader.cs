using System.Collections.Immutable;
using OrleansAssets.Audit;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.Domain.Imports;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage;

namespace OrleansAssets.Grains.Portfolio;

/// <summary>Reads what a book has that is no trade, and since when it tells its own history.</summary>
internal sealed class BookedReader(LiveBook book, ICorporateActionStore actions, TimeProvider clock)
{
    private static readonly ImmutableArray<string> Kinds =
        [PortfolioEventJson.Event, PortfolioEventJson.EventCorrection, PortfolioEventJson.CashFlow, PortfolioEventJson.Import];

    /// <summary>What is in the journal up to the book's head.</summary>
    /// <returns>From: the first day that is not in what the book began with; null where it has no money yet.</returns>
    public async Task<(ImmutableArray<BookedMatter> Booked, DateOnly? From)> ReadAsync(PortfolioBook written)
    {
        var told = await book.FoldKindsAsync(
            Kinds, written.Head.Sequence, ImmutableList<(AuditEntry Entry, PortfolioEvent Event)>.Empty,
            (known, entry) => known.Add((entry, PortfolioEventJson.Read(entry.Kind, entry.Payload))));
        var wrong = told.Select(one => one.Event).OfType<EventCorrected>().Select(one => one.Correction.EventId)
            .ToHashSet(StringComparer.Ordinal);
        told = told.RemoveAll(one => one.Event is BookEventRecorded happened && wrong.Contains(happened.Event.EventId));
        var isCollecting = told.Exists(one => one.Event is BookEventRecorded { Event.Operator: SettlingRules.Operator });
        PaidOn paidOn = isCollecting ? await PaidOnAsync(assetId: null) : (_, _) => null;
        ImmutableArray<BookedMatter> booked =
            [.. told.Select(one => BookedMatters.Of(one.Event, one.Entry.At, paidOn) is { } matter
                ? matter with { Sequence = one.Entry.Sequence }
                : null).OfType<BookedMatter>()];
        // A later import that tells the same days, or has the book's own as its last, leaves to the book what it told itself.
        if (told.FindLast(one => one.Event is ImportTaken
            {
                Positions: not null, Sequel: not ImportSequel.Same, Figures.Last.Provenance: RecordProvenance.Import,
            }).Event is ImportTaken { Figures.Last: { } last })
        {
            return (booked, last.Day.AddDays(1));
        }

        var first = written.HasMoney ? await book.BegunAtAsync() : null;
        return (booked, first is not { } begun ? null
            : booked.Where(one => one.IsImported).Select(one => one.Day).Append(DateOnly.FromDateTime(begun.UtcDateTime)).Min());
    }

    /// <summary>
    /// What was collected and is taken back says so where it says what became of it. Told with each repetition, so that a crash in between
    /// leaves nothing out.
    /// </summary>
    public async Task NoteTakenBackAsync(EventCorrection correction)
    {
        var known = await actions.ListAsync(assetId: null, DateOnly.MinValue, CancellationToken.None);
        if (SettlingRules.Find(known, correction.EventId, book.PortfolioId) is { } settled)
        {
            await actions.TakeBackAsync(
                settled, new ReversedAction(book.PortfolioId, correction.Operator, correction.Reason, clock.GetUtcNow()),
                CancellationToken.None);
        }
    }

    /// <summary>When dividends are paid, by what sources say.</summary>
    /// <param name="assetId">Of one asset, or (null) of all.</param>
    public async Task<PaidOn> PaidOnAsync(string? assetId)
    {
        var known = await actions.ListAsync(assetId, DateOnly.MinValue, CancellationToken.None);
        var dates = known.Where(view => view.Action.PaidOn is not null)
            .ToLookup(view => (view.Action.AssetId, view.Action.EffectiveOn), view => view.Action.PaidOn);
        return (id, exDate) => dates[(id, exDate)].FirstOrDefault();
    }
}

using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>Which books a corporate action concerns.</summary>
public static class ActionConcerns
{
    /// <summary>
    /// Whether an action concerns a book: somebody held its asset when it came to hold, be it that two held it against each other. What was
    /// opened under it is in new units, and without the dividend; what is of before the days that the book tells itself is in the record
    /// that it began with.
    /// </summary>
    /// <param name="from">The first day that is not in what the book began with; null where it has no money yet.</param>
    /// <returns>Null where the asset was traded since: what was held then is for the book's history to tell.</returns>
    public static bool? Of(CorporateAction action, PortfolioBook book, DateOnly? from)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(book);
        var at = action.EffectiveAt();
        return !May(action, book) || from is null || action.EffectiveOn < from ? false
            : book.Events.Find(SettlingRules.EventId(action)) is not null ? true
            : book.LastTouchedAt.TryGetValue(action.AssetId, out var touched) && touched >= at ? null
            : book.Positions.GetValueOrDefault(action.AssetId)?.OpenedAt < at
                || book.Trips.Values.Any(trip => trip.Lot.AssetId == action.AssetId && trip.FirstAt < at);
    }

    /// <summary>Whether a book holds an action's asset, or ever did.</summary>
    public static bool May(CorporateAction action, PortfolioBook book)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentNullException.ThrowIfNull(book);
        return RoundTrips.Holds(book, action.AssetId) || book.LastTouchedAt.ContainsKey(action.AssetId);
    }
}

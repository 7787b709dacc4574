using OrleansAssets.Domain.Portfolio.Journal;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>An id that callers give means one content for ever.</summary>
public static class IdRules
{
    /// <summary>Number of the event that the id made; null for a new id.</summary>
    /// <param name="stored">What the database knows of it.</param>
    /// <exception cref="InvalidRequestException">The id was used for other content.</exception>
    public static long? Find(RecentIds recent, JournalId? stored, string what, string id, string contentHash)
    {
        var known = recent.Find(id) ?? (stored is null ? null : new KnownId(stored.ContentHash, stored.Sequence));
        return known is null ? null
            : known.ContentHash == contentHash ? known.Sequence
            : throw new InvalidRequestException(
                $"The id '{id}' was used for another {what} before: the same id must carry the same content. Nothing was changed.");
    }
}

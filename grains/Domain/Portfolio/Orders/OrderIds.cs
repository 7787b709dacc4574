using System.Globalization;
using OrleansAssets.Domain.Portfolio.Bookkeeping;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>
/// Tells of most new ids that they are new, without a question to the database: all that were recorded before, and all that were asked for
/// since, are held as hashes of 32 bits. A hash that is there already proves nothing, and the database is asked. An id that it misses, as
/// one that another activation recorded or that a paper fill was given, is refused by the primary key, and the filter reads the ids again.
/// </summary>
/// <param name="readAsync">Reads the recorded ids, no more than so many.</param>
/// <remarks>Used on one activation only: its scheduler runs one turn at a time.</remarks>
public sealed class IdFilter(Func<int, Task<IReadOnlyList<(string Kind, string Id)>>> readAsync)
{
    /// <summary>Most ids held, 16 MB of them; a portfolio with more asks the database each time.</summary>
    public const int CountMax = 1_000_000;

    private HashSet<int>? _seen = [];

    /// <summary>The last reading of the recorded ids; null before they are needed.</summary>
    public Task? Reading { get; private set; }

    /// <summary>Whether an id may have been recorded; it counts as seen from now on.</summary>
    /// <param name="isForgetting">Whether the book has forgotten ids: before that nothing needs to be read.</param>
    public bool MayBeKnown(string kind, string id, bool isForgetting)
    {
        if (_seen is not { } seen)
        {
            return true;
        }

        // Asked before the id is added: a reading that ends in between may hold the very id.
        var isRead = Reading is { IsCompletedSuccessfully: true };
        var isNew = seen.Add(HashCode.Combine(kind, id));
        if (seen.Count > CountMax)
        {
            _seen = null;
            return true;
        }

        if (isForgetting && Reading is null or { IsFaulted: true })
        {
            Reading = ReadAsync(seen);
        }

        return !isNew || !isRead;
    }

    /// <summary>Reads the recorded ids again before the filter is believed.</summary>
    public void ReadAgain() => Reading = null;

    // A failure shows in the question to the database that is asked meanwhile; the next id tries again.
    private async Task ReadAsync(HashSet<int> seen)
    {
        // Off the activation's scheduler: many rows would keep its other calls waiting.
        var hashes = await Task.Run(async () => (await readAsync(CountMax + 1)).Select(id => HashCode.Combine(id.Kind, id.Id)).ToArray());
        if (hashes.Length > CountMax)
        {
            _seen = null;
        }
        else
        {
            seen.UnionWith(hashes);
        }
    }
}

/// <summary>An id that callers give means one content for ever.</summary>
public static class IdRules
{
    /// <summary>Number of the event that the id made; null for a new id.</summary>
    /// <param name="stored">What the database knows of it.</param>
    /// <param name="olderHash">Of the same content as older entries have it; null where that is no other.</param>
    /// <exception cref="InvalidRequestException">The id was used for other content.</exception>
    public static long? Find(
        RecentIds recent, JournalId? stored, string what, string id, string contentHash, string? olderHash = null)
    {
        var known = recent.Find(id) ?? (stored is null ? null : new KnownId(stored.ContentHash, stored.Sequence));
        return known is null ? null
            : known.ContentHash == contentHash || known.ContentHash == olderHash ? known.Sequence
            : throw InvalidRequestException.At(
                PlaceOf(what), id, "must carry the same content as before",
                $"The id '{id}' was used for another {what} before: the same id must carry the same content. Nothing was changed.");
    }

    private static string PlaceOf(string what) => what switch
    {
        JournalKinds.Order => "clientOrderId",
        JournalKinds.Fill => "fillId",
        JournalKinds.Event => "eventId",
        _ => "flowId",
    };
}

/// <summary>A decision is named by its portfolio and its place in the journal, e.g. <c>main:1234</c>: the id finds it.</summary>
public static class DecisionIds
{
    public static string Of(string portfolioId, long sequence) => string.Create(CultureInfo.InvariantCulture, $"{portfolioId}:{sequence}");

    /// <summary>The number in an id of this portfolio; null where it is none.</summary>
    public static long? SequenceOf(string portfolioId, string decisionId) =>
        decisionId is not null && decisionId.StartsWith(portfolioId + ":", StringComparison.Ordinal)
        && long.TryParse(decisionId.AsSpan(portfolioId.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
            ? sequence
            : null;
}

using System.Collections.Immutable;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>A change of an asset's symbol: all that the book keeps of it goes on under the new id, its halts too.</summary>
public static class AssetNames
{
    /// <param name="classId">Of the asset under its new id; null leaves what it was.</param>
    public static PortfolioBook Rename(PortfolioBook book, string old, string renamed, string? classId)
    {
        ArgumentNullException.ThrowIfNull(book);
        var halts = book.Halts.Select(halt => halt.Halt.Scope == HaltScope.Asset && halt.Halt.ScopeId == old
            ? halt with { Halt = halt.Halt with { ScopeId = renamed } }
            : halt).ToImmutableArray();
        var trips = RoundTrips.WithSeed(book, old);
        var own = trips.Where(trip => trip.Value.Lot.AssetId == old).ToArray();
        return book with
        {
            Positions = book.Positions.TryGetValue(old, out var held)
                ? book.Positions.Remove(old).SetItem(renamed, Named(held))
                : book.Positions,
            Trips = trips.RemoveRange(own.Select(trip => trip.Key)).SetItems(own.Select(trip =>
                KeyValuePair.Create(RoundTrips.Key(renamed, trip.Value.Lot.StrategyId), trip.Value with { Lot = Named(trip.Value.Lot) }))),
            Reservations = book.Reservations.SetItems(book.Reservations.Where(entry => entry.Value.AssetId == old)
                .Select(entry => KeyValuePair.Create(entry.Key, entry.Value with { AssetId = renamed }))),
            OrderBook = book.OrderBook.WithUnfilled(old, order => order with { AssetId = renamed, ClassId = classId ?? order.ClassId }),
            Unseen = [.. book.Unseen.Select(one => one.AssetId == old ? one with { AssetId = renamed } : one)],
            LastTouchedAt = Moved(book.LastTouchedAt),
            ValuedAt = Moved(book.ValuedAt),
            Halts = halts,
            Scopes = ScopeRecords.Rename(book.Scopes, old, renamed),
            ModeVersion = halts.SequenceEqual(book.Halts) ? book.ModeVersion : book.ModeVersion + 1,
        };

        ImmutableSortedDictionary<string, DateTimeOffset> Moved(ImmutableSortedDictionary<string, DateTimeOffset> times) =>
            times.TryGetValue(old, out var last)
                ? times.Remove(old).SetItem(renamed, times.TryGetValue(renamed, out var other) && other > last ? other : last)
                : times;

        BookPosition Named(BookPosition position) => position with { AssetId = renamed, ClassId = classId ?? position.ClassId };
    }
}

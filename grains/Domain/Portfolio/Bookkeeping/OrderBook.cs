using System.Collections.Immutable;
using Orleans;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>Every open order, and those that ended last; older ones are rows of the database.</summary>
/// <param name="Ended">Ids of those that ended, in the order in which they did.</param>
[GenerateSerializer, Immutable, Alias("OrleansAssets.OrderBook")]
public sealed record OrderBook(ImmutableSortedDictionary<string, Order> ById, ImmutableArray<string> Ended)
{
    /// <summary>
    /// Ended orders that are kept, and as many that the broker rejected: fills that come late find theirs, and rejections are counted
    /// however many others were filled between them.
    /// </summary>
    public const int EndedMax = 64;

    /// <summary>The end of a reservation that lasts until the end of its order is reported.</summary>
    public static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;

    public static OrderBook Empty { get; } = new(ImmutableSortedDictionary<string, Order>.Empty, []);

    public Order? Find(string? clientOrderId) => clientOrderId is null ? null : ById.GetValueOrDefault(clientOrderId);

    /// <summary>The order that a fill of this id executes: the one that took its place, where it was replaced.</summary>
    public Order? FindLiving(string? clientOrderId)
    {
        var found = Find(clientOrderId);
        while (found is { State: OrderState.Replaced, ReplacedBy: { } next } && Find(next) is { } successor)
        {
            found = successor; // approved later than what it replaces: there is an end
        }

        return found;
    }

    /// <summary>Whether another order than the one that it replaces was approved after an order, or with it.</summary>
    public bool HasLaterThan(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return ById.Values.Any(other => other.ClientOrderId != order.ClientOrderId && other.ClientOrderId != order.Replaces
            && other.ApprovedAt >= order.ApprovedAt);
    }

    /// <summary>With an order as it is now.</summary>
    public OrderBook With(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        var wasEnded = Find(order.ClientOrderId) is { IsOpen: false };
        var ended = (wasEnded, order.IsOpen) switch
        {
            (true, true) => Ended.Remove(order.ClientOrderId, StringComparer.Ordinal),
            (false, false) => Ended.Add(order.ClientOrderId),
            _ => Ended,
        };
        var byId = ById.SetItem(order.ClientOrderId, order);
        var isRejected = order.State == OrderState.Rejected;
        while (ended.Count(IsAlike) > EndedMax)
        {
            var oldest = ended.First(IsAlike);
            (byId, ended) = (byId.Remove(oldest), ended.Remove(oldest, StringComparer.Ordinal));
        }

        return new OrderBook(byId, ended);

        bool IsAlike(string id) => (byId[id].State == OrderState.Rejected) == isRejected;
    }

    /// <summary>
    /// With what a change makes of the orders of an asset that were not filled: those that ended may have fills to come, or rest at the
    /// broker all the same.
    /// </summary>
    public OrderBook WithUnfilled(string assetId, Func<Order, Order> change) => this with
    {
        ById = ById.SetItems(ById.Where(entry => entry.Value.State != OrderState.Filled && entry.Value.AssetId == assetId)
            .Select(entry => KeyValuePair.Create(entry.Key, change(entry.Value)))),
    };

    /// <summary>Orders that are other than they were in an earlier book.</summary>
    /// <param name="ids">Of those that may be.</param>
    public IEnumerable<Order> ChangedSince(OrderBook earlier, IEnumerable<string> ids)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return ReferenceEquals(this, earlier)
            ? []
            : ids.Select(Find).OfType<Order>().Where(order => earlier.Find(order.ClientOrderId) != order);
    }
}

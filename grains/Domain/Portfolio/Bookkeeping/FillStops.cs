using OrleansAssets.Portfolio;

namespace OrleansAssets.Domain.Portfolio.Bookkeeping;

/// <summary>The stop and the target that a fill gives its position.</summary>
public static class FillStops
{
    /// <summary>
    /// The stop that a fill gives its position; null leaves what is there. What is added with a tight stop does not move the stop of all:
    /// the wider one is kept, and where there is none, the asset's own distance counts as before.
    /// </summary>
    public static decimal? StopOf(BookPosition? held, FillRecorded fill, Order? order)
    {
        ArgumentNullException.ThrowIfNull(fill);
        return held is null || held.Units.Sign != fill.Units.Sign ? order?.StopPrice
            : (held.StopPrice, order?.StopPrice) switch
            {
                ({ } old, { } added) => held.Quantity > 0 ? Math.Min(old, added) : Math.Max(old, added),
                _ => null,
            };
    }

    /// <summary>The target that a fill gives its position; null leaves what is there: the first one stays until it is moved.</summary>
    public static decimal? TargetOf(BookPosition? held, FillRecorded fill, Order? order)
    {
        ArgumentNullException.ThrowIfNull(fill);
        return held is null || held.Units.Sign != fill.Units.Sign || held.TargetPrice is null ? order?.TargetPrice : null;
    }
}

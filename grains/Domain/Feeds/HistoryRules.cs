using System.Collections.Immutable;
using OrleansAssets.Domain.CorporateActions;
using OrleansAssets.MarketData;

namespace OrleansAssets.Domain.Feeds;

/// <summary>
/// When a feed of candles fetches its whole history again. A split changes the unit of an asset, and vendors adjust all earlier prices to
/// it: a history of which half is in each unit would hold a return of -90 % that nobody made.
/// </summary>
public static class HistoryRules
{
    /// <summary>Vendors adjust in the night before a split, some later: the history is fetched once more after so long.</summary>
    public static readonly TimeSpan AdjustedWithin = TimeSpan.FromDays(1);

    /// <summary>Some adjust before it: a history that came back by a ratio so long before a split was adjusted for it.</summary>
    public static readonly TimeSpan AdjustedAhead = TimeSpan.FromDays(3);

    /// <summary>A vendor whose servers disagree must not have a history fetched again and again.</summary>
    public static readonly TimeSpan LeastBetween = TimeSpan.FromHours(6);

    /// <summary>Whether a split holds that the history was not fetched under, or was fetched too soon after.</summary>
    /// <param name="splitAt">When the newest split of the asset began to hold; null where none is known.</param>
    public static bool IsDue(FeedState state, DateTimeOffset? splitAt, DateTimeOffset now)
    {
        if (splitAt is not { } split || split > now || !(state.FirstAt < split))
        {
            return false;
        }

        return !(state.AdjustedAsOf >= split)
            || (state.AdjustedAsOf < split + AdjustedWithin && split + AdjustedWithin <= now);
    }

    /// <summary>
    /// The ratio by which a vendor has adjusted what it told before: the newest stored candle came again with all of its prices changed by
    /// it, be it one in which shares split, or any other that nothing but a factor explains. Null where it is the same, was corrected, or
    /// the history was fetched just now.
    /// </summary>
    public static SplitRatio? AdjustedBy(FeedState state, ImmutableArray<Candle> rows, DateTimeOffset now)
    {
        if (state.ContinueFrom is not null || state.Newest is not { } before || state.AdjustedAsOf > now - LeastBetween
            || rows.FirstOrDefault(row => row.OpenTime == before.OpenTime) is not { } after)
        {
            return null;
        }

        (decimal Before, decimal After)[] prices =
            [(before.Open, after.Open), (before.High, after.High), (before.Low, after.Low), (before.Close, after.Close)];
        return SplitRatio.Of(before.Close, after.Close, SplitRatio.RoundingTolerance) is { } known
            && Array.TrueForAll(prices, price => known.Explains(price.Before, price.After, SplitRatio.RoundingTolerance))
                ? known
                : FactorOf(prices);
    }

    /// <summary>
    /// The one factor by which four prices changed, to the last digit that the vendor states; null where there is none, or where all that
    /// moved by one amount would look the same: a correction moves a bar, and only an adjustment scales it.
    /// </summary>
    private static SplitRatio? FactorOf((decimal Before, decimal After)[] prices)
    {
        var (before, after) = prices[^1];
        if (Array.Exists(prices, price => price.Before <= 0 || price.After <= 0) || before == after)
        {
            return null;
        }

        var factor = before / after;
        var unit = Math.Max(UnitOf(prices.Select(price => price.Before)), factor * UnitOf(prices.Select(price => price.After)));
        var range = prices.Max(price => price.Before) - prices.Min(price => price.Before);
        return Array.TrueForAll(prices, price => Math.Abs(price.Before - (factor * price.After)) <= unit)
            && range * Math.Abs(1 - (1 / factor)) > 2 * unit
                ? factor >= 1 ? new SplitRatio(Math.Round(factor, 4), 1) : new SplitRatio(1, Math.Round(1 / factor, 4))
                : null;
    }

    /// <summary>One of the last digit in which prices are stated.</summary>
    private static decimal UnitOf(IEnumerable<decimal> prices) => new(1, 0, 0, isNegative: false, prices.Max(price => price.Scale));

    /// <summary>
    /// The state from which the whole history is fetched again, page by page; what is stored stays until it is replaced. A vendor that
    /// adjusts before the split holds tells the same values again once it does: they are of that split by then, which when they became
    /// known would not say.
    /// </summary>
    /// <param name="splitAt">The split for which it is; null where the newest candle came back by a ratio.</param>
    public static FeedState Restart(FeedState state, DateTimeOffset? splitAt, DateTimeOffset now) => state with
    {
        ContinueFrom = state.FirstAt,
        AdjustedAsOf = now,
        RatioAt = splitAt is null ? now : state.RatioAt,
        Restates = splitAt is { } split && state.RatioAt < split && state.RatioAt >= split - AdjustedAhead,
    };
}

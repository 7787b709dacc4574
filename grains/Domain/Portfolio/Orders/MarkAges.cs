using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Calendars;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Portfolio.Bookkeeping;
using OrleansAssets.Domain.PreTrade;

namespace OrleansAssets.Domain.Portfolio.Orders;

/// <summary>How old the marks of what is held are, in time that their markets were open, beside how old they may be.</summary>
public static class MarkAges
{
    /// <summary>What no source quotes is marked by hand, once a day.</summary>
    private static readonly TimeSpan ByHand = TimeSpan.FromDays(1);

    public static ImmutableArray<MarkAge> Of(PortfolioBook book, AssetsConfiguration configuration, DateTimeOffset now) =>
        [.. book.Positions.Values.Select(held => Of(held, configuration, now))];

    /// <summary>
    /// Minutes that the market of a position was open from an instant to now, beside the most after which somebody has to look: twice what
    /// makes the portfolio reduce-only at least. More than that is not counted.
    /// </summary>
    public static (decimal Open, decimal Most) OpenSince(
        BookPosition held, DateTimeOffset from, AssetsConfiguration configuration, int staleMinutes, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(held);
        ArgumentNullException.ThrowIfNull(configuration);
        var (stale, twice) = (TimeSpan.FromMinutes(staleMinutes), FreshFor(held.AssetId, configuration) * 2);
        var most = stale > twice ? stale : twice;
        var open = MarketCalendar.OpenBetween(configuration.HoursOf(held.AssetId), from, now, most + TimeSpan.FromMinutes(1));
        return (TimeText.Minutes(open), TimeText.Minutes(most));
    }

    private static MarkAge Of(BookPosition held, AssetsConfiguration configuration, DateTimeOffset now)
    {
        var most = FreshFor(held.AssetId, configuration);
        // Beyond the limit it need not be known how far.
        var age = MarketCalendar.OpenBetween(configuration.HoursOf(held.AssetId), held.MarkedAt, now, most + TimeSpan.FromMinutes(1));
        return new MarkAge(held.AssetId, held.MarkedAt, TimeText.Minutes(age), TimeText.Minutes(most));
    }

    /// <summary>From when on a mark of an asset is new at an instant; while its market is closed none grows old.</summary>
    public static DateTimeOffset FreshSince(string assetId, AssetsConfiguration configuration, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        return MarketCalendar.OpenFor(configuration.HoursOf(assetId), FreshFor(assetId, configuration), at);
    }

    private static TimeSpan FreshFor(string assetId, AssetsConfiguration configuration)
    {
        var orders = configuration.Risk.Orders;
        var least = TimeSpan.FromMinutes(orders.HeldMarkMaxAgeMinutes ?? OrderLimits.Default.HeldMarkMaxAgeMinutes ?? 0);
        var asset = configuration.FindAsset(assetId);
        // Those that are optional may have no key.
        var pauses = asset is null ? [] : configuration.Sources
            .Where(source => asset.RequiredSources.Contains(source.Id, StringComparer.Ordinal))
            .SelectMany(source => source.Datasets)
            .Where(dataset => dataset.Kind == DatasetKind.Quotes && dataset.Serves(asset.ClassId))
            .Select(dataset => dataset.EverySeconds).ToArray();
        var patience = pauses.Length == 0 ? ByHand : TimeSpan.FromSeconds((double)pauses.Min() * orders.SourceMissedIntervals);
        return patience > least ? patience : least;
    }
}

using System.Collections.Immutable;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.MarketData;

namespace OrleansAssets.Tests.Support;

/// <summary>Small definitions of sources and feeds for tests.</summary>
internal static class Definitions
{
    public static readonly DatasetSchedule HourlyCandles = new(DatasetKind.Candles, Timeframe.H1, 300, 90);
    public static readonly DatasetSchedule Quotes = new(DatasetKind.Quotes, null, 60, 0);

    public static DataSourceDefinition Source(
        string id, ImmutableArray<RateWindow> windows, params ImmutableArray<DatasetSchedule> datasets) =>
        new(id, id, "free", 0, [], "https://vendor.example", ["crypto"], windows, datasets, Collected: true);

    public static PlannedFeed Feed(string asset, DatasetSchedule schedule, FeedNeed need = FeedNeed.Enabled) =>
        new(new FeedId("x", asset, schedule.Name), asset, "crypto", schedule, need);

    public static FeedSlot Slot(DateTimeOffset due, DatasetSchedule? schedule = null, string asset = "BTC/USDT", bool hasMore = false) =>
        new(Feed(asset, schedule ?? HourlyCandles), due, hasMore, 0, null, null);
}

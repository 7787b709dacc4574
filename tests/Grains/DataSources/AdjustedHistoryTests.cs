using OrleansAssets.AssetClasses;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>A history that its vendor adjusts for a split is fetched again, so that no series holds a return of -90 %.</summary>
public sealed class AdjustedHistoryTests
{
    private static readonly DatasetSchedule Daily = new(DatasetKind.Candles, Timeframe.D1, 3600, HistoryDays: 250);
    private static readonly FeedId Id = new(SourceCluster.SourceId, "NVDA", "candles-1d");
    private static readonly FeedGrant Grant = new("NVDA", "stocks", Daily, 100);

    [Fact]
    public async Task Collect_SplitIsKnownAndHolds_FetchesAllOfItAgain()
    {
        await using var cluster = await StartAsync();
        var vendor = Adjusting(cluster);
        var filled = await Feed(cluster).CollectAsync(Grant);
        cluster.Time.Advance(TimeSpan.FromDays(1));
        await KnowSplitAsync(cluster);
        vendor.Factor = 10;

        var outcome = await Feed(cluster).CollectAsync(Grant);

        Assert.Equal((FeedResult.Ok, false), (outcome.Result, outcome.HasMore));
        Assert.All(cluster.Store.Candles.Values, candle => Assert.Equal(10.5m, candle.Close));
        Assert.Equal((filled.Feed.Rows + 1, filled.Feed.Rows), (outcome.Feed.Rows, outcome.Feed.Revisions));
        Assert.Equal(filled.Feed.FirstAt, outcome.Feed.FirstAt);
    }

    [Fact]
    public async Task Collect_SiloStopsWhileItIsFetchedAgain_GoesOnWhereItWas()
    {
        await using var cluster = await StartAsync();
        var vendor = Adjusting(cluster);
        await Feed(cluster).CollectAsync(Grant);
        cluster.Time.Advance(TimeSpan.FromDays(1));
        await KnowSplitAsync(cluster);
        vendor.Factor = 10;

        var first = await Feed(cluster).CollectAsync(Grant with { CallsMax = 1 });
        await cluster.RestartAsync();
        var asked = cluster.Vendor.Calls.Count;
        var second = await Feed(cluster).CollectAsync(Grant);

        Assert.Equal((true, false), (first.HasMore, second.HasMore));
        Assert.Equal(first.Feed.FirstAt + TimeSpan.FromDays(100), cluster.Vendor.Calls.ElementAt(asked).From);
        Assert.All(cluster.Store.Candles.Values, candle => Assert.Equal(10.5m, candle.Close));
    }

    [Fact]
    public async Task Collect_NewestCandleComesBackByARatio_FetchesAllOfItAgainOnce()
    {
        await using var cluster = await StartAsync();
        var vendor = Adjusting(cluster);
        await Feed(cluster).CollectAsync(Grant);
        cluster.Time.Advance(TimeSpan.FromDays(1));
        vendor.Factor = 10;

        var outcome = await Feed(cluster).CollectAsync(Grant);
        var calls = cluster.Vendor.Calls.Count;
        await Feed(cluster).CollectAsync(Grant);

        Assert.Equal(1 + 3, outcome.Calls); // One that says so, and 251 days in pages of 100.
        Assert.Equal(calls + 1, cluster.Vendor.Calls.Count);
        Assert.All(cluster.Store.Candles.Values, candle => Assert.Equal(10.5m, candle.Close));
    }

    [Fact]
    public async Task Collect_NewestCandleComesBackAndTheGrantIsSpent_GoesOnWithTheNext()
    {
        await using var cluster = await StartAsync();
        var vendor = Adjusting(cluster);
        await Feed(cluster).CollectAsync(Grant);
        cluster.Time.Advance(TimeSpan.FromDays(1));
        vendor.Factor = 10;

        var outcome = await Feed(cluster).CollectAsync(Grant with { CallsMax = 1 });

        Assert.Equal((FeedResult.Ok, 1, true), (outcome.Result, outcome.Calls, outcome.HasMore));
        Assert.False((await Feed(cluster).CollectAsync(Grant)).HasMore);
        Assert.All(cluster.Store.Candles.Values, candle => Assert.Equal(10.5m, candle.Close));
    }

    /// <summary>
    /// The vendor adjusts the evening before: what it tells again once the split holds is the same, and is of the split now.
    /// </summary>
    [Fact]
    public async Task Collect_VendorAdjustsTheEveningBefore_RestatesTheHistoryOnceTheSplitHolds()
    {
        await using var cluster = await StartAsync();
        var vendor = Adjusting(cluster);
        await Feed(cluster).CollectAsync(Grant);
        cluster.Time.Advance(TimeSpan.FromDays(1));
        vendor.Factor = 10;
        await Feed(cluster).CollectAsync(Grant);
        var before = cluster.Store.Restated;
        cluster.Time.Advance(TimeSpan.FromDays(1));
        await KnowSplitAsync(cluster);

        await Feed(cluster).CollectAsync(Grant with { CallsMax = 1 });
        var outcome = await Feed(cluster).CollectAsync(Grant);
        var during = cluster.Store.Restated;
        cluster.Time.Advance(TimeSpan.FromHours(1));
        await Feed(cluster).CollectAsync(Grant);

        Assert.Equal((0, FeedResult.Ok, false), (before, outcome.Result, outcome.HasMore));
        Assert.Equal((outcome.Feed.Rows, outcome.Feed.Rows), ((long)during, (long)cluster.Store.Restated));
    }

    /// <summary>One that adjusts later tells the old values again at first: they are of no split.</summary>
    [Fact]
    public async Task Collect_VendorHasNotAdjustedYet_RestatesNothing()
    {
        await using var cluster = await StartAsync();
        _ = Adjusting(cluster);
        await Feed(cluster).CollectAsync(Grant);
        cluster.Time.Advance(TimeSpan.FromDays(1));
        await KnowSplitAsync(cluster);

        await Feed(cluster).CollectAsync(Grant);

        Assert.Equal(0, cluster.Store.Restated);
    }

    [Fact]
    public async Task Collect_HistoryFetchedAfterTheSplit_IsLeftAsItIs()
    {
        await using var cluster = await StartAsync();
        Adjusting(cluster).Factor = 10;
        await KnowSplitAsync(cluster);
        cluster.Time.Advance(TimeSpan.FromDays(3));
        await Feed(cluster).CollectAsync(Grant);
        var calls = cluster.Vendor.Calls.Count;

        await Feed(cluster).CollectAsync(Grant);

        Assert.Equal(calls + 1, cluster.Vendor.Calls.Count);
    }

    private static IFeedGrain Feed(SourceCluster cluster) => cluster.Grain<IFeedGrain>(Keys.Feed(Id));

    private static Task<SourceCluster> StartAsync() => new SourceCluster
    {
        Datasets = [], // The source itself collects nothing beside the test.
        Assets = [SourceCluster.Asset("NVDA", enabled: true) with { ClassId = "stocks" }],
        Classes = [new AssetClassDefinition("stocks", "Stocks", true, 0.4m, 5, 0.8m, 0.08m, ["NVDA"], MarketHours.UsExchange)],
    }.StartAsync();

    private static Task<ImportCounts> KnowSplitAsync(SourceCluster cluster) => cluster.Actions.UpsertAsync(
        [
            new CorporateAction(
                "NVDA", SourceCluster.SourceId, CorporateActionKind.Split, DateOnly.FromDateTime(cluster.Time.GetUtcNow().UtcDateTime),
                NewUnits: 10, OldUnits: 1),
        ],
        _ => "stocks", cluster.Time.GetUtcNow(), CancellationToken.None);

    private static AdjustingVendor Adjusting(SourceCluster cluster)
    {
        var vendor = new AdjustingVendor();
        cluster.Vendor.AnswerCandles = query =>
        {
            var page = cluster.Vendor.Page(query);
            return Task.FromResult(FakeVendorAdapter.Ok(page.Value! with // It is Ok.
            {
                Rows = [.. page.Value.Rows.Select(vendor.Adjust)],
            }));
        };
        return vendor;
    }

    /// <summary>Divides every price that it tells.</summary>
    private sealed class AdjustingVendor
    {
        public decimal Factor { get; set; } = 1;

        public Candle Adjust(Candle candle) => candle with
        {
            Open = candle.Open / Factor,
            High = candle.High / Factor,
            Low = candle.Low / Factor,
            Close = candle.Close / Factor,
        };
    }
}

using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>Feeds of everything but prices, through the source that drives them.</summary>
public sealed class FactFeedTests
{
    private static readonly DatasetSchedule Indicators = new(DatasetKind.Indicator, null, 3600, HistoryDays: 30);
    private static readonly DatasetSchedule Sentiment = new(DatasetKind.Sentiment, null, 600, 0, LookbackMinutes: 60);
    private static readonly DatasetSchedule Flow = new(DatasetKind.OptionsFlow, null, 600, HistoryDays: 5);
    private static readonly DatasetSchedule Calendar = new(DatasetKind.Calendar, null, 3600, HistoryDays: 7);
    private static readonly DatasetSchedule Earnings = new(DatasetKind.Earnings, null, 86_400, 0);
    private static readonly DatasetSchedule Trending = new(DatasetKind.Trending, null, 600, 0, LookbackMinutes: 60);
    private static readonly DatasetSchedule Splits = new(DatasetKind.Splits, null, 600, HistoryDays: 30);
    private static readonly DatasetSchedule Dividends = new(DatasetKind.Dividends, null, 600, HistoryDays: 30);
    private static readonly DatasetSchedule Posts = new(DatasetKind.Posts, null, 600, HistoryDays: 3);

    [Fact]
    public async Task Collect_EveryKind_StoresRowsAndTellsTheAsset()
    {
        await using var cluster = Cluster(Indicators, Sentiment, Flow, Calendar, Earnings, Posts, Trending);
        await cluster.StartAsync();

        var view = await cluster.CollectAsync();

        Assert.Equal(DataSourceStatus.Healthy, view.Status);
        Assert.Equal(
            [
                "NVDA earnings", "NVDA indicator-orders", "NVDA indicator-stocks", "NVDA options-flow", "NVDA posts-jensen",
                "NVDA sentiment", "market calendar", "market trending",
            ],
            view.Feeds.Select(feed => $"{feed.Id.AssetId} {feed.Id.Dataset}").Order(StringComparer.Ordinal));
        Assert.Equal(2 * 30, cluster.Facts.Indicators.Count);
        Assert.Single(cluster.Facts.Sentiment);
        Assert.Equal(5, cluster.Facts.Flow.Count);
        Assert.Equal(["GME", "PLTR"], cluster.Facts.Trending.Values.OrderBy(symbol => symbol.Rank).Select(symbol => symbol.Symbol));
        Assert.Equal(7 + 1 + 1, cluster.Facts.Events.Count);
        var facts = (await cluster.Grain<IAssetGrain>(Keys.Asset("NVDA")).GetAsync()).Facts;
        Assert.Equal(new DateOnly(2026, 12, 3), Assert.Single(facts.EarningsDates));
        Assert.Equal(0.4, Assert.Single(facts.Sentiment).Score);
        Assert.Equal(3, facts.WatchedPosts.Length);
    }

    [Fact]
    public async Task Collect_SeriesLongerThanAPage_GoesOnUntilThePresent()
    {
        await using var cluster = Cluster(Indicators);
        await cluster.StartAsync();

        var view = await cluster.CollectAsync();

        Assert.All(view.Feeds, feed => Assert.Equal(30, feed.Rows));
        Assert.Equal(2 * 3, VendorOf(cluster).Calls.Count);
    }

    [Theory]
    [InlineData(false, 2 * 3)]
    [InlineData(true, 0)]
    public async Task Collect_PagesOfAnEarlierCall_SpendNothing(bool isFree, int expectedUnits)
    {
        await using var cluster = Cluster(Indicators);
        VendorOf(cluster).IsFree = isFree;
        await cluster.StartAsync();

        var view = await cluster.CollectAsync();

        Assert.All(view.Feeds, feed => Assert.Equal(30, feed.Rows));
        Assert.Equal((expectedUnits, expectedUnits), (view.Usage.Max(usage => usage.UsedUnits), view.Errors?.CallsLastHour));
    }

    [Fact]
    public async Task Collect_FigureWasRevised_UpdatesItAndCountsIt()
    {
        await using var cluster = Cluster(Indicators);
        await cluster.StartAsync();
        await cluster.CollectAsync();
        VendorOf(cluster).Figure = 2;
        cluster.Time.Advance(TimeSpan.FromHours(1));

        var view = await cluster.CollectAsync();

        Assert.All(view.Feeds, feed => Assert.Equal((30L, 1L), (feed.Rows, feed.Revisions)));
        Assert.Equal(2, cluster.Facts.Indicators.Values.Count(value => value.Value == 2));
    }

    [Fact]
    public async Task Collect_AdapterLacksADataset_ParksThatFeedWithASentenceAndSpendsNothing()
    {
        await using var cluster = Cluster(Indicators, Definitions.Quotes);
        await cluster.StartAsync();

        await cluster.TickAsync();
        var view = await cluster.WaitForAsync(state => state.Slots.Any(slot => slot.ParkedBecause is not null)
            && state.Slots.All(slot => slot.ParkedBecause is not null || slot.Last?.Rows == 30));

        Assert.Equal(DataSourceStatus.Healthy, view.Status);
        Assert.Equal(
            "this version reads no quotes from fake: take quotes out of its datasets in sources.yaml",
            view.Feeds.Single(feed => feed.Id.Dataset == "quotes").LastError);
        Assert.Equal(2 * 3, Assert.Single(view.Usage).UsedUnits);
    }

    [Fact]
    public async Task Collect_ClassesOfADatasetAreNamed_LeavesTheOthersOut()
    {
        await using var cluster = Cluster(Flow with { Classes = ["forex"] }, Earnings);
        await cluster.StartAsync();

        var view = await cluster.CollectAsync();

        Assert.Equal("earnings", Assert.Single(view.Feeds).Id.Dataset);
    }

    [Fact]
    public async Task Collect_CorporateActions_AskOnceForAllSharesAndWithdrawWhatIsNoLongerTold()
    {
        await using var cluster = Cluster(Splits, Dividends);
        await cluster.StartAsync();
        await cluster.CollectAsync();
        VendorOf(cluster).SplitOn = new DateOnly(2026, 12, 14);
        cluster.Time.Advance(TimeSpan.FromHours(1));

        var view = await cluster.CollectAsync();

        Assert.Equal(["market dividends", "market splits"], view.Feeds.Select(feed => $"{feed.Id.AssetId} {feed.Id.Dataset}").Order());
        Assert.Equal(
            ["dividends of NVDA", "splits of NVDA"], VendorOf(cluster).Calls.Select(call => call.What).Distinct().Order());
        var known = await cluster.Actions.ListAsync("NVDA", default, CancellationToken.None);
        Assert.Equal(
            [("2026-12-07", true), ("2026-12-07", true), ("2026-12-14", false), ("2026-12-14", false)],
            known.Select(row => ($"{row.Action.EffectiveOn:yyyy-MM-dd}", row.WithdrawnAt is not null)));
        Assert.All(known, row => Assert.Equal("stocks", row.ClassId));
    }

    /// <summary>One share's odd row refused the actions of all; now it keeps what was told of that share, and no other's.</summary>
    [Fact]
    public async Task Collect_RowOfOneShareCannotBeRead_WithdrawsOfTheOthersAlone()
    {
        await using var cluster = Cluster(["NVDA", "AMD"], [Splits]);
        await cluster.StartAsync();
        await cluster.CollectAsync();
        (VendorOf(cluster).SplitOn, VendorOf(cluster).UnreadableShare) = (new DateOnly(2026, 12, 14), "NVDA");
        cluster.Time.Advance(TimeSpan.FromHours(1));

        var view = await cluster.CollectAsync();

        Assert.Equal((DataSourceStatus.Healthy, 1L), (view.Status, Assert.Single(view.Feeds).LeftOut));
        var known = await cluster.Actions.ListAsync(null, default, CancellationToken.None);
        Assert.Equal(
            [("AMD", "2026-12-07", true), ("NVDA", "2026-12-07", false), ("AMD", "2026-12-14", false)],
            known.Select(row => (row.Action.AssetId, $"{row.Action.EffectiveOn:yyyy-MM-dd}", row.WithdrawnAt is not null)));
    }

    private static FakeFactsVendor VendorOf(SourceCluster cluster) => (FakeFactsVendor)cluster.OtherVendor!; // Set by Cluster.

    private static SourceCluster Cluster(params DatasetSchedule[] datasets) => Cluster(["NVDA"], datasets);

    private static SourceCluster Cluster(string[] shares, DatasetSchedule[] datasets)
    {
        var cluster = new SourceCluster
        {
            Datasets = [.. datasets],
            Classes = [new AssetClassDefinition("stocks", "Stocks", true, 0.4m, 5, 0.8m, 0.08m, [.. shares], MarketHours.UsExchange)],
            Assets =
            [
                .. shares.Select(share => SourceCluster.Asset(share, enabled: true)).Select(asset => asset with
                {
                    ClassId = "stocks",
                    LeadingIndicators = [Indicator("orders"), Indicator("stocks"), new LeadingIndicator("elsewhere", "other", "x")],
                    Risk = asset.Risk with { Rules = asset.Risk.Rules with { WatchedAccounts = ["@jensen"] } },
                }),
            ],
        };
        cluster.OtherVendor = new FakeFactsVendor(cluster.Time);
        return cluster;
    }

    private static LeadingIndicator Indicator(string name) => new(name, SourceCluster.SourceId, name);
}

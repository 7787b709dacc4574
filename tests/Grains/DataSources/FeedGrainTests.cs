using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

public sealed class FeedGrainTests
{
    private static readonly FeedId Id = new(SourceCluster.SourceId, "BTC/USDT", "candles-1h");
    private static readonly FeedGrant Grant = new("BTCUSDT", "crypto", Definitions.HourlyCandles, 100);

    [Fact]
    public async Task Collect_ConnectionLostBetweenRowsAndWatermark_RepeatsThePageWithoutLossOrDuplicate()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        cluster.Store.BreakOnceAfterStoring();

        await Assert.ThrowsAnyAsync<Exception>(() => Feed(cluster).CollectAsync(Grant));
        var broken = await Feed(cluster).GetAsync();
        var outcome = await Feed(cluster).CollectAsync(Grant);

        Assert.Null(broken.Watermark);
        Assert.Equal(0, broken.Rows);
        Assert.Equal(90 * 24, cluster.Store.Candles.Count);
        Assert.Equal(90 * 24, outcome.Feed.Rows);
        Assert.Equal(0, outcome.Feed.Revisions);
    }

    [Fact]
    public async Task Collect_WatermarkCannotBeWritten_ShowsTheOldOneAndRepeats()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        cluster.Storage.BeforeWrite = name => name == StateNames.Feed
            ? Task.FromException(new IOException("the disk is full"))
            : Task.CompletedTask;

        await Assert.ThrowsAnyAsync<Exception>(() => Feed(cluster).CollectAsync(Grant with { CallsMax = 1 }));
        Assert.Null((await Feed(cluster).GetAsync()).Watermark);
        Assert.Equal(100, cluster.Store.Candles.Count);

        cluster.Storage.BeforeWrite = _ => Task.CompletedTask;
        var outcome = await Feed(cluster).CollectAsync(Grant);
        Assert.Equal(90 * 24, outcome.Feed.Rows);
        Assert.Equal(90 * 24, cluster.Store.Candles.Count);
    }

    [Fact]
    public async Task Source_FeedLosesItsDatabase_FailsInOneSentenceAndRecovers()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        cluster.Store.BreakOnceAfterStoring();

        await cluster.TickAsync();
        var failing = await cluster.WaitForAsync(state => state.Health.ConsecutiveFailures == 1);
        cluster.Time.Advance(HealthRules.FirstRetry);
        var healthy = await cluster.CollectAsync();

        Assert.Equal(DataSourceStatus.Failing, failing.Status);
        Assert.Equal("feed BTC/USDT candles-1h could not be collected: the connection to the database was lost", failing.LastError);
        Assert.Equal(DataSourceStatus.Healthy, healthy.Status);
        Assert.Equal(90 * 24, Assert.Single(healthy.Feeds).Rows);
    }

    [Fact]
    public async Task Collect_MoreHistoryThanGranted_StopsAtTheGrantAndSaysSo()
    {
        await using var cluster = await new SourceCluster().StartAsync();

        var outcome = await Feed(cluster).CollectAsync(Grant with { CallsMax = 3 });

        Assert.Equal((FeedResult.Ok, 3, true, 300L), (outcome.Result, outcome.Calls, outcome.HasMore, outcome.Feed.Rows));
    }

    [Fact]
    public async Task Collect_VendorFailsAfterTwoPages_KeepsThemAndGoesOnBehindThem()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        var calls = 0;
        cluster.Vendor.AnswerCandles = query => Task.FromResult(++calls <= 2
            ? cluster.Vendor.Page(query)
            : new VendorReply<DataPage<Candle>>(FeedResult.Unavailable, null, null, null, "fake is down"));

        var failed = await Feed(cluster).CollectAsync(Grant);
        cluster.Vendor.AnswerCandles = query => Task.FromResult(cluster.Vendor.Page(query));
        var recovered = await Feed(cluster).CollectAsync(Grant);

        Assert.Equal((FeedResult.Unavailable, 200L, "fake is down"), (failed.Result, failed.Feed.Rows, failed.Feed.LastError));
        Assert.Equal((FeedResult.Ok, 90L * 24, null), (recovered.Result, recovered.Feed.Rows, recovered.Feed.LastError));
    }

    [Fact]
    public async Task Collect_PageGoesOnInsideItself_EndsAsMalformed()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        cluster.Vendor.AnswerCandles = query =>
        {
            var page = cluster.Vendor.Page(query).Value!; // A page that is Ok.
            return Task.FromResult(FakeVendorAdapter.Ok(page with { ContinueFrom = page.Rows[^1].OpenTime }));
        };

        var outcome = await Feed(cluster).CollectAsync(Grant);

        Assert.Equal((FeedResult.Malformed, 0L), (outcome.Result, outcome.Feed.Rows));
    }

    [Fact]
    public async Task Collect_NewestCandleWasRevised_CountsARevisionNotARow()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        await Feed(cluster).CollectAsync(Grant);
        cluster.Vendor.AnswerCandles = query =>
        {
            var page = cluster.Vendor.Page(query);
            return Task.FromResult(page with
            {
                // Not null: the page is Ok.
                Value = page.Value! with { Rows = [.. page.Value.Rows.Select(candle => candle with { Close = 104 })] },
            });
        };

        var outcome = await Feed(cluster).CollectAsync(Grant);

        Assert.Equal((90 * 24, 1L), (outcome.Feed.Rows, outcome.Feed.Revisions));
    }

    [Fact]
    public async Task Collect_PageThatDoesNotAdvance_EndsAsMalformed()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        cluster.Vendor.AnswerCandles = query => Task.FromResult(FakeVendorAdapter.Ok(new DataPage<Candle>([], query.From)));

        var outcome = await Feed(cluster).CollectAsync(Grant);

        Assert.Equal((FeedResult.Malformed, 1), (outcome.Result, outcome.Calls));
        Assert.Equal(outcome.Error, (await Feed(cluster).GetAsync()).LastError);
    }

    [Fact]
    public async Task Collect_LongStretchWithoutCandles_GetsAcrossItGrantByGrant()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        var listed = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);
        cluster.Vendor.AnswerCandles = query => Task.FromResult(query.From < listed
            ? FakeVendorAdapter.Ok(new DataPage<Candle>([], query.From.AddDays(30) < listed ? query.From.AddDays(30) : listed))
            : cluster.Vendor.Page(query));

        FeedOutcome outcome;
        var grants = 0;
        do
        {
            outcome = await Feed(cluster).CollectAsync(Grant with { CallsMax = 1 });
            grants++;
        }
        while (outcome.HasMore && grants < 10);

        Assert.Equal((60L, (DateTimeOffset?)listed), (outcome.Feed.Rows, outcome.Feed.FirstAt));
        Assert.Equal(4, grants);
    }

    private static IFeedGrain Feed(SourceCluster cluster) => cluster.Grain<IFeedGrain>(Keys.Feed(Id));
}

using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

public sealed class DataSourceGrainTests
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Collect_FirstTime_FillsTheHistoryPageByPageAndBecomesHealthy()
    {
        await using var cluster = await new SourceCluster { Datasets = [Definitions.HourlyCandles, Definitions.Quotes] }.StartAsync();

        var view = await cluster.CollectAsync();

        Assert.Equal(90 * 24, cluster.Store.Candles.Count);
        Assert.Single(cluster.Store.Quotes);
        Assert.Equal(DataSourceStatus.Healthy, view.Status);
        var candles = view.Feeds.Single(feed => feed.Id.Dataset == "candles-1h");
        Assert.Equal(90 * 24, candles.Rows);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero), candles.Watermark);
        var calls = (90 * 24 / 100) + 1 + 1;
        Assert.Equal(calls, cluster.Vendor.Calls.Count);
        Assert.Equal(calls, Assert.Single(view.Usage).UsedUnits);
    }

    [Fact]
    public async Task Configure_SameDefinitionAgain_WritesNothing()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        var writes = 0;
        cluster.Storage.BeforeWrite = state =>
        {
            writes += state == StateNames.DataSource ? 1 : 0;
            return Task.CompletedTask;
        };

        await cluster.Source.ConfigureAsync(cluster.Definition);

        Assert.Equal(0, writes);
    }

    [Fact]
    public async Task Collect_OwnDatabaseFails_HoldsNothingAgainstTheVendorAndGoesOnAfterwards()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        cluster.Store.Fault = new StorageUnavailableException("The disk of PostgreSQL is full.");

        await cluster.TickAsync();
        var view = await cluster.WaitForAsync(state => state.Slots.Any(slot => slot.Failures > 0));

        Assert.NotEmpty(cluster.Vendor.Calls);
        Assert.Empty(cluster.Store.Candles);
        Assert.Null(view.LastFailureAt);
        Assert.Equal(CircuitState.Closed, view.Circuit?.State ?? CircuitState.Closed);
        Assert.Equal(DataSourceStatus.Failing, view.Status);
        Assert.Matches("^what it collects cannot be stored since .* no fault of the vendor: .*disk of PostgreSQL is full", view.StatusText);

        cluster.Store.Fault = null;
        cluster.Time.Advance(TimeSpan.FromMinutes(6));
        view = await cluster.WaitForAsync(state => state.Health.LastSuccessAt is not null);

        Assert.NotEmpty(cluster.Store.Candles);
        Assert.Equal(DataSourceStatus.Healthy, view.Status);
    }

    [Fact]
    public async Task Collect_Succeeded_TellsTheAsset()
    {
        await using var cluster = await new SourceCluster { Datasets = [Definitions.HourlyCandles, Definitions.Quotes] }.StartAsync();

        await cluster.CollectAsync();

        var asset = await cluster.Grain<IAssetGrain>(Keys.Asset("BTC/USDT")).GetAsync();
        Assert.Equal(100, asset.LastQuote?.Mid);
        Assert.Equal(
            new SourceFreshness("fake", "candles-1h", new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero), cluster.Time.GetUtcNow()),
            asset.Freshness.Single(freshness => freshness.Dataset == "candles-1h"));
    }

    [Fact]
    public async Task Collect_AQuoteThatNobodyWouldBelieve_IsStoredAndHeldBack()
    {
        await using var cluster = await new SourceCluster { Datasets = [Definitions.Quotes] }.StartAsync();
        await cluster.CollectAsync();
        cluster.Vendor.AnswerQuote = (asset, _) => Task.FromResult(FakeVendorAdapter.Ok(
            new Quote(asset, SourceCluster.SourceId, cluster.Time.GetUtcNow(), 99.9m, 1_000m, null, null)));

        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        var view = await cluster.CollectAsync();

        Assert.Equal(DataSourceStatus.Healthy, view.Status);
        Assert.Equal([101m, 1_000m], cluster.Store.Quotes.Values.Select(quote => quote.Ask).Order());
        var asset = await cluster.Grain<IAssetGrain>(Keys.Asset("BTC/USDT")).GetAsync();
        Assert.Equal((101m, 1_000m), (asset.LastQuote?.Ask, asset.Doubt?.Quote.Ask));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Collect_AConversionPair_IsCollectedWhileAnAssetThatItConvertsIs(bool enabled)
    {
        await using var cluster = await new SourceCluster
        {
            Datasets = [Definitions.Quotes],
            Assets = [SourceCluster.Asset("BTC/USDT", enabled: true), SourceCluster.Asset("GBP/JPY", enabled)],
            Conversions =
            [
                ConversionPair.Of(
                    "USD/JPY", "Yen", MarketHours.Forex, QuoteLimits.Default, [new SourceSymbol(SourceCluster.SourceId, "USDJPY")],
                    [SourceCluster.SourceId], []),
            ],
        }.StartAsync();

        await cluster.CollectAsync();

        Assert.Equal(
            enabled ? ["BTC/USDT", "GBP/JPY", "USD/JPY"] : ["BTC/USDT"],
            cluster.Store.Quotes.Keys.Select(key => key.Asset).Distinct().Order());
    }

    [Fact]
    public async Task Reminder_AfterConfigure_StartsTheCollectionByItself()
    {
        await using var cluster = await new SourceCluster { ReminderTime = TimeProvider.System }.StartAsync();

        var view = await cluster.WaitForAsync(state => state.Health.LastSuccessAt is not null);

        Assert.NotEmpty(cluster.Vendor.Calls);
        Assert.NotNull(view.LastSuccessAt);
    }

    [Fact]
    public async Task Collect_FeedFallsDueBeforeTheNextReminder_IsCollectedOnTime()
    {
        var schedule = Definitions.Quotes with { EverySeconds = 20 };
        await using var cluster = await new SourceCluster { Datasets = [schedule] }.StartAsync();
        await cluster.CollectAsync();
        var first = cluster.Time.GetUtcNow();

        cluster.Time.Advance(TimeSpan.FromSeconds(20));
        await cluster.WaitForAsync(state => state.Health.LastSuccessAt > first);

        Assert.Equal(2, cluster.Vendor.Calls.Count);
    }

    [Fact]
    public async Task Get_WhileTheVendorHangs_AnswersWithWhatIsWritten()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hang = new TaskCompletionSource<VendorReply<DataPage<Candle>>>();
        cluster.Vendor.AnswerCandles = _ =>
        {
            called.TrySetResult();
            return hang.Task;
        };
        await cluster.TickAsync();
        await called.Task.WaitAsync(PatienceMax);

        var view = await cluster.Source.GetAsync().WaitAsync(PatienceMax);

        Assert.Equal(DataSourceStatus.Starting, view.Status);
        Assert.Equal(CollectionPlanRules.BackfillCallsMax, Assert.Single(view.Usage).UsedUnits);
        hang.SetResult(FakeVendorAdapter.Fail<DataPage<Candle>>(FeedResult.Unavailable));
    }

    [Fact]
    public async Task Get_WhileAWriteIsUnderWay_ShowsOnlyWhatStorageHas()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        var writing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Storage.BeforeWrite = name =>
        {
            var reserves = name == StateNames.DataSource && cluster.Storage
                .Read<DataSourceState>(name, Keys.DataSource(SourceCluster.SourceId))?.Slots.IsEmpty == false;
            return reserves && writing.TrySetResult() ? goOn.Task : Task.CompletedTask;
        };
        await cluster.TickAsync();
        await writing.Task.WaitAsync(PatienceMax);

        var before = await cluster.Source.GetAsync().WaitAsync(PatienceMax);
        goOn.SetResult();
        var after = await cluster.CollectAsync();

        Assert.Equal(0, Assert.Single(before.Usage).UsedUnits);
        Assert.Equal(22, Assert.Single(after.Usage).UsedUnits);
    }

    [Fact]
    public async Task Collect_VendorNeverAnswers_CountsAsUnavailableAfterTheLongestCall()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        await cluster.CollectInVainAsync();

        cluster.Time.Advance(VendorCalls.CallTimeMax);
        var view = await cluster.WaitForAsync(state => state.Health.ConsecutiveFailures == 1);

        Assert.Equal(DataSourceStatus.Failing, view.Status);
        Assert.Equal("fake did not answer within 12 seconds", view.LastError);
    }

    [Fact]
    public async Task Registry_ManyRounds_IsToldOfChangesOfStatusOnly()
    {
        await using var cluster = await new SourceCluster().StartAsync();

        await cluster.CollectAsync();

        Assert.Equal(
            [DataSourceStatus.Idle, DataSourceStatus.Healthy], cluster.Registry.Sources.Select(view => view.Status));
    }

    [Fact]
    public async Task Get_SourceIsUnknown_NamesTheNearest()
    {
        await using var cluster = await new SourceCluster().StartAsync();

        var exception = await Assert.ThrowsAsync<NotFoundException>(
            () => cluster.Grain<IDataSourceGrain>(Keys.DataSource("fakr")).GetAsync());

        Assert.Contains("'fake'", exception.Message, StringComparison.Ordinal);
    }
}

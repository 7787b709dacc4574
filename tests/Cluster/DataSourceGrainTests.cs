using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Vendors;
using OrleansAssets.Tests.Fakes;

namespace OrleansAssets.Tests.Cluster;

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
    public async Task Collect_TheCallIsMade_ItsUnitsAreAlreadyStored()
    {
        await using var cluster = new SourceCluster { Windows = [new("minute", 60, 6000), new("day", 86400, 9000)] };
        var stored = new List<(int[] Used, int Pending)>();
        cluster.Vendor.UnitsPerCall = 2;
        cluster.Vendor.AnswerCandles = query =>
        {
            var state = cluster.Storage.Read<DataSourceState>(StateNames.DataSource, Keys.DataSource(SourceCluster.SourceId));
            stored.Add(([.. state?.Counters.Select(counter => counter.UsedUnits) ?? []], state?.PendingCalls ?? 0));
            return Task.FromResult(cluster.Vendor.Page(query));
        };
        await cluster.StartAsync();

        await cluster.CollectAsync();

        Assert.Equal([8, 8], stored[0].Used);
        Assert.Equal(4, stored[0].Pending);
        Assert.All(stored.Select((seen, index) => (seen, Made: index + 1)), call =>
            Assert.All(call.seen.Used, used => Assert.True(used >= call.Made * 2, $"Call {call.Made} was made with {used} units stored.")));
    }

    [Fact]
    public async Task Collect_WindowIsSpentAndTheSiloRestarts_WaitsForTheNextWindow()
    {
        await using var cluster = await new SourceCluster { Windows = [new("minute", 60, 3)] }.StartAsync();
        await cluster.TickAsync();
        await cluster.WaitForAsync(state => state.Health.LastSuccessAt is not null && state.PendingCalls == 0);
        var spent = cluster.Vendor.Calls.Count;

        await cluster.RestartAsync();
        await cluster.TickAsync();
        var view = await cluster.WaitForAsync(_ => true);

        Assert.Equal(spent, cluster.Vendor.Calls.Count);
        Assert.Equal(3, spent + (3 - Assert.Single(view.Usage).UsedUnits));

        cluster.Time.Advance(TimeSpan.FromSeconds(60));
        await cluster.TickAsync();
        await cluster.WaitForAsync(state => state.Health.LastSuccessAt == cluster.Time.GetUtcNow());
        Assert.True(cluster.Vendor.Calls.Count > spent);
    }

    [Fact]
    public async Task Restart_HistoryIsStored_GoesOnFromTheWatermark()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        await cluster.CollectAsync();
        cluster.Vendor.Calls.Clear();
        cluster.Time.Advance(TimeSpan.FromHours(2));

        await cluster.RestartAsync();
        var view = await cluster.CollectAsync();

        Assert.Equal(("BTCUSDT", (DateTimeOffset?)new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero)), cluster.Vendor.Calls.First());
        Assert.Single(cluster.Vendor.Calls);
        Assert.Equal((90 * 24) + 2, cluster.Store.Candles.Count);
        Assert.Equal((90 * 24) + 2, Assert.Single(view.Feeds).Rows);
    }

    [Fact]
    public async Task Collect_RateLimitedWithRetryAfter_AsksNothingUntilThen()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        var until = cluster.Time.GetUtcNow().AddSeconds(95);
        cluster.Vendor.AnswerCandles = _ => Task.FromResult(FakeVendorAdapter.Fail<CandlePage>(FeedResult.RateLimited, until));

        await cluster.TickAsync();
        var blocked = await cluster.WaitForAsync(state => state.Health.BlockedUntil == until);
        cluster.Vendor.AnswerCandles = query => Task.FromResult(cluster.Vendor.Page(query));
        cluster.Time.Advance(TimeSpan.FromSeconds(94));
        await cluster.Source.CollectNowAsync();
        await cluster.WaitForAsync(_ => true);

        Assert.Equal(DataSourceStatus.Blocked, blocked.Status);
        Assert.Equal(until, blocked.BlockedUntil);
        Assert.Single(cluster.Vendor.Calls);

        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(DataSourceStatus.Healthy, (await cluster.CollectAsync()).Status);
    }

    [Fact]
    public async Task Collect_BannedWithoutRetryAfter_StaysAwayTwoMinutes()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        cluster.Vendor.AnswerCandles = _ => Task.FromResult(FakeVendorAdapter.Fail<CandlePage>(FeedResult.Banned));

        await cluster.TickAsync();
        var view = await cluster.WaitForAsync(state => state.Health.BlockedUntil is not null);

        Assert.Equal(cluster.Time.GetUtcNow().AddMinutes(2), view.BlockedUntil);
        Assert.Equal(DataSourceStatus.Blocked, view.Status);
    }

    [Fact]
    public async Task Collect_OneUnknownSymbol_DoesNotStopTheOthers()
    {
        await using var cluster = await new SourceCluster
        {
            Assets = [SourceCluster.Asset("AAA/USDT", enabled: true), SourceCluster.Asset("BTC/USDT", enabled: true)],
        }.StartAsync();
        cluster.Vendor.AnswerCandles = query => Task.FromResult(query.Symbol == "AAAUSDT"
            ? FakeVendorAdapter.Fail<CandlePage>(FeedResult.UnknownSymbol)
            : cluster.Vendor.Page(query));

        var view = await cluster.CollectAsync();

        Assert.Equal(DataSourceStatus.Healthy, view.Status);
        Assert.Equal("the vendor says UnknownSymbol", view.Feeds.Single(feed => feed.Id.AssetId == "AAA/USDT").LastError);
        Assert.Equal(90 * 24, view.Feeds.Single(feed => feed.Id.AssetId == "BTC/USDT").Rows);
        Assert.Equal(1, cluster.Vendor.Calls.Count(call => call.Symbol == "AAAUSDT"));
    }

    [Fact]
    public async Task Collect_AssetIsDisabled_AsksNothingForIt()
    {
        await using var cluster = await new SourceCluster
        {
            Assets = [SourceCluster.Asset("BTC/USDT", enabled: true), SourceCluster.Asset("NVDA", enabled: false)],
        }.StartAsync();

        var view = await cluster.CollectAsync();

        Assert.DoesNotContain(cluster.Vendor.Calls, call => call.Symbol == "NVDA");
        Assert.Equal("BTC/USDT", Assert.Single(view.Feeds).Id.AssetId);
    }

    [Fact]
    public async Task Collect_AssetBecomesEnabled_IsCollectedWithinAMinute()
    {
        await using var cluster = await new SourceCluster { Assets = [SourceCluster.Asset("NVDA", enabled: false)] }.StartAsync();
        await cluster.TickAsync();
        var idle = await cluster.WaitForAsync(_ => true);

        await cluster.Grain<IAssetGrain>(Keys.Asset("NVDA")).SetEnabledAsync(true, "operator");
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        var view = await cluster.CollectAsync();

        Assert.Equal(DataSourceStatus.Idle, idle.Status);
        Assert.Equal(DataSourceStatus.Healthy, view.Status);
    }

    [Fact]
    public async Task Collect_NextPhaseNeedsTheSource_WarmsUpItsAssetsAndNoLaterOnes()
    {
        await using var cluster = await new SourceCluster
        {
            Assets = [SourceCluster.Asset("NVDA", enabled: false), SourceCluster.Asset("TQQQ", enabled: false)],
            Phases = [SourceCluster.Phase(2, false, "TQQQ"), SourceCluster.Phase(0, true), SourceCluster.Phase(1, false, "NVDA")],
        }.StartAsync();

        var view = await cluster.CollectAsync();

        Assert.Equal(DataSourceStatus.Healthy, view.Status);
        Assert.Equal("NVDA", Assert.Single(view.Feeds).Id.AssetId);
    }

    [Fact]
    public async Task Get_PricedSourceWithoutAdapter_CostsOnlyWhileAnEnabledAssetListsIt()
    {
        var asset = SourceCluster.Asset("NVDA", enabled: false) with { OptionalSources = ["polygon"] };
        await using var cluster = await new SourceCluster { Assets = [asset] }.StartAsync();
        var polygon = cluster.Grain<IDataSourceGrain>(Keys.DataSource("polygon"));
        await polygon.ConfigureAsync(Definitions.Source("polygon", []) with { MonthlyCostUsd = 250, Collected = false });

        var before = await polygon.GetAsync();
        await cluster.Grain<IAssetGrain>(Keys.Asset("NVDA")).SetEnabledAsync(true, "operator");
        var after = await polygon.GetAsync();

        Assert.Equal((0, 250), (before.MonthlyCostUsd, after.MonthlyCostUsd));
        Assert.Equal(DataSourceStatus.NotCollected, after.Status);
    }

    [Fact]
    public async Task Get_WhileTheVendorHangs_AnswersWithWhatIsWritten()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hang = new TaskCompletionSource<VendorReply<CandlePage>>();
        cluster.Vendor.AnswerCandles = _ =>
        {
            called.TrySetResult();
            return hang.Task;
        };
        await cluster.TickAsync();
        await called.Task.WaitAsync(PatienceMax);

        var view = await cluster.Source.GetAsync().WaitAsync(PatienceMax);

        Assert.Equal(DataSourceStatus.Starting, view.Status);
        Assert.Equal(PlanRules.BackfillCallsMax, Assert.Single(view.Usage).UsedUnits);
        hang.SetResult(FakeVendorAdapter.Fail<CandlePage>(FeedResult.Unavailable));
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
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Vendor.AnswerCandles = _ =>
        {
            called.TrySetResult();
            return new TaskCompletionSource<VendorReply<CandlePage>>().Task;
        };
        await cluster.TickAsync();
        await called.Task.WaitAsync(PatienceMax);

        cluster.Time.Advance(VendorCalls.CallTimeMax);
        var view = await cluster.WaitForAsync(state => state.Health.ConsecutiveFailures == 1);

        Assert.Equal(DataSourceStatus.Failing, view.Status);
        Assert.Equal("fake did not answer within 12 seconds", view.LastError);
    }

    [Fact]
    public async Task Collect_ReservationCannotBeWritten_MakesNoCall()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        var refused = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Storage.BeforeWrite = name => name == StateNames.DataSource && refused.TrySetResult()
            ? Task.FromException(new IOException("the disk is full"))
            : Task.CompletedTask;

        await cluster.TickAsync();
        await refused.Task.WaitAsync(PatienceMax);
        await cluster.Source.ReceiveReminder("waits for the round to end", default);
        Assert.Empty(cluster.Vendor.Calls);

        Assert.Equal(DataSourceStatus.Healthy, (await cluster.CollectAsync()).Status);
    }

    [Fact]
    public async Task Collect_LiveWithoutCredentials_AsksNothingAndNamesThem()
    {
        await using var cluster = await new SourceCluster { Mode = "live", KeyVariables = ["FAKE_KEY", "FAKE_SECRET"] }.StartAsync();

        await cluster.TickAsync();
        var view = await cluster.WaitForAsync(state => !state.Slots.IsEmpty);

        Assert.Equal(DataSourceStatus.NotConfigured, view.Status);
        Assert.Equal("set FAKE_KEY and FAKE_SECRET in the environment of the silo", view.StatusText);
        Assert.Empty(cluster.Vendor.Calls);
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

using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>Units are reserved before a call and survive a restart; limits and bans of the vendor are kept.</summary>
public sealed class SourceBudgetTests
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(30);

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
        cluster.Vendor.AnswerCandles = _ => Task.FromResult(FakeVendorAdapter.Fail<DataPage<Candle>>(FeedResult.RateLimited, until));

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
        cluster.Vendor.AnswerCandles = _ => Task.FromResult(FakeVendorAdapter.Fail<DataPage<Candle>>(FeedResult.Banned));

        await cluster.TickAsync();
        var view = await cluster.WaitForAsync(state => state.Health.BlockedUntil is not null);

        Assert.Equal(cluster.Time.GetUtcNow().AddMinutes(2), view.BlockedUntil);
        Assert.Equal(DataSourceStatus.Blocked, view.Status);
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
}

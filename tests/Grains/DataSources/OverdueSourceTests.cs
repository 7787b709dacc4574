using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>A source whose reminder never comes: reminders stand still here, as after a rolling restart that lost them.</summary>
public sealed class OverdueSourceTests
{
    private const string Work = "source/fake collect";

    /// <summary>Past the end of what was collected last, its period and what a reminder may be late.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(9);

    [Fact]
    public async Task Watch_ReminderIsNeverDelivered_IsOverdueThenWokenAndCollectedOnce()
    {
        await using var cluster = await CollectedAsync(new SourceCluster());
        var calls = cluster.Vendor.Calls.Count;
        cluster.Time.Advance(LongEnough);

        Assert.Equal(DataSourceStatus.Overdue, (await cluster.Source.GetAsync()).Status);
        Assert.Equal(Work, Assert.Single(await cluster.Watchdog.GetOverdueAsync()).What);
        var woken = await Task.WhenAll(cluster.Watchdog.WatchAsync(), cluster.Watchdog.WatchAsync(), cluster.Watchdog.WatchAsync());

        Assert.Equal(Work, Assert.Single(woken.SelectMany(works => works)).What);
        var view = await cluster.WaitForAsync(state => state.Health.LastSuccessAt == cluster.Time.GetUtcNow());
        Assert.Equal((DataSourceStatus.Healthy, calls + 1), (view.Status, cluster.Vendor.Calls.Count));
        Assert.Empty(await cluster.Watchdog.GetOverdueAsync());
        Assert.Empty(await cluster.Watchdog.WatchAsync());
    }

    [Fact]
    public async Task Watch_RowOfTheReminderIsGone_RegistersItAgain()
    {
        await using var cluster = await CollectedAsync(new SourceCluster());
        await cluster.LoseReminderAsync();
        cluster.Time.Advance(LongEnough);

        await cluster.Watchdog.WatchAsync();

        Assert.Equal(CollectReminder.Period, (await cluster.ReadReminderAsync())?.Period);
    }

    [Fact]
    public async Task Watch_ReminderTicks_WakesNothing()
    {
        await using var cluster = await CollectedAsync(new SourceCluster());
        cluster.Time.Advance(LongEnough);
        await cluster.CollectAsync();
        await cluster.StoreTicksAsync();

        Assert.Empty(await cluster.Watchdog.WatchAsync());
    }

    [Fact]
    public async Task Watch_SourceIsCollectedNoMore_ExpectsNothing()
    {
        await using var cluster = await CollectedAsync(new SourceCluster());
        await cluster.Source.ConfigureAsync(cluster.Definition with { Collected = false });
        cluster.Time.Advance(LongEnough);

        Assert.Empty(await cluster.Watchdog.WatchAsync());
        Assert.Null(await cluster.ReadReminderAsync());
    }

    [Fact]
    public async Task Silo_Runs_WatchesByItself()
    {
        await using var cluster = await CollectedAsync(new SourceCluster { IsWatched = true });
        cluster.Time.Advance(LongEnough);

        var view = await cluster.WaitForAsync(state => state.Health.LastSuccessAt == cluster.Time.GetUtcNow());

        Assert.Equal(DataSourceStatus.Healthy, view.Status);
    }

    [Fact]
    public async Task Configure_Again_LeavesTheReminderAsItIs()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        var before = await cluster.ReadReminderAsync();

        await cluster.Source.ConfigureAsync(cluster.Definition);

        Assert.Equal(before?.ETag, (await cluster.ReadReminderAsync())?.ETag);
    }

    [Fact]
    public async Task Check_Overdue_FailsAndSaysSo()
    {
        await using var cluster = await CollectedAsync(new SourceCluster());
        cluster.Time.Advance(LongEnough);

        var check = await cluster.Source.CheckAsync();

        Assert.Equal(CheckVerdict.Failed, check.Verdict);
        Assert.StartsWith("due since 2026-11-22 12:05:01Z and not collected", check.Text, StringComparison.Ordinal);
    }

    private static async Task<SourceCluster> CollectedAsync(SourceCluster cluster)
    {
        await cluster.StartAsync();
        await cluster.CollectAsync();
        await cluster.StoreTicksAsync();
        return cluster;
    }
}

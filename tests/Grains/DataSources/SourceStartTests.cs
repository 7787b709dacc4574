using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>A silo that starts: its sandbox listens last, and calls of the life before may be unsettled.</summary>
public sealed class SourceStartTests
{
    [Fact]
    public async Task Collect_SourcesCannotBeAskedYet_WaitsAndFailsNothing()
    {
        await using var cluster = new SourceCluster();
        cluster.Endpoints.IsOpen = false;
        await cluster.StartAsync();
        await cluster.TickAsync();
        await cluster.Source.ReceiveReminder("waits for the round to end", default);
        Assert.Empty(cluster.Vendor.Calls);

        cluster.Endpoints.IsOpen = true;
        cluster.Time.Advance(TimeSpan.FromSeconds(1));
        var view = await cluster.CollectAsync();

        Assert.Equal((DataSourceStatus.Healthy, null), (view.Status, view.LastFailureAt));
    }

    [Fact]
    public async Task Collect_CallsWereLeftUnsettled_CountOnceAndDoNotBarEveryWindowAfter()
    {
        await using var cluster = await new SourceCluster { Windows = [new("second", 1, 1)], Datasets = [Definitions.Quotes] }.StartAsync();
        var key = Keys.DataSource(SourceCluster.SourceId);
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Storage.BeforeWrite = name => name == StateNames.DataSource
            && cluster.Storage.Read<DataSourceState>(name, key) is { PendingCalls: > 0 } && lost.TrySetResult()
                ? Task.FromException(new IOException("the disk is full"))
                : Task.CompletedTask;
        await cluster.TickAsync();
        await lost.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await cluster.RestartAsync();
        await cluster.TickAsync();
        await cluster.Source.ReceiveReminder("waits for the round to end", default);
        cluster.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(DataSourceStatus.Healthy, (await cluster.CollectAsync()).Status);
    }
}

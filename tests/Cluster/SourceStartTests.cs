using OrleansAssets.DataSources;
using OrleansAssets.Tests.Fakes;

namespace OrleansAssets.Tests.Cluster;

/// <summary>A silo that starts: its sandbox listens last, and nothing is asked before.</summary>
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
}

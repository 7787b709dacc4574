using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>A silo that stops in the middle of a call: the vendor did nothing wrong, and nothing says so afterwards.</summary>
public sealed class SourceStopTests
{
    private static readonly TimeSpan PatienceMax = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Stop_CallIsUnderWay_IsGivenUpCountsInTheBudgetAndIsNoFailure()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        await cluster.CollectInVainAsync();

        await cluster.Endpoints.Stop.CancelAsync();

        AssertNoFailure(await cluster.WaitForAsync(state => state.PendingCalls == 0));
        await StartAgainAsync(cluster);
    }

    [Fact]
    public async Task Stop_SandboxIsGoneAlready_IsNoFailure()
    {
        await using var cluster = await new SourceCluster().StartAsync();
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cluster.Vendor.AnswerCandles = async _ =>
        {
            await cluster.Endpoints.Stop.CancelAsync();
            called.TrySetResult();
            return FakeVendorAdapter.Fail<DataPage<Candle>>(FeedResult.Unavailable);
        };
        await cluster.TickAsync();
        await called.Task.WaitAsync(PatienceMax);

        AssertNoFailure(await cluster.WaitForAsync(state => state.PendingCalls == 0));
        await StartAgainAsync(cluster);
    }

    private static void AssertNoFailure(DataSourceView view)
    {
        Assert.Equal(
            (DataSourceStatus.Starting, 0, null, null), (view.Status, view.ConsecutiveFailures, view.LastFailureAt, view.LastError));
        Assert.Equal((CircuitState.Closed, 0), (view.Circuit!.State, view.Errors!.FailuresLastHour)); // a source has both
        Assert.True(Assert.Single(view.Usage).UsedUnits > 0);
        Assert.All(view.Feeds, feed => Assert.Null(feed.LastError));
    }

    private static async Task StartAgainAsync(SourceCluster cluster)
    {
        cluster.Endpoints.Stop = new CancellationTokenSource();
        cluster.Vendor.AnswerCandles = query => Task.FromResult(cluster.Vendor.Page(query));
        await cluster.RestartAsync();
        cluster.Time.Advance(TimeSpan.FromSeconds(5));

        var view = await cluster.CollectAsync();

        Assert.Equal((DataSourceStatus.Healthy, null), (view.Status, view.LastFailureAt));
    }
}

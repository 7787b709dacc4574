using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

public sealed class FallbackTests
{
    [Fact]
    public async Task Collect_SourceBeforeItIsDown_StandsInAndSaysForWhom()
    {
        await using var cluster = await StartAsync(collected: false);

        var view = await cluster.CollectAsync();

        Assert.Equal(("primary", cluster.Time.Start), (Assert.Single(view.Feeds).InsteadOf, Assert.Single(view.Feeds).StandsInSince));
        var quote = (await cluster.Grain<IAssetGrain>(Keys.Asset("BTC/USDT")).GetAsync()).LastQuote;
        Assert.Equal(SourceCluster.SourceId, quote?.SourceId);
        var stored = cluster.Storage.Read<DataSourceState>(StateNames.DataSource, Keys.DataSource(SourceCluster.SourceId));
        Assert.Equal(FeedNeed.Fallback, Assert.Single(stored?.Slots ?? []).Plan.Need);
    }

    [Fact]
    public async Task Collect_SourceIsBack_StandsByAgain()
    {
        await using var cluster = await StartAsync(collected: false);
        await cluster.CollectAsync();
        var primary = cluster.Grain<IDataSourceGrain>(Keys.DataSource("primary"));

        // A new version of the program has an adapter for it: its circuit is closed.
        await primary.ConfigureAsync(Primary(collected: true));
        var isUp = (await primary.GetAsync()).Status != DataSourceStatus.NotCollected;
        cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await cluster.TickAsync();
        var view = await cluster.WaitForAsync(state => state.Slots.All(slot => slot.Plan.InsteadOf is null));

        Assert.True(isUp);
        Assert.Equal((DataSourceStatus.Idle, null), (view.Status, Assert.Single(view.Feeds).StandsInSince));
        Assert.Single(cluster.Vendor.Calls);
    }

    private static Task<SourceCluster> StartAsync(bool collected)
    {
        var asset = SourceCluster.Asset("BTC/USDT", enabled: true);
        return new SourceCluster
        {
            Datasets = [Definitions.Quotes with { Standby = true }],
            Before = Primary(collected),
            Assets =
            [
                asset with
                {
                    RequiredSources = ["primary"],
                    OptionalSources = [SourceCluster.SourceId],
                    Symbols = asset.Symbols.Add(new SourceSymbol("primary", "BTC")),
                },
            ],
        }.StartAsync();
    }

    private static DataSourceDefinition Primary(bool collected) =>
        Definitions.Source("primary", [new("minute", 60, 10)], Definitions.Quotes) with { Collected = collected };
}

using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Assets;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Grains.Inner;
using OrleansAssets.MarketData;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

/// <summary>Which assets a source is asked for, and what keeps it from asking.</summary>
public sealed class SourceScopeTests
{
    [Fact]
    public async Task Collect_OneUnknownSymbol_DoesNotStopTheOthers()
    {
        await using var cluster = await new SourceCluster
        {
            Assets = [SourceCluster.Asset("AAA/USDT", enabled: true), SourceCluster.Asset("BTC/USDT", enabled: true)],
        }.StartAsync();
        cluster.Vendor.AnswerCandles = query => Task.FromResult(query.Symbol == "AAAUSDT"
            ? FakeVendorAdapter.Fail<DataPage<Candle>>(FeedResult.UnknownSymbol)
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

    /// <summary>A position of an asset that was disabled was marked at its last quote for ever.</summary>
    [Fact]
    public async Task Collect_AssetIsDisabledAndHeld_AsksForItsQuotesFirst()
    {
        await using var cluster = await new SourceCluster
        {
            Datasets = [Definitions.Quotes],
            Assets = [SourceCluster.Asset("BTC/USDT", enabled: true), SourceCluster.Asset("NVDA", enabled: false)],
        }.StartAsync();
        var asset = cluster.Grain<IAssetInnerGrain>(Keys.Asset("NVDA"));

        var before = await asset.QuoteForHolderAsync();
        var view = await cluster.CollectAsync();

        Assert.Null(before);
        Assert.Equal(["NVDA", "BTCUSDT"], cluster.Vendor.Calls.Select(call => call.Symbol));
        Assert.Equal(2, view.Feeds.Length);
        Assert.Equal(100, (await asset.QuoteForHolderAsync())?.Mid);

        // Sold: nobody who holds it has asked for minutes.
        cluster.Time.Advance(AssetRules.HeldFor);
        await cluster.TickAsync();
        await cluster.WaitForAsync(state => state.Slots.Count(slot => slot.IsWanted) == 1);
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
    public async Task Collect_LiveWithoutCredentials_AsksNothingAndNamesThem()
    {
        await using var cluster = await new SourceCluster { Mode = "live", KeyVariables = ["FAKE_KEY", "FAKE_SECRET"] }.StartAsync();

        await cluster.TickAsync();
        var view = await cluster.WaitForAsync(state => !state.Slots.IsEmpty);

        Assert.Equal(DataSourceStatus.NotConfigured, view.Status);
        Assert.Equal("set FAKE_KEY and FAKE_SECRET in the environment of the silo", view.StatusText);
        Assert.Empty(cluster.Vendor.Calls);
    }
}

using OrleansAssets.Assets;
using OrleansAssets.Catalogue;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Tests.Support;
using OrleansAssets.Vendors;

namespace OrleansAssets.Tests.Grains;

/// <summary>What priced sources cost now, and how many are asked to say so.</summary>
public sealed class SourceCostTests
{
    private const string AskAsset = "IAssetGrain.GetAsync";

    private static AssetDefinition OfTwoSources(string id, bool enabled) => SourceCluster.Asset(id, enabled) with
    {
        Symbols = [new SourceSymbol(SourceCluster.SourceId, id), new SourceSymbol("first", id)],
    };

    private static SourceCluster TwoPricedSources() => new()
    {
        Before = Definitions.Source("first", [new RateWindow("minute", 60, 1000)], Definitions.HourlyCandles) with { MonthlyCostUsd = 50 },
        MonthlyCostUsd = 250,
        Assets = [OfTwoSources("AMD", enabled: true), OfTwoSources("NVDA", enabled: false), OfTwoSources("TSLA", enabled: true)],
    };

    [Fact]
    public async Task Get_PricedSource_TellsItsCostAndAsksNoAsset()
    {
        await using var cluster = await TwoPricedSources().StartAsync();
        await cluster.CollectAsync();
        cluster.Calls.Clear();

        var view = await cluster.Source.GetAsync();

        Assert.Equal(250, view.MonthlyCostUsd);
        Assert.Equal(0, cluster.Calls.Of(AskAsset));
    }

    /// <summary>C10: nobody pays for a plan of which no key is set.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 250)]
    public async Task Get_PricedSourceLive_CostsOnlyWhereItsKeyIsSet(bool hasKey, decimal expected)
    {
        var cluster = new SourceCluster { Mode = "live", MonthlyCostUsd = 250, KeyVariables = ["FAKE_KEY"] };
        if (hasKey)
        {
            cluster.Endpoints.Secrets["FAKE_KEY"] = "key";
        }

        await using var started = await cluster.StartAsync();

        Assert.Equal(expected, (await started.Source.GetAsync()).MonthlyCostUsd);
    }

    /// <summary>C10: X has no price a month, and its calls cost money.</summary>
    [Fact]
    public void ViewOf_CallsAreBilled_CostsWhatTheyCameToThisMonth()
    {
        var now = new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
        var billed = Definitions.Source("x", [], Definitions.Quotes) with { UsdPerUnit = 0.005m, MonthlyBudgetUsd = 25 };
        var state = new DataSourceState
        {
            Definition = billed,
            Counters = [new WindowCounter(RateWindow.CalendarMonth, new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero), 40)],
        };
        var views = new SourceViews(new FakeVendorEndpoints("sandbox"), new VendorAdapters([]), new FakeSystemInfo());

        Assert.Equal(0.2m, views.ViewOf(billed, state, 0, now).MonthlyCostUsd);
        Assert.Equal(0, views.ViewOf(billed, state, 0, now.AddMonths(1)).MonthlyCostUsd);
    }

    [Fact]
    public async Task GetStatus_SeveralPricedSources_AsksEachAssetOnce()
    {
        await using var cluster = await TwoPricedSources().StartAsync();
        var catalogue = cluster.Grain<ICatalogueGrain>(Keys.Catalogue);
        await catalogue.ApplyAsync();
        await cluster.CollectAsync();
        cluster.Calls.Clear();

        var status = await catalogue.GetStatusAsync();

        Assert.Equal((3, 2, 300m), (status.Assets, status.AssetsEnabled, status.MonthlyCostUsd));
        Assert.Equal(3, cluster.Calls.Of(AskAsset));
    }

    [Fact]
    public async Task Get_ItsLastAssetIsDisabled_CostsNothingAtOnce()
    {
        await using var cluster = await new SourceCluster { MonthlyCostUsd = 250 }.StartAsync();

        await cluster.Grain<IAssetGrain>(Keys.Asset("BTC/USDT")).SetEnabledAsync(false, "alice");

        Assert.Equal(0, (await cluster.Source.GetAsync()).MonthlyCostUsd);
    }
}

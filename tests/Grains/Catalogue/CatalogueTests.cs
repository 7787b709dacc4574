using OrleansAssets.Assets;
using OrleansAssets.Catalogue;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Phases;
using OrleansAssets.Portfolio;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Grains;

public sealed class CatalogueTests
{
    [Fact]
    public async Task Apply_Twice_WritesNothingTheSecondTime()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var writes = cluster.World.Storage.Writes;

        await cluster.Catalogue.ApplyAsync();

        Assert.Equal(writes, cluster.World.Storage.Writes);
        Assert.Equal(["BTC/USDT", "ETH/USDT", "NVDA", "TSLA", "GBP/JPY"],
            (await cluster.Catalogue.GetAssetsAsync()).Select(view => view.Definition.Id));
        Assert.Equal(["ccxt_binance", "alpaca"], (await cluster.Catalogue.GetSourcesAsync()).Select(view => view.Definition.Id));
        Assert.Equal(5, cluster.World.Registry.Assets.Count);
        Assert.Single(cluster.World.PhaseLog.Entries);
        Assert.Empty(await cluster.Catalogue.GetDifferencesAsync());
    }

    [Fact]
    public async Task Configuration_ThatRunsAndThatRan_IsToldValueByValueWithoutSecrets()
    {
        var world = new GrainWorld();
        var first = TestConfiguration.Build() with { Hash = "one" };
        await using (await GrainCluster.StartAsync(first, world))
        {
        }

        var second = first with
        {
            Hash = "two",
            Risk = first.Risk with { MaxSingleClass = 0.5m },
            Evaluation = first.Evaluation with { Webhook = new Webhook("https://desk.example/secret/path", "DESK_SECRET") },
        };
        await using var cluster = await GrainCluster.StartAsync(second, world);

        var running = await cluster.Catalogue.GetConfigurationAsync(null, null);
        var before = await cluster.Catalogue.GetConfigurationAsync("one", "risk.maxSingleClass");
        var versions = await cluster.Catalogue.FindConfigurationsAsync(1, null);
        var older = await cluster.Catalogue.FindConfigurationsAsync(1, versions.Next);
        var misspelt = await Assert.ThrowsAsync<NotFoundException>(() => cluster.Catalogue.GetConfigurationAsync(null, "riks"));

        var values = running.Values.ToDictionary(one => one.Path, one => one.Value, StringComparer.Ordinal);
        Assert.Equal(("two", true), (running.Hash, running.IsRunning));
        Assert.NotNull(running.Since);
        Assert.Equal(("0.5", "https://desk.example/...", "DESK_SECRET"), (
            values["risk.maxSingleClass"], values["evaluation.webhook.url"], values["evaluation.webhook.secretVariable"]));
        Assert.Equal(("one", false, "0.40"), (before.Hash, before.IsRunning, Assert.Single(before.Values).Value));
        Assert.Equal(("two", true), (versions.Versions[0].Hash, versions.Versions[0].IsRunning));
        Assert.Equal(("one", false), (older.Versions[0].Hash, older.Versions[0].IsRunning));
        Assert.Null(older.Next);
        Assert.Contains("'risk'", misspelt.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<NotFoundException>(() => cluster.Catalogue.GetConfigurationAsync("three", null));
    }

    [Fact]
    public async Task Apply_AfterARestart_WritesNothing()
    {
        var world = new GrainWorld();
        await using (await GrainCluster.StartAsync(world: world))
        {
        }

        var writes = world.Storage.Writes;
        await using var second = await GrainCluster.StartAsync(world: world);

        Assert.Equal(writes, world.Storage.Writes);
    }

    [Fact]
    public async Task Apply_NothingChanged_ConfiguresNoEntryAnew()
    {
        var world = new GrainWorld();
        await using (await GrainCluster.StartAsync(world: world))
        {
        }

        world.Calls.Clear();
        await using var second = await GrainCluster.StartAsync(world: world);

        Assert.Equal([0, 0, 0], Configurations(world));
        Assert.Equal(["alpaca", "ccxt_binance"], world.Sources.Woken.Order());
    }

    [Fact]
    public async Task Apply_BrokenOffBeforeItsEnd_IsDoneWholeTheNextTime()
    {
        var world = new GrainWorld();
        world.Faults.FailAlways("write catalogue");
        await Assert.ThrowsAnyAsync<Exception>(() => GrainCluster.StartAsync(world: world));
        world.Faults.Stop();
        world.Calls.Clear();

        await using (await GrainCluster.StartAsync(world: world))
        {
        }

        Assert.Equal([3, 5, 3], Configurations(world));
    }

    [Fact]
    public async Task Apply_RegistryLacksAFlagThatACrashLeftBehind_IsPutRight()
    {
        var world = new GrainWorld();
        await using (await GrainCluster.StartAsync(world: world))
        {
        }

        world.Registry.Assets["NVDA"] = true;
        world.Registry.Classes.Remove("crypto", out _);
        await using var second = await GrainCluster.StartAsync(world: world);

        Assert.False(world.Registry.Assets["NVDA"]);
        Assert.True(world.Registry.Classes["crypto"]);
    }

    [Fact]
    public async Task SetEnabled_ByAnOperator_WinsOverTheFileAndShowsAsADifference()
    {
        var world = new GrainWorld();
        await using (var first = await GrainCluster.StartAsync(world: world))
        {
            await Asset(first, "BTC/USDT").SetEnabledAsync(false, "alice");
        }

        await using var second = await GrainCluster.StartAsync(world: world);

        var difference = Assert.Single(await second.Catalogue.GetDifferencesAsync());
        Assert.Equal(("assets.BTC/USDT.enabled", "true", "false", "alice"),
            (difference.Path, difference.InFile, difference.Running, difference.ChangedBy));
        Assert.False(world.Registry.Assets["BTC/USDT"]);
    }

    [Fact]
    public async Task Apply_FileChangesAFlagNobodyElseSet_TheFileCounts()
    {
        var (world, file) = (new GrainWorld(), TestConfiguration.Build());
        await using (await GrainCluster.StartAsync(file, world))
        {
        }

        var changed = file with { Assets = file.Assets.Replace(
            TestConfiguration.Bitcoin, TestConfiguration.Bitcoin with { Enabled = false }) };
        await using var second = await GrainCluster.StartAsync(changed, world);

        Assert.True(await Asset(second, "BTC/USDT").GetAsync() is { Enabled: false, EnabledBy: "configuration" });
        Assert.Empty(await second.Catalogue.GetDifferencesAsync());
    }

    [Fact]
    public async Task Apply_AssetVanishesAndReturns_IsDisabledThenAsItWas()
    {
        var (world, file) = (new GrainWorld(), TestConfiguration.Build());
        await using (var first = await GrainCluster.StartAsync(file, world))
        {
            await Asset(first, "NVDA").SetEnabledAsync(true, "phase_1_stocks");
        }

        await using (var second = await GrainCluster.StartAsync(file with { Assets = file.Assets.Remove(TestConfiguration.Nvidia) }, world))
        {
            Assert.False((await Asset(second, "NVDA").GetAsync()).Enabled);
            Assert.False(world.Registry.Assets["NVDA"]);
            Assert.DoesNotContain(await second.Catalogue.GetAssetsAsync(), view => view.Definition.Id == "NVDA");
            Assert.Contains(
                await second.Catalogue.GetDifferencesAsync(), difference =>
                    difference is { Path: "assets.NVDA", InFile: "absent", Running: "disabled" });
        }

        await using var third = await GrainCluster.StartAsync(file, world);
        Assert.True(await Asset(third, "NVDA").GetAsync() is { Enabled: true, EnabledBy: "phase_1_stocks" });
        Assert.Equal(["assets.NVDA.enabled"], (await third.Catalogue.GetDifferencesAsync()).Select(difference => difference.Path));
    }

    [Fact]
    public async Task Get_UnknownAsset_NamesTheNearest()
    {
        await using var cluster = await GrainCluster.StartAsync();

        var fault = await Assert.ThrowsAsync<NotFoundException>(() => Asset(cluster, "NVDIA").GetAsync());

        Assert.Contains("'NVDA'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Size_DisabledAsset_AnswersWithTheReasonWhyItMayNotTrade()
    {
        await using var cluster = await GrainCluster.StartAsync();

        var answer = await Asset(cluster, "NVDA").SizeAsync(new SizeRequest(10_000m, null));

        Assert.Equal((800m, false), (answer.Notional, answer.Tradable));
        Assert.Equal(
            "asset NVDA is disabled: phase phase_1_stocks has not activated it; "
            + "class stocks is disabled: phase phase_1_stocks has not activated it",
            answer.NotTradableBecause);
    }

    [Fact]
    public async Task Size_OnlyClassEnabled_TakesItsOwnLimitAloneAndTheLastQuote()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        var asset = Asset(cluster, "BTC/USDT");
        await asset.RecordQuoteAsync(new MarketData.Quote("BTC/USDT", "ccxt_binance", now, 49_000m, 51_000m, null, null), "quotes");
        await asset.RecordQuoteAsync(new MarketData.Quote("BTC/USDT", "ccxt_binance", now.AddMinutes(-1), 1m, 1m, null, null), "quotes");

        var answer = await asset.SizeAsync(new SizeRequest(10_000m, null));

        Assert.Equal((50_000m, 0.02m, true), (answer.Price, answer.Quantity, answer.Tradable));
        Assert.Equal(10_000m, Assert.Single(answer.Rules, rule => rule.Code == "CLASS_LIMIT").LimitNotional);
    }

    [Fact]
    public async Task GetStatus_FreshInstallation_NamesPhasesCountsAndFacts()
    {
        await using var cluster = await GrainCluster.StartAsync();
        cluster.World.Sources.Status["ccxt_binance"] = DataSourceStatus.Healthy;
        await cluster.Phase("phase_1_stocks").EvaluateAsync();

        var status = await cluster.Catalogue.GetStatusAsync();

        Assert.Equal(
            new SystemStatus(
                "1.2.3", "sandbox", "none", new FakeSystemInfo().StartedAt, "test", 5, 2, 2, 1, 0, "phase_0_crypto",
                    "phase_1_stocks",
                ReadinessVerdict.InsufficientEvidence, 7, 5, status.Bypasses, status.Overdue,
                CountsAreEstimates: false, status.Doubts, null, status.Notices, status.Portfolios),
            status);
        Assert.Empty(status.Notices);
        Assert.Equal(("main", TradingMode.Normal), status.Portfolios.Select(one => (one.PortfolioId, one.Mode)).Single());
        Assert.Empty(status.Bypasses);
        Assert.Empty(status.Overdue);
        Assert.Empty(status.Doubts);
    }

    [Fact]
    public async Task Partitions_Start_ReachFromTheLongestHistoryToMonthsAhead()
    {
        await using var cluster = await GrainCluster.StartAsync();
        var partitions = cluster.Grains.GetGrain<IPartitionsGrain>(Keys.Partitions);

        await partitions.StartAsync();
        await GrainCluster.TickAsync(partitions, "daily");

        var now = TimeProvider.System.GetUtcNow();
        var asked = cluster.World.Market.Partitions!.Value; // StartAsync has asked
        Assert.InRange((now - asked.From).TotalDays, 90, 91);
        Assert.InRange((asked.Until - now).TotalDays, 88, 93);
        Assert.InRange((now - cluster.World.Ledger.AbandonedBefore!.Value).TotalHours, 24, 25); // likewise
    }

    /// <summary>Classes, assets and phases that were configured.</summary>
    private static int[] Configurations(GrainWorld world) =>
    [
        world.Calls.Of("IAssetClassInnerGrain.ConfigureAsync"),
        world.Calls.Of("IAssetInnerGrain.ConfigureAsync"),
        world.Calls.Of("IPhaseInnerGrain.ConfigureAsync"),
    ];

    private static IAssetGrain Asset(GrainCluster cluster, string id) => cluster.Grains.GetGrain<IAssetGrain>(Keys.Asset(id));
}

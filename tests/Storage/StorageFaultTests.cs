using Npgsql;
using Orleans;
using Orleans.TestingHost;
using OrleansAssets.Assets;
using OrleansAssets.Catalogue;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Portfolio;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Tests.Support;

namespace OrleansAssets.Tests.Storage;

/// <summary>
/// What a client hears when the database fails under the product's own silo: one sentence under the product's own type, wherever it
/// failed, and never that a codec is missing.
/// </summary>
public sealed class StorageFaultTests : IAsyncLifetime
{
    private NpgsqlDataSource? _database;
    private InProcessTestCluster? _cluster;
    private string _name = "";

    private IClusterClient Client => _cluster!.Client; // set before any test

    public async Task InitializeAsync()
    {
        (_name, var connectionString) = await (await TestServer.GetAsync()).CreateDatabaseAsync(migrated: true);
        _database = NpgsqlDataSource.Create(connectionString);
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => silo.AddAssetsGrains(TestSilo.Inputs(TestConfiguration.Build(), _database)).AddAssetsState());
        InnerCalls.Allow(builder, () => _cluster!); // it is built before it is called
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async Task DisposeAsync()
    {
        await SetReachableAsync(true);
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        await (_database?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (await TestServer.GetAsync()).DropDatabaseAsync(_name);
    }

    [Fact]
    public async Task Call_DatabaseFailsWhileAGrainActivates_IsTheProductsOwnExceptionInOneSentence()
    {
        await SetReachableAsync(false);

        await AssertToldAsync(() => Client.GetGrain<IAssetGrain>(Keys.Asset("BTC/USDT")).GetAsync()); // its state
        await AssertToldAsync(() => Client.GetGrain<IPortfolioGrain>(Keys.Portfolio("main")).GetModeAsync()); // its journal
        await AssertToldAsync(() => Client.GetGrain<IPartitionsGrain>(Keys.Partitions).StartAsync()); // statements and a reminder
        await AssertToldAsync(() => Client.GetGrain<IPortfolioGrain>(Keys.Portfolio("main")).HaltAsync(
            new HaltRequest(HaltScope.Portfolio, null, TradingMode.Halted, "Ada", "test")));

        await SetReachableAsync(true);

        await Client.GetGrain<IPortfolioGrain>(Keys.Portfolio("main")).GetModeAsync();
    }

    [Fact]
    public async Task Call_DatabaseFailsUnderAnActiveGrain_IsTheSame()
    {
        var portfolio = Client.GetGrain<IPortfolioGrain>(Keys.Portfolio("main"));
        await portfolio.RecordCashFlowAsync(new CashFlow("first", 1_000, "Ada", "test"));
        await SetReachableAsync(false);

        await AssertToldAsync(() => portfolio.RecordCashFlowAsync(new CashFlow("second", 1_000, "Ada", "test")));

        await SetReachableAsync(true);
        Assert.False((await portfolio.RecordCashFlowAsync(new CashFlow("second", 1_000, "Ada", "test"))).Repeated);
    }

    [Fact]
    public async Task Call_ExceptionThatNobodyKnows_ArrivesAsOneThatEverybodyKnowsWithoutItsText()
    {
        var grain = Client.GetGrain<IFaultyGrain>("one");

        foreach (var failing in new Func<Task>[]
        {
            () => grain.ThrowAsync(inside: false),
            () => grain.AskAsync("two"),
            () => grain.AskAsync(FaultyGrain.AtActivation),
            () => Client.GetGrain<IFaultyGrain>(FaultyGrain.AtActivation).ThrowAsync(inside: false),
        })
        {
            var fault = await Assert.ThrowsAsync<InternalFaultException>(failing);
            Assert.Matches("its log tells under fault [0-9a-f]{8}", fault.Message);
            Assert.DoesNotContain(FaultyGrain.Text, fault.ToString(), StringComparison.Ordinal);
        }

        var outer = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.ThrowAsync(inside: true));
        Assert.Equal("outer", outer.Message);
        Assert.IsType<InternalFaultException>(outer.InnerException);
    }

    private static async Task AssertToldAsync(Func<Task> call)
    {
        var told = await Assert.ThrowsAsync<StorageUnavailableException>(call);
        Assert.Matches("^[^\n]*PostgreSQL at 127[^\n]*\\.$", told.Message);
        Assert.DoesNotContain("Npgsql", told.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("codec", told.Message, StringComparison.Ordinal);
    }

    private async Task SetReachableAsync(bool reachable)
    {
        await using var administration = NpgsqlDataSource.Create((await TestServer.GetAsync()).Server.ConnectionTo("postgres"));
        await using var allow = administration.CreateCommand($"ALTER DATABASE {_name} ALLOW_CONNECTIONS {reachable}");
        await allow.ExecuteNonQueryAsync();
        if (!reachable)
        {
            await using var cut = administration.CreateCommand(
                $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}'");
            await cut.ExecuteNonQueryAsync();
        }
    }
}

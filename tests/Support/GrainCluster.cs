using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.TestingHost;
using OrleansAssets.Catalogue;
using OrleansAssets.Domain.Catalogue;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Phases;
using OrleansAssets.Phases;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Storage;
using OrleansAssets.Storage.Audit;
using OrleansAssets.Storage.Notices;
using OrleansAssets.Storage.Phases;
using OrleansAssets.Storage.Portfolio;

namespace OrleansAssets.Tests.Support;

/// <summary>One silo in this process over stores in memory. Disposing of it and making another over the same <see cref="GrainWorld"/> is a
/// restart.</summary>
internal sealed class GrainCluster : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private GrainCluster(GrainWorld world, InProcessTestCluster cluster) => (World, _cluster) = (world, cluster);

    public GrainWorld World { get; }

    public IGrainFactory Grains => _cluster.Client;

    public ICatalogueGrain Catalogue => Grains.GetGrain<ICatalogueGrain>(Keys.Catalogue);

    public static async Task<GrainCluster> StartAsync(AssetsConfiguration? configuration = null, GrainWorld? world = null)
    {
        world ??= new GrainWorld();
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) => Configure(silo, world, configuration ?? TestConfiguration.Build()));
        InProcessTestCluster? cluster = null;
        InnerCalls.Allow(builder, () => cluster!); // it is built before it is called
        cluster = builder.Build();
        await cluster.DeployAsync();
        var started = new GrainCluster(world, cluster);
        try
        {
            await started.Catalogue.ApplyAsync();
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }

        return started;
    }

    public IPhaseGrain Phase(string id) => Grains.GetGrain<IPhaseGrain>(Keys.Phase(id));

    /// <summary>Calls a grain's reminder as the service would.</summary>
    public static Task TickAsync(IAddressable grain, string reminder) =>
        grain.AsReference<IRemindable>().ReceiveReminder(
            reminder, new TickStatus(DateTime.UnixEpoch, TimeSpan.FromMinutes(1), DateTime.UnixEpoch));

    /// <summary>Drops an activation: what it knew and did not write is gone.</summary>
    public Task DeactivateAsync(IAddressable grain) => _cluster.DeactivateAsync(grain);

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    private static void Configure(ISiloBuilder silo, GrainWorld world, AssetsConfiguration configuration)
    {
        silo.AddAssetsGrains(TestSilo.Inputs(configuration));
        silo.Services.AddLogging(logging => logging.AddProvider(world.Log).AddFilter<CollectedLog>("Orleans.", LogLevel.None));
        silo.UseInMemoryReminderService();
        silo.Services.AddSingleton<IIncomingGrainCallFilter>(world.Calls);
        silo.Services.AddKeyedSingleton<IGrainStorage>("Default", world.Storage);
        silo.Services.AddSingleton<IGrainStorage>(world.Storage);
        silo.Services.AddSingleton<IRegistryStore>(world.Registry);
        silo.Services.AddSingleton<IConfigurationStore>(world.Configurations);
        silo.Services.AddSingleton<ILedgerStore>(world.Ledger);
        silo.Services.AddSingleton<IImportStore>(world.Ledger);
        silo.Services.AddSingleton<IImportedFillStore>(world.Ledger);
        silo.Services.AddSingleton<IDayRateReader>(world.Ledger);
        silo.Services.AddSingleton<IPerformanceStore>(world.Performance);
        silo.Services.AddSingleton<IMarketDataStore>(world.Market);
        silo.Services.AddSingleton<ICorporateActionStore>(world.Actions);
        silo.Services.AddSingleton<IAuditLog>(world.Audit);
        silo.Services.AddSingleton<IPhaseLog>(world.PhaseLog);
        silo.Services.AddSingleton<IReminderWatchStore>(world.Reminders);
        silo.Services.AddSingleton<ICandleReader>(world.Candles);
        silo.Services.AddSingleton<ICorrelationStore>(world.Candles);
        silo.Services.AddSingleton<IMacroEventReader>(world.Candles);
        silo.Services.AddSingleton<IPortfolioJournal>(world.Journal);
        silo.Services.AddSingleton<IOrderStore>(world.Journal);
        silo.Services.AddSingleton(world.NoticeStore ?? world.Outbox);
        silo.Services.AddSingleton<ISourceDirectory>(world.Sources);
        silo.Services.AddSingleton<ISystemInfo>(new FakeSystemInfo());
        silo.Services.AddSingleton<IConfigurationFile>(world.File);
        silo.Services.AddSingleton(world.Deliveries);
        silo.Services.AddSingleton<TimeProvider>(world.Clock);
    }
}

/// <summary>What outlives a silo.</summary>
internal sealed class GrainWorld
{
    public GrainWorld()
    {
        Storage = new InMemoryStorage(Faults);
        Registry = new InMemoryRegistry(Faults);
        PhaseLog = new InMemoryPhaseLog(Audit, Faults);
        Ledger = new InMemoryLedger(Faults);
        Market = new InMemoryMarket(Faults);
        Journal = new InMemoryJournal(Audit, Ledger, Outbox, Faults);
    }

    /// <summary>What the grains were asked.</summary>
    public CountedCalls Calls { get; } = new();

    /// <summary>What the silo logs.</summary>
    public CollectedLog Log { get; } = new();

    public FaultPlan Faults { get; } = new();

    public InMemoryStorage Storage { get; }

    public InMemoryRegistry Registry { get; }

    public InMemoryConfigurations Configurations { get; } = new();

    public InMemoryPhaseLog PhaseLog { get; }

    public InMemoryLedger Ledger { get; }

    public InMemoryPerformance Performance { get; } = new();

    public InMemoryMarket Market { get; }

    public InMemoryAuditLog Audit { get; } = new();

    public FakeCorporateActionStore Actions { get; } = new();

    public InMemoryReminderWatch Reminders { get; } = new();

    public InMemoryCandles Candles { get; } = new();

    public InMemoryJournal Journal { get; }

    public InMemoryNotices Outbox { get; } = new();

    public FakeSources Sources { get; } = new();

    public FakeConfigurationFile File { get; } = new();

    /// <summary>What keeps notices in place of <see cref="Outbox"/>.</summary>
    public INoticeStore? NoticeStore { get; init; }

    /// <summary>What keeps their deliveries; nothing is delivered where it is not set.</summary>
    public INoticeDeliveries Deliveries { get; init; } = new NoDeliveries();

    public ShiftedClock Clock { get; } = new();
}

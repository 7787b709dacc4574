using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Orleans;
using Orleans.Hosting;
using Orleans.Reminders;
using Orleans.Runtime;
using Orleans.Storage;
using Orleans.TestingHost;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Domain.Streams;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Inner;
using OrleansAssets.Grains.Reminders;
using OrleansAssets.MarketData;
using OrleansAssets.Phases;
using OrleansAssets.Silo.Hosting;
using OrleansAssets.Storage;
using OrleansAssets.Storage.Audit;
using OrleansAssets.Storage.Notices;
using OrleansAssets.Storage.Phases;
using OrleansAssets.Storage.Portfolio;
using OrleansAssets.Vendors;

namespace OrleansAssets.Tests.Support;

/// <summary>
/// A silo with one data source, <c>fake</c>, over a vendor, a market-data store and a grain storage that outlive it. Grain timers and
/// the product follow <see cref="Time"/>; reminders stand still unless a test gives them <see cref="ReminderTime"/>.
/// </summary>
internal sealed class SourceCluster : IAsyncDisposable
{
    public const string SourceId = "fake";
    private InProcessTestCluster? _cluster;

    public FakeTimeProvider Time { get; init; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 1, TimeSpan.Zero));

    public TimeProvider ReminderTime { get; init; } = new FakeTimeProvider();

    public FakeVendorAdapter Vendor => field ??= new FakeVendorAdapter(SourceId, Time);

    /// <summary>What is asked instead of <see cref="Vendor"/>, for datasets that it lacks.</summary>
    public IVendorAdapter? OtherVendor { get; set; }

    /// <summary>On which the source pushes quotes; null where it does not.</summary>
    public IQuoteStream? Stream { get; init; }

    public FakeMarketDataStore Store { get; } = new();

    public FakeMarketFactsStore Facts { get; } = new();

    public FakeCorporateActionStore Actions { get; } = new();

    public InMemoryReminderWatch Reminders { get; } = new();

    public InMemoryRegistry Registry { get; } = new(new FaultPlan());

    public RecordingGrainStorage Storage { get; } = new();

    public string Mode { get; init; } = "sandbox";

    public FakeVendorEndpoints Endpoints => field ??= new FakeVendorEndpoints(Mode, Shipped?.Sandbox);

    public ImmutableArray<RateWindow> Windows { get; init; } = [new("minute", 60, 1000)];

    public ImmutableArray<DatasetSchedule> Datasets { get; init; } = [Definitions.HourlyCandles];

    public ImmutableArray<AssetDefinition> Assets { get; init; } = [Asset("BTC/USDT", enabled: true)];

    public ImmutableArray<ConversionPair> Conversions { get; init; } = [];

    public ImmutableArray<PhaseDefinition> Phases { get; init; } = [];

    public ImmutableArray<AssetClassDefinition> Classes { get; init; } = [];

    public ImmutableArray<string> KeyVariables { get; init; } = [];

    /// <summary>US dollars a month of the source, when active.</summary>
    public decimal MonthlyCostUsd { get; init; }

    /// <summary>What the grains were asked.</summary>
    public CountedCalls Calls { get; } = new();

    /// <summary>Another source of the configuration, configured before this one; a vendor of its own answers for it.</summary>
    public DataSourceDefinition? Before { get; init; }

    /// <summary>Further sources of the configuration, each with what answers for it.</summary>
    public ImmutableArray<(DataSourceDefinition Source, IVendorAdapter Vendor)> Others { get; init; } = [];

    /// <summary>
    /// The sources of the configuration instead of <c>fake</c>; the product's own adapters ask the sandbox at this address.
    /// </summary>
    public (Uri Sandbox, ImmutableArray<DataSourceDefinition> Sources)? Shipped { get; set; }

    /// <summary>The source's id, where a real adapter answers in place of <see cref="Vendor"/>.</summary>
    public string Id { get; init; } = SourceId;

    public IDataSourceGrain Source => Grain<IDataSourceGrain>(Keys.DataSource(Id));

    public IGrainFactory Grains => _cluster?.Client ?? throw new InvalidOperationException("Start the cluster first.");

    public DataSourceDefinition Definition => Definitions.Source(Id, Windows, Datasets) with
    {
        KeyVariables = KeyVariables,
        MonthlyCostUsd = MonthlyCostUsd,
    };

    public static AssetDefinition Asset(string id, bool enabled) => new(
        id, id, "crypto", "phase_0_crypto", enabled,
        [new SourceSymbol(SourceId, id.Replace("/", "", StringComparison.Ordinal))], [], [], [],
        new AssetRisk(
            0.1m, 5, 0.001m, 2, 3, new PriceDistance(0.08m, DistanceUnit.Fraction), null, 1, null,
            new SpecialRules(null, [], false, null, false, false, null)));

    public static PhaseDefinition Phase(int order, bool active, params ImmutableArray<string> assets) => new(
        $"phase_{order}", $"Phase {order}", order, "main", [], [], ["crypto"], assets, 0, 0, AutoActivate: false, ActiveFromStart: active);

    public T Grain<T>(string key)
        where T : IGrainWithStringKey => Grains.GetGrain<T>(key);

    /// <summary>Starts the silo and configures its assets, phases and the source.</summary>
    public async Task<SourceCluster> StartAsync()
    {
        await StartSiloAsync();
        foreach (var asset in Assets)
        {
            await Grain<IAssetInnerGrain>(Keys.Asset(asset.Id)).ConfigureAsync(asset);
        }

        foreach (var pair in Conversions)
        {
            await Grain<IAssetInnerGrain>(Keys.Asset(pair.Id)).ConfigureAsync(pair.Definition);
        }

        foreach (var phase in Phases)
        {
            await Grain<IPhaseInnerGrain>(Keys.Phase(phase.Id)).ConfigureAsync(phase);
        }

        foreach (var source in Sources)
        {
            await Grain<IDataSourceInnerGrain>(Keys.DataSource(source.Id)).ConfigureAsync(source);
        }

        return this;
    }

    /// <summary>Whether the silo looks after its reminders by itself.</summary>
    public bool IsWatched { get; init; }

    public IWatchdogGrain Watchdog => Grain<IWatchdogGrain>(Keys.Watchdog);

    /// <summary>The row of the source's reminder, null where there is none.</summary>
    public Task<ReminderEntry?> ReadReminderAsync() => Table.ReadRow(SourceGrain, CollectReminder.Name);

    /// <summary>Removes the source's reminder behind its back.</summary>
    public async Task LoseReminderAsync()
    {
        var row = await ReadReminderAsync();
        Assert.True(await Table.RemoveRow(SourceGrain, CollectReminder.Name, row?.ETag ?? "it was not registered"));
    }

    /// <summary>Stores which reminders ticked, as the silo does every half minute.</summary>
    public Task StoreTicksAsync() => Services.GetRequiredService<ReminderTicks>().StoreAsync(CancellationToken.None);

    /// <summary>Stops the silo and starts another over the same storage.</summary>
    public async Task RestartAsync()
    {
        await DisposeAsync();
        await StartAsync();
    }

    /// <summary>What the reminder does each minute.</summary>
    public Task TickAsync() => Source.ReceiveReminder("collect", default);

    /// <summary>Waits until the source has written a state as described, and has ended the round that wrote it.</summary>
    public async Task<DataSourceView> WaitForAsync(Func<DataSourceState, bool> condition)
    {
        await Storage.WaitForAsync(StateNames.DataSource, Keys.DataSource(Id), condition);
        await Source.ReceiveReminder("no reminder of it, but a call that waits for the round to end", default);
        return await Source.GetAsync();
    }

    /// <summary>Collects until every wanted feed is up to date.</summary>
    public async Task<DataSourceView> CollectAsync()
    {
        await TickAsync();
        return await WaitForAsync(state => state.Slots.Any(slot => slot.IsWanted) && state.Slots
            .Where(slot => slot.IsWanted).All(slot => slot.NextDueAt > Time.GetUtcNow() && slot is { HasMore: false, Last: not null }));
    }

    /// <summary>Collects from a vendor that never answers; returns once it is asked.</summary>
    public async Task CollectInVainAsync()
    {
        var called = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Vendor.AnswerCandles = _ =>
        {
            called.TrySetResult();
            return new TaskCompletionSource<VendorReply<DataPage<Candle>>>().Task;
        };
        await TickAsync();
        await called.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is { } cluster)
        {
            _cluster = null;
            await cluster.DisposeAsync();
        }
    }

    private IServiceProvider Services => _cluster!.GetSiloServiceProvider(); // the cluster is started

    private IReminderTable Table => Services.GetRequiredService<IReminderTable>();

    private GrainId SourceGrain => Source.GetGrainId();

    private async Task StartSiloAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddAssetsGrains(TestSilo.Inputs(Configuration()));
            silo.UseInMemoryReminderService();
            silo.Services.AddSingleton<IIncomingGrainCallFilter>(Calls);
            silo.Services.AddKeyedSingleton<IGrainStorage>("Default", Storage);
            silo.Services.AddSingleton<IGrainStorage>(Storage);
            silo.Services.AddSingleton<TimeProvider>(Time);
            silo.Services.UseTimeProviderForBackgroundAreas(TimeProvider.System);
            silo.Services.AddKeyedSingleton(ReminderTimeProviderNames.Reminders, ReminderTime);
            AddVendors(silo.Services);
            if (IsWatched)
            {
                silo.AddReminderWatch();
            }

            silo.Services.AddSingleton<IMarketDataStore>(Store);
            silo.Services.AddSingleton<IMarketFactsStore>(Facts);
            silo.Services.AddSingleton<ICorporateActionStore>(Actions);
            silo.Services.AddSingleton<IRegistryStore>(Registry);
            silo.Services.AddSingleton<IConfigurationStore>(new InMemoryConfigurations());
            silo.Services.AddSingleton<IReminderWatchStore>(Reminders);
            silo.Services.AddSingleton<ICandleReader>(new InMemoryCandles());
            var audit = new InMemoryAuditLog();
            silo.Services.AddSingleton<IAuditLog>(audit);
            silo.Services.AddSingleton<IPhaseLog>(new InMemoryPhaseLog(audit, new FaultPlan()));
            var (ledger, notices) = (new InMemoryLedger(new FaultPlan()), new InMemoryNotices());
            silo.Services.AddSingleton<ILedgerStore>(ledger);
            silo.Services.AddSingleton<INoticeStore>(notices);
            silo.Services.AddSingleton<IPortfolioJournal>(new InMemoryJournal(audit, ledger, notices, new FaultPlan()));
            silo.Services.AddSingleton<IPerformanceStore>(new InMemoryPerformance());
            silo.Services.AddSingleton(new RetryJitter(() => 1));
            silo.Services.AddSingleton(new CollectionScope(WarmUp.NextPhase));
        });
        InnerCalls.Allow(builder, () => _cluster!); // it is built before it is called
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    private void AddVendors(IServiceCollection services)
    {
        services.AddSingleton<IVendorEndpoints>(Endpoints);
        if (Stream is { } stream)
        {
            Endpoints.Pushing.Add(Id);
            services.AddKeyedSingleton(Id, stream);
        }

        if (Shipped is not null)
        {
            return;
        }

        foreach (var shipped in services.Where(service => service.ServiceType == typeof(IVendorAdapter)).ToArray())
        {
            services.Remove(shipped);
        }

        services.AddKeyedSingleton(Id, OtherVendor ?? Vendor);
        if (Before is { } before)
        {
            services.AddKeyedSingleton<IVendorAdapter>(before.Id, new FakeVendorAdapter(before.Id, Time));
        }

        foreach (var (source, vendor) in Others)
        {
            services.AddKeyedSingleton(source.Id, vendor);
        }
    }

    private ImmutableArray<DataSourceDefinition> Sources =>
        Shipped?.Sources
            ?? [.. new[] { Before }.OfType<DataSourceDefinition>(), Definition, .. Others.Select(one => one.Source)];

    private AssetsConfiguration Configuration() => new(
        Classes,
        Assets,
        Phases,
        Sources,
        new GlobalRisk(0.25m, 0.4m, 0.6m, 0.7m, 0.25m, 0.05m),
        new EvaluationSchedule("main", 60, 3),
        "test")
    {
        Conversions = Conversions,
    };
}

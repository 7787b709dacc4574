using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Domain.Feeds.Vendors;
using OrleansAssets.Grains.DataSources;
using OrleansAssets.Grains.Inner;
using OrleansAssets.MarketData;
using OrleansAssets.Storage;
using OrleansAssets.Vendors;

namespace OrleansAssets.Benchmarks;

/// <summary>A silo with the product's feed grains and stores over a vendor in memory.</summary>
internal sealed class FeedSilo : IAsyncDisposable
{
    private static readonly DatasetSchedule Schedule = new(DatasetKind.Candles, Timeframe.M1, EverySeconds: 60, HistoryDays: 3_650);

    private readonly IHost _host;

    private FeedSilo(IHost host) => _host = host;

    public IMarketDataStore Store => _host.Services.GetRequiredService<IMarketDataStore>();

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Over one vendor that has these candles.</summary>
    public static Task<FeedSilo> StartAsync(NpgsqlDataSource database, IReadOnlyList<Candle> candles) => StartAsync(
        database,
        ConfigurationOf([], []),
        services => services.AddKeyedSingleton<IVendorAdapter>(PagedHistory.Id, new PagedHistory(candles)));

    public static AssetsConfiguration ConfigurationOf(AssetDefinition[] assets, DataSourceDefinition[] sources) => new(
        [], [.. assets], [], [.. sources], new GlobalRisk(0.25m, 0.4m, 0.6m, 0.7m, 0.25m, 0.05m), new EvaluationSchedule("main", 60, 0),
        "benchmark");

    public static async Task<FeedSilo> StartAsync(
        NpgsqlDataSource database, AssetsConfiguration configuration, Action<IServiceCollection> addVendors)
    {
        var host = await GrainHost.StartAsync(database, configuration, services =>
        {
            services.AddSingleton<IVendorEndpoints, NoEndpoints>().AddDataSources();
            addVendors(services);
        });
        return new FeedSilo(host);
    }

    /// <summary>Lets a new feed collect the whole history.</summary>
    public async Task CollectAllAsync(int round)
    {
        var grains = _host.Services.GetRequiredService<IGrainFactory>();
        var assetId = $"ROUND/{round}";
        await grains.GetGrain<IAssetInnerGrain>(Keys.Asset(assetId)).ConfigureAsync(Asset(assetId, PagedHistory.Id));
        var feed = grains.GetGrain<IFeedInnerGrain>(Keys.Feed(new FeedId(PagedHistory.Id, assetId, Schedule.Name)));
        FeedOutcome outcome;
        do
        {
            outcome = await feed.CollectAsync(new FeedGrant(assetId, "crypto", Schedule, CallsMax: 20));
            if (outcome.Result != FeedResult.Ok)
            {
                throw new InvalidOperationException(outcome.Error);
            }
        }
        while (outcome.HasMore);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    public static AssetDefinition Asset(string id, string sourceId) => new(
        id, id, "crypto", "phase_0_crypto", Enabled: true, [new SourceSymbol(sourceId, id)], [], [], [],
        new AssetRisk(
            0.1m, 5, 0.001m, 2, 3, new PriceDistance(0.08m, DistanceUnit.Fraction), null, 1, null,
            new SpecialRules(null, [], false, null, false, false, null)));

    private sealed class NoEndpoints : IVendorEndpoints
    {
        public string Mode => "sandbox";

        public Uri BaseAddressOf(string sourceId) => new("http://127.0.0.1/");

        public string? Secret(string variable) => null;
    }
}

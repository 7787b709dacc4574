using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.DataSources;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.Grains.Inner;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;
using OrleansAssets.Storage.Portfolio;
using OrleansAssets.Streams;

namespace OrleansAssets.Benchmarks;

/// <summary>A silo with one tradable asset or some, all alike, and any number of portfolios.</summary>
internal sealed class OrderSilo : IAsyncDisposable
{
    public const string AssetId = "BTC/USDT";

    private static readonly AssetDefinition Asset = new(
        AssetId, AssetId, "crypto", "phase_0_crypto", Enabled: true, [], [], [], [],
        new AssetRisk(
            0.1m, 5, 0.001m, 2, 4, new PriceDistance(0.08m, DistanceUnit.Fraction), null, 1, null,
            new SpecialRules(null, [], false, null, false, false, null)));

    /// <summary>No rejection is one of a flood: each decision is stored.</summary>
    private static readonly GlobalRisk Risk = new(0.25m, 0.4m, 0.6m, 0.7m, 0.25m, 0.05m)
    {
        Orders = OrderLimits.Default with { RejectionsPerMinute = int.MaxValue, RejectionsPerDay = int.MaxValue },
    };

    /// <summary>So much that no limit of capital is met.</summary>
    public static readonly CashFlow Deposit = new("start", 1_000_000_000, "benchmark", "start");

    private readonly IHost _host;

    private OrderSilo(IHost host, AssetsConfiguration configuration) => (_host, Configuration) = (host, configuration);

    public AssetsConfiguration Configuration { get; }

    public ImmutableArray<string> AssetIds => [.. Configuration.Assets.Select(asset => asset.Id)];

    public IPortfolioJournal Journal => _host.Services.GetRequiredService<IPortfolioJournal>();

    public static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    /// <param name="source">Whose quotes the assets have; null where only what is told here is known.</param>
    /// <param name="services">What takes the place of the product's own.</param>
    public static async Task<OrderSilo> StartAsync(
        NpgsqlDataSource database, int assetCount = 1, DataSourceDefinition? source = null, Action<IServiceCollection>? services = null)
    {
        ImmutableArray<string> ids = [AssetId, .. Enumerable.Range(1, assetCount - 1).Select(number => $"COIN{number}/USDT")];
        var crypto = new AssetClassDefinition("crypto", "Crypto", Enabled: true, 1, 5, 1, 0.1m, ids);
        ImmutableArray<AssetDefinition> assets =
            [.. ids.Select(id => Asset with { Id = id, Name = id, Symbols = source is null ? [] : [new(source.Id, id)] })];
        var configuration = new AssetsConfiguration(
            [crypto], assets, [], source is null ? [] : [source], Risk,
            new EvaluationSchedule("main", 60, 0), "benchmark");
        var host = await GrainHost.StartAsync(database, configuration, services);
        var started = new OrderSilo(host, configuration);
        await started.Grains.GetGrain<IAssetClassInnerGrain>(Keys.AssetClass("crypto")).ConfigureAsync(crypto);
        foreach (var one in assets)
        {
            var asset = started.Grains.GetGrain<IAssetInnerGrain>(Keys.Asset(one.Id));
            await asset.ConfigureAsync(one);
            await asset.RecordQuoteAsync(new Quote(one.Id, "bench", Now, 99, 101, 1, 1), "quotes");
        }

        return started;
    }

    /// <summary>An order that is small enough for any portfolio.</summary>
    public static OrderRequest Order(string orderId) =>
        new(orderId, AssetId, OrderSide.Buy, 0.001m, null, null, null, null, null, ReduceOnly: false);

    public async Task DepositAsync(string portfolioId)
    {
        await Portfolio(portfolioId).CreateAsync(new PortfolioCreation("bench", "bench"));
        await Portfolio(portfolioId).RecordCashFlowAsync(Deposit);
    }

    public Task CheckAsync(string portfolioId, string orderId) => Portfolio(portfolioId).CheckOrderAsync(Order(orderId));

    /// <summary>Facts and rules of the same decision, and no write.</summary>
    public Task DryCheckAsync(string portfolioId, string orderId) => Portfolio(portfolioId).DryCheckOrderAsync(Order(orderId));

    /// <summary>A unit of an asset, bought.</summary>
    public Task FillAsync(string portfolioId, string assetId) => Portfolio(portfolioId).RecordFillAsync(
        new Fill($"fill {assetId}", null, assetId, OrderSide.Buy, 1, 100, 0, null, null, Now, null));

    /// <summary>A unit of the first asset, bought at a time.</summary>
    public Task FillAsync(string portfolioId, string fillId, DateTimeOffset at) => Portfolio(portfolioId).RecordFillAsync(
        new Fill(fillId, null, AssetIds[0], OrderSide.Buy, 1, 100, 0, null, null, at, null));

    public Task GetAsync(string portfolioId) => Portfolio(portfolioId).GetAsync();

    /// <summary>Takes back what <see cref="FillAsync(string, string)"/> bought.</summary>
    public Task CorrectAsync(string portfolioId, string assetId) => Portfolio(portfolioId).CorrectFillAsync(
        new FillCorrection($"correction {assetId}", $"fill {assetId}", null, "bench", "bench"));

    public IQuoteStreamGrain QuoteStream(string sourceId) => Grains.GetGrain<IQuoteStreamGrain>(Keys.QuoteStream(sourceId));

    /// <summary>Marks every asset at a price.</summary>
    public Task MarkAsync(string portfolioId, decimal price) =>
        Portfolio(portfolioId).MarkAsync([.. AssetIds.Select(id => new PriceMark(id, price, null, Now, "bench"))]);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private IPortfolioGrain Portfolio(string id) => Grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(id));
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans;
using OrleansAssets.AssetClasses;
using OrleansAssets.Assets;
using OrleansAssets.Domain.Configuration;
using OrleansAssets.MarketData;
using OrleansAssets.Portfolio;

namespace OrleansAssets.Benchmarks;

/// <summary>A silo with one tradable asset and any number of portfolios.</summary>
internal sealed class OrderSilo : IAsyncDisposable
{
    public const string AssetId = "BTC/USDT";

    private static readonly AssetDefinition Asset = new(
        AssetId, AssetId, "crypto", "phase_0_crypto", Enabled: true, [], [], [], [],
        new AssetRisk(
            0.1m, 5, 0.001m, 2, 4, new PriceDistance(0.08m, DistanceUnit.Fraction), null, 1, null,
            new SpecialRules(null, [], false, null, false, false, null)));

    /// <summary>So much that no limit of capital is met.</summary>
    public static readonly CashFlow Deposit = new("start", 1_000_000_000, "benchmark", "start");

    private readonly IHost _host;

    private OrderSilo(IHost host) => _host = host;

    private IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<OrderSilo> StartAsync(NpgsqlDataSource database)
    {
        var crypto = new AssetClassDefinition("crypto", "Crypto", Enabled: true, 1, 5, 1, 0.1m, [AssetId]);
        var host = await GrainHost.StartAsync(database, new AssetsConfiguration(
            [crypto], [Asset], [], [], new GlobalRisk(0.25m, 0.4m, 0.6m, 0.7m, 0.25m, 0.05m), new EvaluationSchedule("main", 60, 0),
            "benchmark"));
        var started = new OrderSilo(host);
        await started.Grains.GetGrain<IAssetClassGrain>(Keys.AssetClass("crypto")).ConfigureAsync(crypto);
        var asset = started.Grains.GetGrain<IAssetGrain>(Keys.Asset(AssetId));
        await asset.ConfigureAsync(Asset);
        await asset.RecordQuoteAsync(new Quote(AssetId, "bench", TimeProvider.System.GetUtcNow(), 99, 101, 1, 1), "quotes");
        return started;
    }

    /// <summary>An order that is small enough for any portfolio.</summary>
    public static OrderRequest Order(string orderId) =>
        new(orderId, AssetId, OrderSide.Buy, 0.001m, null, null, null, null, null, ReduceOnly: false);

    public Task DepositAsync(string portfolioId) => Portfolio(portfolioId).RecordCashFlowAsync(Deposit);

    public Task CheckAsync(string portfolioId, string orderId) => Portfolio(portfolioId).CheckOrderAsync(Order(orderId));

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    private IPortfolioGrain Portfolio(string id) => Grains.GetGrain<IPortfolioGrain>(Keys.Portfolio(id));
}
